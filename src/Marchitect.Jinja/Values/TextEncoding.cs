using System.Text;

namespace Marchitect.Jinja;

/// <summary>Text to bytes and back, by the encodings of Python that templates use: UTF-8, ASCII, Latin-1 and UTF-16.</summary>
internal static class TextEncoding
{
    public static byte[] Encode(string text, string encoding, string errors)
    {
        var (name, limit) = Named(encoding);
        var bytes = new List<byte>(text.Length);
        var big = name == "utf-16-be";
        if (name == "utf-16")
            bytes.AddRange([0xFF, 0xFE]);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = Rune.TryGetRuneAt(text, i, out var rune);
            var scalar = isPair ? rune.Value : text[i];
            if (limit == 0 && !isPair || limit > 0 && scalar >= limit)
                Replace(scalar, errors, encoding, bytes);
            else if (limit > 0)
                bytes.Add((byte)scalar);
            else if (name == "utf-8")
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
            else
                bytes.AddRange((big ? Encoding.BigEndianUnicode : Encoding.Unicode).GetBytes(rune.ToString()));
            if (isPair && rune.Utf16SequenceLength == 2)
                i++;
        }
        return [.. bytes];
    }

    public static string Decode(byte[] bytes, string encoding, string errors)
    {
        var (name, limit) = Named(encoding);
        if (errors is not ("strict" or "ignore" or "replace"))
            throw Fail.Runtime($"unknown error handler name '{errors}'");
        DecoderFallback fallback = errors == "strict" ? DecoderFallback.ExceptionFallback : new DecoderReplacementFallback(errors == "replace" ? "\uFFFD" : "");
        if (limit > 0)
            return Narrow(bytes, limit, errors, encoding);
        var coder = name switch
        {
            "utf-8" => Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, fallback),
            "utf-16-be" => Encoding.GetEncoding("utf-16BE", EncoderFallback.ExceptionFallback, fallback),
            _ => Encoding.GetEncoding("utf-16", EncoderFallback.ExceptionFallback, fallback),
        };
        var from = name == "utf-16" && bytes is [0xFF, 0xFE, ..] ? bytes.AsSpan(2) : bytes;
        try
        {
            return coder.GetString(from);
        }
        catch (DecoderFallbackException)
        {
            throw Fail.Value($"'{encoding}' codec can't decode these bytes");
        }
    }

    private static string Narrow(byte[] bytes, int limit, string errors, string encoding)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            if (b < limit)
                text.Append((char)b);
            else if (errors == "replace")
                text.Append('\uFFFD');
            else if (errors == "strict")
                throw Fail.Value($"'{encoding}' codec can't decode byte 0x{b:x2}");
        }
        return text.ToString();
    }

    private static void Replace(int scalar, string errors, string encoding, List<byte> bytes)
    {
        var text = errors switch
        {
            "strict" => throw Fail.Value($"'{encoding}' codec can't encode character U+{scalar:X4}"),
            "ignore" => "",
            "replace" => "?",
            "xmlcharrefreplace" => $"&#{scalar};",
            "backslashreplace" => scalar < 0x100 ? $"\\x{scalar:x2}" : scalar < 0x10000 ? $"\\u{scalar:x4}" : $"\\U{scalar:x8}",
            _ => throw Fail.Runtime($"unknown error handler name '{errors}'"),
        };
        bytes.AddRange(Encoding.ASCII.GetBytes(text));
    }

    // The name, and below which code point all can be written where not all can.
    private static (string Name, int Limit) Named(string encoding)
    {
        var plain = string.Concat(encoding.Where(static c => c is not ('-' or '_' or ' '))).ToUpperInvariant();
        return plain switch
        {
            "UTF8" or "U8" or "UTF" or "CP65001" => ("utf-8", 0),
            "ASCII" or "USASCII" or "646" => ("ascii", 128),
            "LATIN1" or "LATIN" or "L1" or "ISO88591" or "88591" or "CP819" => ("latin-1", 256),
            "UTF16" or "U16" => ("utf-16", 0),
            "UTF16LE" => ("utf-16-le", 0),
            "UTF16BE" => ("utf-16-be", 0),
            _ => throw Fail.Runtime($"unknown encoding: {encoding}"),
        };
    }
}
