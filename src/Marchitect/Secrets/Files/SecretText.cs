using System.Text;

namespace Marchitect;

/// <summary>Makes the text of a secret from bytes that were read somewhere.</summary>
internal static class SecretText
{
    /// <summary>How large a secret may be: what is larger was hardly meant.</summary>
    public const int LimitBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The text without one last line end, which editors and commands add; null where the bytes are no UTF-8.</summary>
    public static string? From(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (bytes.StartsWith(byteOrderMark))
            bytes = bytes[byteOrderMark.Length..];
        try
        {
            return WithoutLineEnd(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The text without one last line end.</summary>
    public static string WithoutLineEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
