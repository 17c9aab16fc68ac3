namespace Marchitect;

/// <summary>What a line of a known-hosts file says about its key.</summary>
internal enum KnownHostsMarker
{
    /// <summary>No marker: it is the key of these hosts.</summary>
    HostKey,

    /// <summary><c>@cert-authority</c>: it signs the keys of these hosts.</summary>
    CertificateAuthority,

    /// <summary><c>@revoked</c>: it must not be accepted from these hosts.</summary>
    Revoked,
}
