using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>The escapes of string literals, which are those of Python's <c>unicode-escape</c> codec.</summary>
internal static class StringEscapes
{
    /// <summary>Reads the escapes.</summary>
    /// <param name="text">What stands between the quotes.</param>
    /// <param name="decoded">The text they stand for.</param>
    /// <param name="problem">What is wrong with them.</param>
    /// <returns>Whether all of them are valid.</returns>
    public static bool TryDecode(string text, out string decoded, [NotNullWhen(false)] out string? problem)
    {
        var result = new StringBuilder(text.Length);
        decoded = "";
        problem = null;
        for (var at = 0; at < text.Length;)
        {
            var next = text.IndexOf('\\', at);
            if (next < 0)
                next = text.Length;
            result.Append(text, at, next - at);
            at = next + 1;
            if (next < text.Length && (problem = Escape(text, ref at, result)) is not null)
                return false;
        }
        decoded = result.ToString();
        return true;
    }

    // One escape, from the character behind its backslash on.
    private static string? Escape(string text, ref int at, StringBuilder result)
    {
        var c = text[at++];
        switch (c)
        {
            case '\n':
                return null;
            case '\\' or '\'' or '"':
                result.Append(c);
                return null;
            case 'a':
                result.Append('\a');
                return null;
            case 'b':
                result.Append('\b');
                return null;
            case 'f':
                result.Append('\f');
                return null;
            case 'n':
                result.Append('\n');
                return null;
            case 'r':
                result.Append('\r');
                return null;
            case 't':
                result.Append('\t');
                return null;
            case 'v':
                result.Append('\v');
                return null;
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var digits = 1; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7'; digits++)
                    octal = octal * 8 + (text[at++] - '0');
                result.Append((char)octal);
                return null;
            case 'x':
                return Hexadecimal(text, ref at, 2, result);
            case 'u':
                return Hexadecimal(text, ref at, 4, result);
            case 'U':
                return Hexadecimal(text, ref at, 8, result);
            case 'N':
                return "Characters by name, \\N{...}, are not supported: write the character itself, or \\u and its four hexadecimal digits.";
            default:
                result.Append('\\');
                if (char.IsAscii(c))
                    result.Append(c);
                else
                    SpellOut(text, c, ref at, result);
                return null;
        }
    }

    private static string? Hexadecimal(string text, ref int at, int digits, StringBuilder result)
    {
        var form = $"\\{text[at - 1]}{new string('X', digits)}";
        if (at + digits > text.Length
            || !uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return $"Truncated {form} escape: expected {digits} hexadecimal digits.";
        }
        if (code > 0x10ffff)
            return $"Illegal {form} escape: there is no character beyond \\U0010ffff.";
        at += digits;
        // A half of a surrogate pair stays one.
        if (code > 0xffff)
            result.Append(char.ConvertFromUtf32((int)code));
        else
            result.Append((char)code);
        return null;
    }

    // Jinja2 makes escapes of all that is not ASCII before it reads the escapes, so a backslash before such a character turns it into
    // the text of its escape.
    private static void SpellOut(string text, char c, ref int at, StringBuilder result)
    {
        if (char.IsHighSurrogate(c) && at < text.Length && char.IsLowSurrogate(text[at]))
            result.Append(CultureInfo.InvariantCulture, $"U{char.ConvertToUtf32(c, text[at++]):x8}");
        else if (c > 0xff)
            result.Append(CultureInfo.InvariantCulture, $"u{(int)c:x4}");
        else
            result.Append(CultureInfo.InvariantCulture, $"x{(int)c:x2}");
    }
}
