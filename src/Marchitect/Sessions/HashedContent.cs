using System.Security.Cryptography;

namespace Marchitect;

/// <summary>Hands content on to a stream and knows its hash.</summary>
internal sealed class HashedContent(Stream to, Action<int>? onBytes) : OutputSink
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Bytes { get; private set; }

    /// <summary>SHA-256 in lower-case hexadecimal; known once the content has ended.</summary>
    public string Hash { get; private set; } = "";

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Bytes += bytes.Length;
        _hash.AppendData(bytes.Span);
        await to.WriteAsync(bytes).ConfigureAwait(false);
        onBytes?.Invoke(bytes.Length);
    }

    public override ValueTask EndAsync()
    {
        Hash = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _hash.Dispose();
        return ValueTask.CompletedTask;
    }
}
