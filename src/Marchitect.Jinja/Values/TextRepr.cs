using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Texts in quotes, as Python's <c>repr</c> writes them.</summary>
internal static class TextRepr
{
    public static void Write(string text, TextOutput output) => Write(text, output, onlyAscii: false);

    /// <summary>Writes it, and all that is not ASCII as an escape where wanted, as Python's <c>ascii</c> does.</summary>
    public static void Write(string text, TextOutput output, bool onlyAscii)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        output.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x7F)
            {
                WriteAscii(c, quote, output);
            }
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                if (!onlyAscii && IsPrintable(rune))
                    output.Append(text.AsSpan(i, rune.Utf16SequenceLength));
                else
                    WriteEscape(rune.Value, output);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                WriteEscape(c, output);
            }
        }
        output.Append(quote);
    }

    /// <summary>Writes what is not ASCII as escapes: what Python's <c>ascii</c> does to a <c>repr</c>.</summary>
    public static string Ascii(string repr)
    {
        if (System.Text.Ascii.IsValid(repr))
            return repr;
        using var output = new TextOutput(JinjaLimits.Default.TextLength);
        for (var i = 0; i < repr.Length; i++)
        {
            if (repr[i] < 0x80)
            {
                output.Append(repr[i]);
                continue;
            }
            var isRune = Rune.TryGetRuneAt(repr, i, out var rune);
            WriteEscape(isRune ? rune.Value : repr[i], output);
            if (isRune)
                i += rune.Utf16SequenceLength - 1;
        }
        return output.ToString();
    }

    /// <summary>Writes one character, or byte, within quotes: what is not printable ASCII as an escape.</summary>
    public static void WriteAscii(char c, char quote, TextOutput output)
    {
        switch (c)
        {
            case '\t':
                output.Append("\\t");
                break;
            case '\n':
                output.Append("\\n");
                break;
            case '\r':
                output.Append("\\r");
                break;
            case >= ' ' and < '\u007F':
                if (c == quote || c == '\\')
                    output.Append('\\');
                output.Append(c);
                break;
            default:
                WriteEscape(c, output);
                break;
        }
    }

    /// <summary>Whether Python prints it as it stands (<c>str.isprintable</c>).</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static void WriteEscape(int scalar, TextOutput output)
    {
        var (letter, digits) = scalar < 0x100 ? ('x', 2) : scalar < 0x10000 ? ('u', 4) : ('U', 8);
        output.Append('\\');
        output.Append(letter);
        for (var shift = 4 * (digits - 1); shift >= 0; shift -= 4)
            output.Append("0123456789abcdef"[(scalar >> shift) & 15]);
    }
}
