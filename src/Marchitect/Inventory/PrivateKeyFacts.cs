using System.Buffers.Binary;
using System.Text;

namespace Marchitect;

/// <summary>What can be told of a private key without opening it.</summary>
/// <param name="IsEncrypted">Whether it needs a passphrase.</param>
/// <param name="IsOnHardware">Whether it is only a handle: the key itself lies on a security key (<c>sk-ssh-ed25519@openssh.com</c>).</param>
internal readonly record struct PrivateKeyFacts(bool IsEncrypted, bool IsOnHardware)
{
    private const string OpenSshBegin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string OpenSshEnd = "-----END OPENSSH PRIVATE KEY-----";

    /// <summary>Reads a file; null where there is none that can be read.</summary>
    public static PrivateKeyFacts? Read(string path)
    {
        try
        {
            // A private key is a few thousand bytes.
            return new FileInfo(path).Length < 1024 * 1024 ? Of(File.ReadAllText(path, Encoding.Latin1)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static PrivateKeyFacts Of(string text)
    {
        var begin = text.IndexOf(OpenSshBegin, StringComparison.Ordinal);
        var end = text.IndexOf(OpenSshEnd, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            // PKCS #8 says it in its first line, the older PEM formats in a header, PuTTY's in a line of its own.
            return new(
                text.Contains("BEGIN ENCRYPTED", StringComparison.Ordinal) || text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)
                || (text.Contains("\nEncryption: ", StringComparison.Ordinal) && !text.Contains("\nEncryption: none", StringComparison.Ordinal)),
                IsOnHardware: false);
        try
        {
            // PROTOCOL.key of OpenSSH: a magic word, then strings: cipher, key derivation, its options, a number, the public key.
            ReadOnlySpan<byte> rest = Convert.FromBase64String(text[(begin + OpenSshBegin.Length)..end]).AsSpan("openssh-key-v1\0".Length);
            var cipher = TakeString(ref rest);
            TakeString(ref rest);
            TakeString(ref rest);
            rest = rest[4..];
            var publicKey = TakeString(ref rest);
            return new(!cipher.SequenceEqual("none"u8), TakeString(ref publicKey).StartsWith("sk-"u8));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            return default;
        }
    }

    private static ReadOnlySpan<byte> TakeString(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(rest);
        var text = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return text;
    }
}
