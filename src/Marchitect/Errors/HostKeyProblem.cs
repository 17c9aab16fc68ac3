namespace Marchitect;

/// <summary>What is wrong with the key a host showed.</summary>
public enum HostKeyProblem
{
    /// <summary>No known-hosts file names this key for this host.</summary>
    Unknown,

    /// <summary>Another key of the same type is written down for this host: it was set up anew, or someone is in between.</summary>
    Changed,

    /// <summary>A <c>@revoked</c> line names this very key.</summary>
    Revoked,

    /// <summary>Only a certificate authority vouches for this host, and this transport does not check certificates of hosts.</summary>
    CertificateAuthority,
}
