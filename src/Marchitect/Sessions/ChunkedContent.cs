using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// Content cut into chunks, as <see cref="FileScripts.TakeLarge"/> takes it: a line of the chunk's length, its bytes, a line of its hash; at
/// the end <c>0</c>, the length of all and <c>end</c>, each a line.
/// </summary>
/// <param name="content">The content, read from where it stands.</param>
/// <param name="length">How long it is, or null where that is known at its end only; then it is read ahead, a chunk at a time.</param>
/// <param name="path">What errors call it.</param>
/// <param name="onBytes">Told how many bytes have travelled in all.</param>
internal sealed class ChunkedContent(Stream content, long? length, string path, Action<long>? onBytes)
{
    /// <summary>Each chunk costs the host some forks, so they are large where none has to lie in memory.</summary>
    internal const int ChunkBytes = 64 * 1024 * 1024;

    /// <summary>A chunk of content of unknown length, which has to lie in memory until its length is known.</summary>
    private const int AheadBytes = 2 * 1024 * 1024;

    /// <summary>Hashed and sent while it still is in the processor's cache.</summary>
    private const int PieceBytes = 512 * 1024;

    /// <summary>Bytes of content that have travelled.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes all of it.</summary>
    public async Task WriteAsync(Func<ReadOnlyMemory<byte>, Task> write, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length is null ? AheadBytes : PieceBytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            if (length is { } all)
            {
                while (Bytes < all)
                    await WriteChunkAsync(Math.Min(ChunkBytes, all - Bytes)).ConfigureAwait(false);
            }
            else
            {
                int read;
                while ((read = await ReadAsync(AheadBytes).ConfigureAwait(false)) > 0)
                {
                    await WriteLineAsync(read.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
                    await WritePieceAsync(read).ConfigureAwait(false);
                    await WriteHashAsync().ConfigureAwait(false);
                }
            }
            await WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"0\n{Bytes}\nend")).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        async Task WriteChunkAsync(long bytes)
        {
            await WriteLineAsync(bytes.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
            while (bytes > 0)
            {
                var wanted = (int)Math.Min(PieceBytes, bytes);
                if (await ReadAsync(wanted).ConfigureAwait(false) < wanted)
                    throw new TransferException($"{path} became shorter while it was uploaded.", TransferProblem.ContentMoved, path, "Try again when nothing writes to it.");
                await WritePieceAsync(wanted).ConfigureAwait(false);
                bytes -= wanted;
            }
            await WriteHashAsync().ConfigureAwait(false);
        }

        async Task<int> ReadAsync(int wanted)
        {
            // Content that lies in memory does not look at the token by itself.
            cancellationToken.ThrowIfCancellationRequested();
            return await content.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }

        async Task WritePieceAsync(int bytes)
        {
            hash.AppendData(buffer.AsSpan(0, bytes));
            await write(buffer.AsMemory(0, bytes)).ConfigureAwait(false);
            Bytes += bytes;
            onBytes?.Invoke(Bytes);
        }

        Task WriteHashAsync() => WriteLineAsync(Convert.ToHexStringLower(hash.GetHashAndReset()));

        Task WriteLineAsync(string line) => write(Encoding.ASCII.GetBytes(line + "\n"));
    }
}
