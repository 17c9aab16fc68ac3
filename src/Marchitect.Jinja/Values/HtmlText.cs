using System.Globalization;
using System.Net;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>The way back from markup to text: entities become characters, tags go.</summary>
internal static class HtmlText
{
    // What HTML understands without the semicolon, for old times' sake.
    private static readonly HashSet<string> Legacy = new(
        ("AElig AMP Aacute Acirc Agrave Aring Atilde Auml COPY Ccedil ETH Eacute Ecirc Egrave Euml GT Iacute Icirc Igrave Iuml LT Ntilde " +
         "Oacute Ocirc Ograve Oslash Otilde Ouml QUOT REG THORN Uacute Ucirc Ugrave Uuml Yacute aacute acirc acute aelig agrave amp aring " +
         "atilde auml brvbar ccedil cedil cent copy curren deg divide eacute ecirc egrave eth euml frac12 frac14 frac34 gt iacute icirc " +
         "iexcl igrave iquest iuml laquo lt macr micro middot nbsp not ntilde oacute ocirc ograve ordf ordm oslash otilde ouml para " +
         "plusmn pound quot raquo reg sect shy sup1 sup2 sup3 szlig thorn times uacute ucirc ugrave uml uuml yacute yen yuml").Split(' '),
        StringComparer.Ordinal);

    // What browsers make of the numbers 0x80 to 0x9F: the characters of Windows-1252.
    private const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Replaces entities by their characters, as Python's <c>html.unescape</c>.</summary>
    public static string Unescape(string text)
    {
        var next = text.IndexOf('&', StringComparison.Ordinal);
        if (next < 0)
            return text;
        var output = new StringBuilder(text.Length);
        var done = 0;
        while (next >= 0)
        {
            output.Append(text, done, next - done);
            done = next + 1 < text.Length && text[next + 1] == '#' ? Numeric(text, next, output) : Named(text, next, output);
            next = done < text.Length ? text.IndexOf('&', done) : -1;
        }
        return output.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Takes away comments and tags, makes every run of blanks one, and replaces entities.</summary>
    public static string StripTags(string text)
    {
        text = Remove(Remove(text, "<!--", "-->"), "<", ">");
        var words = new StringBuilder(text.Length);
        var pending = false;
        foreach (var c in text)
        {
            if (IsSpace(c))
            {
                pending = words.Length > 0;
                continue;
            }
            if (pending)
                words.Append(' ');
            pending = false;
            words.Append(c);
        }
        return Unescape(words.ToString());
    }

    private static string Remove(string text, string open, string close)
    {
        var start = text.IndexOf(open, StringComparison.Ordinal);
        if (start < 0)
            return text;
        var rest = new StringBuilder(text.Length);
        var done = 0;
        while (start >= 0)
        {
            var end = text.IndexOf(close, start + open.Length, StringComparison.Ordinal);
            if (end < 0)
                break;
            rest.Append(text, done, start - done);
            done = end + close.Length;
            start = text.IndexOf(open, done, StringComparison.Ordinal);
        }
        return rest.Append(text, done, text.Length - done).ToString();
    }

    private static int Numeric(string text, int start, StringBuilder output)
    {
        var at = start + 2;
        var hexadecimal = at < text.Length && text[at] is 'x' or 'X';
        if (hexadecimal)
            at++;
        var first = at;
        var number = 0L;
        for (; at < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[at]) : char.IsAsciiDigit(text[at])); at++)
            number = Math.Min(hexadecimal ? number * 16 + Convert.ToInt32(text[at].ToString(), 16) : number * 10 + (text[at] - '0'), 0x110000);
        if (at == first)
        {
            output.Append('&');
            return start + 1;
        }
        if (at < text.Length && text[at] == ';')
            at++;
        output.Append(Character((int)number));
        return at;
    }

    private static string Character(int number) => number switch
    {
        0 or > 0x10FFFF or >= 0xD800 and <= 0xDFFF => "\uFFFD",
        0x0D => "\r",
        >= 0x80 and <= 0x9F => Windows1252[number - 0x80].ToString(),
        // Control characters and what Unicode calls no characters are dropped.
        < 0x09 or 0x0B or 0x0E or (> 0x0E and < 0x20) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) => "",
        _ when (number & 0xFFFE) == 0xFFFE => "",
        _ => char.ConvertFromUtf32(number),
    };

    private static int Named(string text, int start, StringBuilder output)
    {
        var end = start + 1;
        while (end < text.Length && end - start <= 32 && text[end] is not ('\t' or '\n' or '\f' or ' ' or '<' or '&' or '#' or ';'))
            end++;
        var name = text[(start + 1)..end];
        if (end < text.Length && text[end] == ';' && Entity(name) is { } known)
        {
            output.Append(known);
            return end + 1;
        }
        for (var length = name.Length; length > 1; length--)
        {
            if (Legacy.Contains(name[..length]))
            {
                output.Append(Entity(name[..length]));
                return start + 1 + length;
            }
        }
        output.Append('&');
        return start + 1;
    }

    private static string? Entity(string name)
    {
        // The few of the old names in capitals that .NET does not know.
        var asked = name is "AMP" or "COPY" or "GT" or "LT" or "QUOT" or "REG" ? name.ToLower(CultureInfo.InvariantCulture) : name;
        var entity = "&" + asked + ";";
        var text = WebUtility.HtmlDecode(entity);
        return text == entity ? null : text;
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';
}
