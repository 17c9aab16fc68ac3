using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>The characters that Python's regular expressions take for parts of words.</summary>
internal static class Characters
{
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
