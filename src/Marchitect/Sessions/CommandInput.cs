using System.Text;

namespace Marchitect;

/// <summary>What a command reads from stdin: bytes, text as UTF-8, a secret, or a stream read to its end.</summary>
public sealed class CommandInput
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private CommandInput(ReadOnlyMemory<byte> bytes, Stream? stream, Secret? secret = null)
    {
        _bytes = bytes;
        Stream = stream;
        Secret = secret;
    }

    internal ReadOnlyMemory<byte> Bytes => Secret is null ? _bytes : Encoding.UTF8.GetBytes(Secret.Reveal());

    internal Secret? Secret { get; }

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

    /// <summary>A secret as UTF-8, as it is: without a line end of its own. It is replaced by <c>***</c> like <see cref="ExecOptions.Secrets"/>.</summary>
    /// <param name="secret">The secret.</param>
    public static implicit operator CommandInput(Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return new(default, null, secret);
    }

    /// <summary>A stream, read to its end as the command takes it. Not disposed.</summary>
    /// <param name="stream">The stream.</param>
    public static implicit operator CommandInput(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(default, stream);
    }
}
