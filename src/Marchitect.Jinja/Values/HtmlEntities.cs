using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>The named character references of HTML 5, from the list that comes with the library.</summary>
internal static class HtmlEntities
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ByName = Read().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The characters of a name, with its semicolon where it needs one.</summary>
    public static bool TryGet(ReadOnlySpan<char> name, out string characters)
    {
        var isKnown = ByName.TryGetValue(name, out var found);
        characters = found ?? "";
        return isKnown;
    }

    // A line each: the name, a space, and the code points in hexadecimal.
    private static FrozenDictionary<string, string> Read()
    {
        using var stream = typeof(HtmlEntities).Assembly.GetManifestResourceStream("HtmlEntities.txt")
            ?? throw new InvalidOperationException("The list of character references is missing from the library.");
        using var reader = new StreamReader(stream);
        var entities = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            entities.Add(parts[0], string.Concat(parts.Skip(1).Select(static code => char.ConvertFromUtf32(Convert.ToInt32(code, 16)))));
        }
        return entities.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
