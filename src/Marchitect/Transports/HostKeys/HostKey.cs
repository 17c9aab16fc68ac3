using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>A public key of a host in its wire form, which begins with its type (RFC 4253 section 6.6).</summary>
/// <param name="Type">e.g. <c>ssh-ed25519</c>; for every RSA signature algorithm <c>ssh-rsa</c>.</param>
/// <param name="Blob">The wire form.</param>
internal readonly record struct HostKey(string Type, byte[] Blob)
{
    /// <summary>SHA-256 in base64 without padding, as <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Blob)).TrimEnd('=')}";

    /// <summary>Whether it is a certificate and not a bare key.</summary>
    public bool IsCertificate => Type.Contains("-cert-v0", StringComparison.Ordinal);

    /// <summary>Reads the wire form; null where it does not begin with a type.</summary>
    public static HostKey? Read(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < 4)
            return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
        if (length is 0 or > 64 || length + 4 >= blob.Length)
            return null;
        var type = blob.Slice(4, (int)length);
        foreach (var b in type)
        {
            if (b is <= 0x20 or >= 0x7f)
                return null;
        }
        return new(Encoding.ASCII.GetString(type), blob.ToArray());
    }

    /// <summary>Whether both are the same key.</summary>
    public bool Is(HostKey other) => Blob.AsSpan().SequenceEqual(other.Blob);
}
