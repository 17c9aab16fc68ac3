using System.Text;

namespace Marchitect;

/// <summary>What a command reads from stdin: bytes, text as UTF-8, or a stream read to its end.</summary>
public sealed class CommandInput
{
    private CommandInput(ReadOnlyMemory<byte> bytes, Stream? stream)
    {
        Bytes = bytes;
        Stream = stream;
    }

    internal ReadOnlyMemory<byte> Bytes { get; }

    internal Stream? Stream { get; }

    /// <summary>Bytes as they are.</summary>
    /// <param name="bytes">The bytes; they must not change while the command runs.</param>
    public static implicit operator CommandInput(byte[] bytes) => new(bytes, null);

    /// <summary>Bytes as they are.</summary>
    /// <param name="bytes">The bytes; they must not change while the command runs.</param>
    public static implicit operator CommandInput(ReadOnlyMemory<byte> bytes) => new(bytes, null);

    /// <summary>Text as UTF-8, without a byte order mark.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator CommandInput(string text) => new(Encoding.UTF8.GetBytes(text), null);

    /// <summary>A stream, read to its end as the command takes it. Not disposed.</summary>
    /// <param name="stream">The stream.</param>
    public static implicit operator CommandInput(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(default, stream);
    }
}
