using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>The classes of characters that Python's regular expressions know.</summary>
internal static class Characters
{
    /// <summary>A blank, <c>\s</c>: as .NET has it, and the four separators of ASCII.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';

    /// <summary>A letter, a digit, anything with a numeric value, or an underscore: <c>\w</c>. Marks are none, unlike in .NET.</summary>
    public static bool IsWord(string text, int index)
    {
        var c = text[index];
        if (c < 128)
            return char.IsAsciiLetterOrDigit(c) || c == '_';
        if (char.IsSurrogate(c) && !(index + 1 < text.Length && char.IsSurrogatePair(c, text[index + 1])))
            return false;
        return char.IsLetterOrDigit(text, index) || CharUnicodeInfo.GetNumericValue(text, index) >= 0;
    }
}
