using System.Security.Cryptography;

namespace Marchitect;

/// <summary>AES in counter mode (NIST SP 800-38A, 6.5), which the platform has not: the counter is the whole block, as a big-endian number.</summary>
internal static class AesCounterMode
{
    private const int BlockBytes = 16;

    /// <summary>Encrypts or decrypts in place, which is the same.</summary>
    /// <param name="key">The key.</param>
    /// <param name="firstCounter">The counter of the first block.</param>
    /// <param name="text">The text.</param>
    public static void Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> firstCounter, Span<byte> text)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        // All counters at once: one call for each block costs far more than the cipher.
        var counters = new byte[(text.Length + BlockBytes - 1) / BlockBytes * BlockBytes];
        Span<byte> counter = stackalloc byte[BlockBytes];
        firstCounter.CopyTo(counter);
        for (var at = 0; at < counters.Length; at += BlockBytes)
        {
            counter.CopyTo(counters.AsSpan(at));
            for (var i = BlockBytes - 1; i >= 0 && ++counter[i] == 0; i--)
            {
            }
        }
        aes.EncryptEcb(counters, counters, PaddingMode.None);
        for (var i = 0; i < text.Length; i++)
            text[i] ^= counters[i];
        CryptographicOperations.ZeroMemory(counters);
    }
}
