using System.Text;

namespace Marchitect;

/// <summary>What a command wrote on one of its output streams, byte for byte.</summary>
/// <param name="Bytes">The bytes.</param>
public readonly record struct CommandOutput(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The bytes as UTF-8 text; what is not UTF-8 becomes U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The text without white space at both ends: most often what one wants of a command.</summary>
    public string Trimmed => Text.Trim();

    /// <summary>The lines of the text, without their line ends; an empty output has none.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var text = Text.ReplaceLineEndings("\n");
            return text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        }
    }

    /// <summary>The text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
