using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Marchitect;

/// <summary>The forms in which a secret shows: as it is, line by line, quoted and encoded as programs do it.</summary>
internal static class SecretForms
{
    /// <summary>What has fewer characters is found in too many other texts to be replaced within them.</summary>
    public const int LeastLength = 4;

    private const string Unreserved = "-_.~";

    // What encoders leave as it is beside letters and digits: RFC 3986; Python's quote; JavaScript's encodeURIComponent and encodeURI; HTML forms, without
    // and with the tilde that Java encodes.
    private static readonly string[] PercentKept =
        [Unreserved, $"{Unreserved}/", $"{Unreserved}!*'()", $"{Unreserved}!*'();,/?:@&=+$#", "-_.*", "-_."];

    // base64(1) breaks at 76 columns, openssl and PEM files at 64.
    private static readonly int[] Base64Widths = [64, 76];

    private const int HexWidth = 60; // xxd -p

    /// <summary>The forms of a secret that are replaced wherever they stand.</summary>
    public static IEnumerable<string> Of(string secret) => Texts(secret)
        .SelectMany(text => text.Contains('\n', StringComparison.Ordinal) ? (string[])[text, .. Lines(text)] : [text])
        .Where(IsLong).Distinct(StringComparer.Ordinal)
        .SelectMany(text => Escaped(text).Concat(Base64(text)).Concat(Hex(text)))
        // What is encoded may still have lines, and output comes by lines.
        .SelectMany(form => form.Contains('\n', StringComparison.Ordinal) ? (string[])[form, .. Lines(form)] : [form])
        .Where(form => form.Length >= LeastLength);

    /// <summary>The forms of a very short secret, and short lines of a long one, which are replaced where they stand as words of their own.</summary>
    public static IEnumerable<string> WordsOf(string secret) =>
        Texts(secret).SelectMany(text => text.Contains('\n', StringComparison.Ordinal) ? (string[])[text, .. ShortLines(text)] : [text]).Where(text => !IsLong(text) && !string.IsNullOrWhiteSpace(text)).SelectMany(Escaped).Where(form => !string.IsNullOrWhiteSpace(form));

    private static bool IsLong(string text) => text.AsSpan().Trim().Length >= LeastLength;

