using System.Text;

namespace Marchitect;

/// <summary>Names of whiteprints as they stand in reports and as folders of resources.</summary>
internal static class WhiteprintName
{
    private const string Ending = nameof(Whiteprint);

    /// <summary>The class name in snake_case without a <c>Whiteprint</c> ending, e.g. <c>my_http_server</c> for <c>MyHTTPServerWhiteprint</c>.</summary>
    public static string Of(string className)
    {
        var generic = className.IndexOf('`', StringComparison.Ordinal);
        var name = generic < 0 ? className : className[..generic];
        if (name.Length > Ending.Length && name.EndsWith(Ending, StringComparison.Ordinal))
            name = name[..^Ending.Length];
        return InSnakeCase(name.TrimEnd('_') is { Length: > 0 } trimmed ? trimmed : name);
    }

    /// <summary>Why a name cannot be that of a folder, or null where it can.</summary>
    public static string? ProblemWith(string? name) => name switch
    {
        null or "" => "it is empty",
        "." or ".." => "it would be another folder",
        _ when name.AsSpan().ContainsAny('/', '\\', '\0') => "a folder's name holds no slash, backslash or NUL",
        _ => null,
    };

    private static string InSnakeCase(string name)
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
