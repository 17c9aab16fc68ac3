using Renci.SshNet;

namespace Marchitect;

/// <summary>What we offer to a server, best first.</summary>
internal static class SshAlgorithms
{
    // Not there: sntrup761 (55 ms of CPU a connection), exchanges with SHA-1, and those of a fixed or negotiated group over
    // 2048 bits, which take longer still.
    private static readonly string[] KeyExchanges =
    [
        "mlkem768x25519-sha256",
        "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256",
        "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521",
        "diffie-hellman-group14-sha256",
        "diffie-hellman-group16-sha512",
        "diffie-hellman-group-exchange-sha256",
    ];

    // AES runs in hardware nearly everywhere; ChaCha20 in software costs five times its CPU. CBC is left out.
    private static readonly string[] Ciphers =
    [
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "aes128-ctr",
        "aes192-ctr",
        "aes256-ctr",
        "chacha20-poly1305@openssh.com",
    ];

    private static readonly string[] Macs =
    [
        "hmac-sha2-256-etm@openssh.com",
        "hmac-sha2-512-etm@openssh.com",
        "hmac-sha2-256",
        "hmac-sha2-512",
        "hmac-sha1-etm@openssh.com",
        "hmac-sha1",
    ];

    private static readonly string[] HostKeys =
    [
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "rsa-sha2-512",
        "rsa-sha2-256",
    ];

    /// <summary>Sets the offers. Types of host keys that are known for the host come first: others would not be recognised.</summary>
    public static void Offer(ConnectionInfo info, IReadOnlyList<string> knownKeyTypes)
    {
        Keep(info.KeyExchangeAlgorithms, KeyExchanges);
        Keep(info.Encryptions, Ciphers);
        Keep(info.HmacAlgorithms, Macs);
        Keep(info.HostKeyAlgorithms, [.. HostKeys.OrderBy(name => knownKeyTypes.Contains(TypeOf(name)) ? 0 : 1)]);
        Keep(info.CompressionAlgorithms, ["none"]);
    }

    private static string TypeOf(string algorithm) => algorithm.StartsWith("rsa-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;

    private static void Keep<T>(IOrderedDictionary<string, T> offered, IReadOnlyList<string> names)
    {
        var known = offered.ToDictionary();
        offered.Clear();
        foreach (var name in names.Where(known.ContainsKey))
            offered.Add(name, known[name]);
    }
}
