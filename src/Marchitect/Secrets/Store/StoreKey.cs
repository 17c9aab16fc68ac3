using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>The keys of one file of secrets: derived once, for they are slow to derive by design.</summary>
internal sealed class StoreKey : IDisposable
{
    /// <summary>The function that derives them, by name.</summary>
    public const string Function = "PBKDF2-HMAC-SHA512";

    /// <summary>The iterations of a new file.</summary>
    public const int DefaultIterations = 600_000;

    /// <summary>What OWASP's Password Storage Cheat Sheet asks for with SHA-512, at least.</summary>
    public const int FewestIterations = 210_000;

    /// <summary>Ten seconds or so: a file cannot make its reader hang.</summary>
    public const int MostIterations = 10_000_000;

    /// <summary>Bytes of the salt.</summary>
    public const int SaltBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // One block of SHA-512: whoever guesses passwords saves nothing by asking for half of it.
    private readonly byte[] _keys;

    private StoreKey(byte[] keys) => _keys = keys;

    private ReadOnlySpan<byte> CipherKey => _keys.AsSpan(0, 32);

    private ReadOnlySpan<byte> SealKey => _keys.AsSpan(32);

    /// <summary>Derives the keys from a password.</summary>
    public static StoreKey Derive(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return new(Rfc2898DeriveBytes.Pbkdf2(bytes, salt, iterations, HashAlgorithmName.SHA512, 64));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Sixteen bytes that only these keys give: they tell a wrong password from an altered file.</summary>
    public byte[] Check() => HMACSHA256.HashData(SealKey, "marchitect-secrets check"u8)[..16];

    /// <summary>Seals all that stands before the seal.</summary>
    public byte[] Seal(ReadOnlySpan<byte> text) => HMACSHA256.HashData(SealKey, text);

    /// <summary>Encrypts a text by AES-256-GCM.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bound">What the result belongs to and is not decrypted without.</param>
    /// <returns>Nonce, encrypted text and tag.</returns>
    public byte[] Encrypt(string text, ReadOnlySpan<byte> bound)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var result = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(CipherKey, TagBytes);
        aes.Encrypt(result.AsSpan(0, NonceBytes), plain, result.AsSpan(NonceBytes, plain.Length), result.AsSpan(NonceBytes + plain.Length), bound);
        CryptographicOperations.ZeroMemory(plain);
        return result;
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> gave; null where it, or what it is bound to, is another.</summary>
    public string? Decrypt(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> bound)
    {
        if (encrypted.Length < NonceBytes + TagBytes)
            return null;
        var plain = new byte[encrypted.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(CipherKey, TagBytes);
            aes.Decrypt(encrypted[..NonceBytes], encrypted[NonceBytes..^TagBytes], encrypted[^TagBytes..], plain, bound);
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