    // The shell drops newlines at an end, and many a program white space.
    private static IEnumerable<string> Texts(string secret) =>
        new[] { secret, secret.ReplaceLineEndings("\n"), secret.TrimEnd('\r', '\n'), secret.ReplaceLineEndings("\n").TrimEnd('\n'), secret.Trim() }.Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string text) => text.Split('\n').SelectMany(line => new[] { line.TrimEnd('\r'), line.Trim() }).Where(IsLong);

    // A brace or a dash alone tells nothing of a secret, and stands everywhere.
    private static IEnumerable<string> ShortLines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Count(char.IsLetterOrDigit) > 1);

    private static IEnumerable<string> Escaped(string text) => Quoted(text).Prepend(text).Concat(Json(text)).Concat(Html(text)).Concat(Percent(text));

    private static IEnumerable<string> Quoted(string text)
    {
        // As one word, and as a part of one.
        foreach (var single in new[] { "'\\''", "'\"'\"'" })
        {
            var inner = text.Replace("'", single, StringComparison.Ordinal);
            yield return inner;
            // Quotes around what needs none may be the program's own.
            if (inner != text)
                yield return $"'{inner}'";
        }
        yield return Backslashed(text, "\"\\$`");
        // printf %q of several shells: they differ in what they take for special.
        foreach (var special in new[] { " \t!\"$&'()*;<>?[\\]^`{|}", " \t!\"$&'()*,;<>?[\\]^`{|}", " \t!\"#$&'()*;<>?[\\]^`{|}~", " \t!\"#$&'()*,;<>?[\\]^`{|}~=%" })
            yield return Backslashed(text, special);
        var dollar = string.Concat(text.Select(c => c switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\'' or '\\' => $"\\{c}",
            _ => c.ToString(),
        }));
        yield return dollar;
        if (dollar != text)
            yield return $"$'{dollar}'";
        // In the locale C bash knows no letters beyond ASCII.
        var octal = string.Concat(Encoding.UTF8.GetBytes(dollar).Select(each => each < 0x80 ? ((char)each).ToString() : $"\\{Convert.ToString(each, 8)}"));
        yield return octal;
        if (octal != text)
            yield return $"$'{octal}'";
        yield return dollar.Replace("\"", "\\\"", StringComparison.Ordinal);
    }

    private static string Backslashed(string text, string special) =>
        string.Concat(text.Select(c => special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));

    private static IEnumerable<string> Json(string text)
    {
        yield return JavaScriptEncoder.Default.Encode(text);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        foreach (var escapesSlash in new[] { false, true })
        {
            foreach (var hex in new[] { "x4", "X4" })
            {
                yield return Json(text, static c => false, hex, escapesSlash);
                yield return Json(text, static c => c > '~', hex, escapesSlash);
                yield return Json(text, static c => c is '<' or '>' or '&' or '\u2028' or '\u2029', hex, escapesSlash);
                yield return Json(text, static c => c > '~' || "\"&'+<>`".Contains(c, StringComparison.Ordinal), hex, escapesSlash);
            }
        }
    }

    private static string Json(string text, Func<char, bool> isByNumber, string hex, bool escapesSlash) => string.Concat(text.Select(c => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        '/' when escapesSlash => "\\/",
        _ when isByNumber(c) || c < ' ' => $"\\u{((int)c).ToString(hex, CultureInfo.InvariantCulture)}",
        '"' or '\\' => $"\\{c}",
        _ => c.ToString(),
    }));

    private static IEnumerable<string> Html(string text)
    {
        yield return WebUtility.HtmlEncode(text);
        yield return HtmlEncoder.Default.Encode(text);
        foreach (var quote in new[] { "\"", "&quot;", "&#34;", "&#x22;" })
        {
            foreach (var apostrophe in new[] { "'", "&#39;", "&#x27;", "&apos;" })
            {
                var escaped = text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace("\"", quote, StringComparison.Ordinal).Replace("'", apostrophe, StringComparison.Ordinal);
                yield return escaped;
                yield return escaped.Replace(">", "&gt;", StringComparison.Ordinal);
                // In an attribute of XML.
                if (escaped.Contains('\n', StringComparison.Ordinal))
                    yield return escaped.Replace(">", "&gt;", StringComparison.Ordinal).Replace("\n", "&#10;", StringComparison.Ordinal);
                if (escaped.Contains('\n', StringComparison.Ordinal))
                    yield return escaped.Replace(">", "&gt;", StringComparison.Ordinal).Replace("\n", "&#xA;", StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> Percent(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var hex in new[] { "X2", "x2" })
        {
            foreach (var kept in PercentKept)
            {
                yield return Percent(bytes, kept, hex, "%20");
                yield return Percent(bytes, kept, hex, "+");
            }
            if (IsLong(text))
                yield return string.Concat(bytes.Select(each => $"%{each.ToString(hex, CultureInfo.InvariantCulture)}"));
        }
    }

    private static string Percent(byte[] bytes, string kept, string hex, string space) => string.Concat(bytes.Select(each => (char)each switch
    {
        ' ' => space,
        var c when char.IsAsciiLetterOrDigit(c) || kept.Contains(c, StringComparison.Ordinal) => c.ToString(),
        _ => $"%{each.ToString(hex, CultureInfo.InvariantCulture)}",
    }));

    private static IEnumerable<string> Hex(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var hex = Convert.ToHexStringLower(bytes);
        foreach (var piece in hex.Length > HexWidth ? hex.Chunk(HexWidth).Select(chunk => new string(chunk)).Where(chunk => chunk.Length >= 2 * LeastLength).Prepend(hex) : [hex])
        {
            yield return piece;
            yield return piece.ToUpperInvariant();
        }
    }

    private static IEnumerable<string> Base64(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Whole(bytes)
            // Within something longer: the characters that hang on nothing else, for each place that it may have in a group of three bytes.
            .Concat(Enumerable.Range(0, 3).Select(before => Within(bytes, before)))
            .Concat(Base64Widths.SelectMany(width => Wrapped(bytes, width)))
            .Distinct(StringComparer.Ordinal)
            .SelectMany(form => new[] { form, form.Replace('+', '-').Replace('/', '_') });
    }

    private static IEnumerable<string> Whole(byte[] bytes)
    {
        var form = Convert.ToBase64String(bytes);
        return [form, form.TrimEnd('=')];
    }

    private static string Within(ReadOnlySpan<byte> bytes, int before)
    {
        var padded = new byte[before + bytes.Length];
        bytes.CopyTo(padded.AsSpan(before));
        var first = ((before * 8) + 5) / 6;
        return Convert.ToBase64String(padded)[first..(padded.Length * 8 / 6)];
    }

    private static IEnumerable<string> Wrapped(byte[] bytes, int width)
    {
        var chunks = bytes.Chunk(width / 4 * 3).ToArray();
        // Where something follows, be it a newline, the last line ends otherwise.
        return chunks.Length == 1 ? [] : chunks.SelectMany(chunk => Whole(chunk).Append(Within(chunk, 0)));
    }
}
