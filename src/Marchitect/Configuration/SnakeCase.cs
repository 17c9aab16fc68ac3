using System.Text;

namespace Marchitect;

/// <summary>Names of C# as they stand in files, templates and messages. Also part of the source generator, so that both say the same.</summary>
internal static class SnakeCase
{
    /// <summary>The name in snake_case, e.g. <c>my_http_server2</c> for <c>MyHTTPServer2</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            // A word begins at a capital after a small letter or digit, and at the last capital of several before a small letter.
            var begins = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins)
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
