using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>Content cut into chunks, each behind a line of its length and hash, as <see cref="FileScripts.TakeLarge"/> takes it.</summary>
internal sealed class ChunkedContent(Stream content, int chunkBytes, Action<long>? onBytes)
{
    /// <summary>Bytes of content that have travelled.</summary>
    public long Bytes { get; private set; }

    /// <summary>What ends the content, once all of it has been sent.</summary>
    public byte[] Trailer => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"0\n{Bytes}\nend\n"));

    /// <summary>Reads the next chunk into a buffer of at least the chunk's size.</summary>
    /// <returns>Its length, 0 at the end, and the line that goes before it.</returns>
    public async Task<(int Length, byte[] Line)> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var length = await content.ReadAtLeastAsync(buffer[..chunkBytes], chunkBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var hash = length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(buffer.Span[..length]));
        return (length, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {hash}\n")));
    }

    public void Sent(int bytes)
    {
        Bytes += bytes;
        onBytes?.Invoke(Bytes);
    }

    public int ChunkBytes => chunkBytes;
}
