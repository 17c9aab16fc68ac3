namespace Marchitect.Jinja;

/// <summary>
/// Texts by Python's characters, which are code points, where .NET counts UTF-16 code units. Texts without surrogates, nearly
/// all, are found by one vectorised look and indexed directly.
/// </summary>
internal static class StringIndex
{
    public static bool IsSimple(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>How many code points; a lone surrogate is one.</summary>
    public static int Length(string text)
    {
        if (IsSimple(text))
            return text.Length;
        var count = 0;
        for (var i = 0; i < text.Length; i += Width(text, i))
            count++;
        return count;
    }

    /// <summary>The code points, each as a text of its own.</summary>
    public static string[] Split(string text)
    {
        if (IsSimple(text))
            return Array.ConvertAll(text.ToCharArray(), Single);
        var parts = new List<string>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var width = Width(text, i);
            parts.Add(text.Substring(i, width));
            i += width;
        }
        return [.. parts];
    }

    public static IEnumerator<Value> Characters(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var width = Width(text, i);
            yield return width == 1 ? new(Single(text[i])) : new(text.Substring(i, width));
            i += width;
        }
    }

    public static bool TryGetItem(string text, in Value key, out string item)
    {
        item = "";
        if (IsSimple(text))
        {
            if (!Sequences.TryIndex(key, text.Length, out var index))
                return false;
            item = Single(text[index]);
            return true;
        }
        var parts = Split(text);
        if (!Sequences.TryIndex(key, parts.Length, out var part))
            return false;
        item = parts[part];
        return true;
    }

    /// <summary>The part between two code points. Both must lie in the text.</summary>
    public static string Part(string text, int start, int end) =>
        IsSimple(text) ? text[start..end] : text[Offset(text, start)..Offset(text, end)];

    /// <summary>Where in UTF-16 a code point begins.</summary>
    public static int Offset(string text, int codePoint)
    {
        var offset = 0;
        for (; codePoint > 0; codePoint--)
            offset += Width(text, offset);
        return offset;
    }

    /// <summary>How many code points come before an offset in UTF-16.</summary>
    public static int CodePoint(string text, int offset)
    {
        var count = 0;
        for (var i = 0; i < offset; i += Width(text, i))
            count++;
        return count;
    }

    /// <summary>Whether an item is a part of the text.</summary>
    /// <exception cref="TemplateRuntimeException">The item is no text.</exception>
    public static bool Contains(string text, in Value item) => item.TextOrNull is { } part
        ? text.Contains(part, StringComparison.Ordinal)
        : throw Fail.Type($"'in <string>' requires string as left operand, not {item.TypeName}");

    /// <summary>The text of one character, without an allocation for Latin-1.</summary>
    public static string Single(char c) => c < 256 ? Singles[c] : c.ToString();

    private static int Width(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static readonly string[] Singles = [.. Enumerable.Range(0, 256).Select(c => ((char)c).ToString())];
}
