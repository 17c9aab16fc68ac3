using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>HTML made plain text again: without tags, and with the characters that its references stand for.</summary>
internal static class HtmlText
{
    // What browsers take the numbers of Windows' control characters for.
    private const string Windows = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Without comments and tags, with blanks made single spaces, and unescaped.</summary>
    public static string StripTags(string html)
    {
        var text = Without(Without(html, "<!--", "-->"), "<", ">");
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            while (i < text.Length && CodePoint.IsSpace(text[i]))
                i++;
            var start = i;
            while (i < text.Length && !CodePoint.IsSpace(text[i]))
                i++;
            if (i > start)
                plain.Append(plain.Length > 0 ? " " : "").Append(text, start, i - start);
        }
        return Unescape(plain.ToString());
    }

    /// <summary>With HTML 5's character references replaced, as browsers read them: the semicolon may be missing.</summary>
    public static string Unescape(string html)
    {
        if (!html.Contains('&', StringComparison.Ordinal))
            return html;
        var text = new StringBuilder(html.Length);
        for (var i = 0; i < html.Length;)
        {
            if (html[i] != '&')
            {
                text.Append(html[i++]);
                continue;
            }
            i++;
            var length = ReferenceLength(html.AsSpan(i));
            AppendReference(text, html.AsSpan(i, length));
            i += length;
        }
        return text.ToString();
    }

    private static string Without(string text, string open, string close)
    {
        if (!text.Contains(open, StringComparison.Ordinal))
            return text;
        var rest = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf(open, at, StringComparison.Ordinal) is >= 0 and var start && text.IndexOf(close, start + open.Length, StringComparison.Ordinal) is >= 0 and var end)
        {
            rest.Append(text, at, start - at);
            at = end + close.Length;
        }
        return rest.Append(text, at, text.Length - at).ToString();
    }

    // How long a reference may be that begins behind the ampersand; 0 where none does.
    private static int ReferenceLength(ReadOnlySpan<char> text)
    {
        var at = 0;
        if (text is ['#', 'x' or 'X', ..])
        {
            at = 2;
            while (at < text.Length && char.IsAsciiHexDigit(text[at]))
                at++;
            if (at == 2)
                return 0;
        }
        else if (text is ['#', ..])
        {
            at = 1;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at == 1)
                return 0;
        }
        else
        {
            for (var count = 0; count < 32 && at < text.Length && text[at] is not ('\t' or '\n' or '\f' or ' ' or '<' or '&' or '#' or ';'); count++)
                at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            if (at == 0)
                return 0;
        }
        return at < text.Length && text[at] == ';' ? at + 1 : at;
    }

    private static void AppendReference(StringBuilder text, ReadOnlySpan<char> reference)
    {
        if (reference is ['#', ..])
        {
            AppendNumber(text, reference);
            return;
        }
        // The longest name that is one; names of old count without their semicolon.
        for (var length = reference.Length; length > 1; length--)
        {
            if (HtmlEntities.TryGet(reference[..length], out var characters))
            {
                text.Append(characters).Append(reference[length..]);
                return;
            }
        }
        text.Append('&').Append(reference);
    }

    private static void AppendNumber(StringBuilder text, ReadOnlySpan<char> reference)
    {
        var digits = reference.TrimEnd(';');
        var isHex = digits[1] is 'x' or 'X';
        digits = digits[(isHex ? 2 : 1)..].TrimStart('0');
        var number = digits.Length > 8 ? int.MaxValue
            : digits.IsEmpty ? 0
            : int.Parse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture);
        // Eight hexadecimal digits may turn out negative: too large as well.
        if (number is 0 or < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            text.Append('\uFFFD');
        else if (number is >= 0x80 and <= 0x9F)
            text.Append(Windows[number - 0x80]);
        else if (!IsForbidden(number))
            CodePoint.Append(text, number);
    }

    // Control characters and what will never be a character are left out; the carriage return alone is let through.
    private static bool IsForbidden(int number) => number is (> 0 and < 9) or 0xB or (> 0xD and < 0x20) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) || (number & 0xFFFE) == 0xFFFE;
}
