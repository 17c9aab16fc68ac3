using System.Text;

namespace Marchitect;

/// <summary>What is to be known of a text in UTF-8 before it is parsed.</summary>
internal static class Utf8Text
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text without the byte order mark that some editors begin it with.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith(Mark) ? text[Mark.Length..] : text;

    /// <summary>The line, from 1, of the first byte that is no UTF-8.</summary>
    public static int FirstWrongLine(ReadOnlySpan<byte> text)
    {
        var line = 1;
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            if (rune.Value == '\n')
                line++;
            text = text[length..];
        }
        return line;
    }
}
