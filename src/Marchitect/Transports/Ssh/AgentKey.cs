using Renci.SshNet.Security;

namespace Marchitect;

/// <summary>A key that never leaves its agent.</summary>
internal sealed class AgentKey(SshAgent agent, HostKey key) : HostAlgorithm(AlgorithmOf(key.Type))
{
    private const uint RsaSha256 = 2;

    public override byte[] Data => key.Blob;

    public override byte[] Sign(byte[] data) =>
        agent.Sign(key.Blob, data, Name.StartsWith("rsa-sha2-256", StringComparison.Ordinal) ? RsaSha256 : 0);

    public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException("keys of an agent sign only");

    // RSA keys are named after their type but sign by a hash that the name does not tell (RFC 8332).
    private static string AlgorithmOf(string type) => type switch
    {
        "ssh-rsa" => "rsa-sha2-256",
        "ssh-rsa-cert-v01@openssh.com" => "rsa-sha2-256-cert-v01@openssh.com",
        _ => type,
    };
}
