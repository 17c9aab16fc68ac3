namespace Marchitect;

/// <summary>Decides on the key that a host shows, by its policy and the known-hosts files, as <c>ssh</c> would.</summary>
/// <param name="policy">The files, and what is done about unknown keys.</param>
/// <param name="host">The address that is connected to, without brackets.</param>
/// <param name="port">Its port.</param>
internal sealed class HostKeyVerifier(HostKeyPolicy policy, string host, int port)
{
    private readonly string _name = policy.Alias is { } alias ? HostNamePattern.NameOf(alias, 22) : HostNamePattern.NameOf(host, port);

    /// <summary>
    /// Types of the keys known for this host, e.g. <c>ssh-ed25519</c>, in the order of the files. A transport offers their algorithms
    /// first, else a host with several keys might show one that is not known.
    /// </summary>
    public IReadOnlyList<string> KnownKeyTypes() =>
        [.. Look().Lines.Where(l => l.Marker is KnownHostsMarker.HostKey).Select(l => l.Key.Type).Distinct()];

    /// <summary>Whether the host has no key of its own in the files, and a certificate authority vouches for it.</summary>
    public bool IsKnownByAuthorityOnly()
    {
        var lines = Look().Lines;
        return lines.Any(l => l.Marker is KnownHostsMarker.CertificateAuthority) && !lines.Any(l => l.Marker is KnownHostsMarker.HostKey);
    }

    /// <summary>Decides on a key. Under <see cref="HostKeyCheck.AcceptNew"/> a new one is written down first.</summary>
    /// <param name="keyType">What was negotiated, e.g. <c>rsa-sha2-512</c>; told where the key itself is unreadable.</param>
    /// <param name="keyBlob">The key in its wire form.</param>
    /// <returns>Null where the key is accepted, else the error to end the connection with.</returns>
    public HostKeyException? Verify(string keyType, ReadOnlySpan<byte> keyBlob)
    {
        if (HostKey.Read(keyBlob) is not { } key)
            return new(HostKeyProblem.Unknown, $"{_name} showed a host key ({keyType}) that cannot be read.");
        var known = Look();
        var refusal = Decide(key, known);
        return refusal?.Problem is HostKeyProblem.Unknown && policy.Check is HostKeyCheck.AcceptNew && known.IsNew
            ? Remember(key, refusal)
            : refusal;
    }

    private HostKeyException? Decide(HostKey key, Known known)
    {
        if (known.Lines.FirstOrDefault(l => l.Marker is KnownHostsMarker.Revoked && l.Key.Is(key)) is { } revoked)
            return Revoked(key, revoked);
        if (policy.Check is HostKeyCheck.DangerouslyAcceptAny)
            return null;
        var own = known.Lines.Where(l => l.Marker is KnownHostsMarker.HostKey).ToList();
        if (own.Any(l => l.Key.Is(key)) || known.BesidePort.Any(l => l.Key.Is(key)))
            return null;
        if (own.FirstOrDefault(l => l.Key.Type == key.Type) is { } old)
            return Changed(key, old);
        var authority = known.Lines.FirstOrDefault(l => l.Marker is KnownHostsMarker.CertificateAuthority);
        if (key.IsCertificate || (own.Count == 0 && authority is not null))
            return ByAuthorityOnly(key, authority);
        return own.Count > 0 ? OfAnotherType(key, own[0], known) : Unknown(key, known);
    }

    private HostKeyException? Remember(HostKey key, HostKeyException refusal)
    {
        var path = policy.Paths.FirstOrDefault();
        if (path is null)
            return new(HostKeyProblem.Unknown, $"the host key of {_name} is new, and there is no known-hosts file to write it to.",
                "Name a known-hosts file in the host key policy.") { KeyType = key.Type, Fingerprint = key.Fingerprint };
        try
        {
            HostKeyException? meanwhile = null;
            var line = $"{(policy.HashNewNames ? HostNamePattern.Hashed(_name) : _name)} {key.Type} {Convert.ToBase64String(key.Blob)}";
            KnownHostsFile.Append(path, line, lines =>
            {
                var known = new Known([.. lines.Where(l => l.Covers(_name))], [], refusal.LookedIn);
                meanwhile = Decide(key, known);
                return meanwhile is not null && known.IsNew;
            });
            // Still unknown and no line about it: it was added. Accepted by now: another connection added this very key.
            return meanwhile is { Problem: not HostKeyProblem.Unknown } or { File: not null } ? meanwhile : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(HostKeyProblem.Unknown, $"the host key of {_name} is new, and could not be written to {path}: {e.Message}",
                $"Make {path} writable, or name another known-hosts file: a key that is not remembered protects no later connection.", e)
            {
                KeyType = key.Type,
                Fingerprint = key.Fingerprint,
            };
        }
    }

    private Known Look()
    {
        var lines = new List<KnownHostsLine>();
        var besidePort = new List<KnownHostsLine>();
        var lookedIn = new List<string>();
        // ssh takes a key written down for the bare host for its other ports too, where it is the very same key.
        var bare = policy.Alias is null && port != 22 ? HostNamePattern.NameOf(host, 22) : null;
        foreach (var path in policy.Paths)
        {
            var (all, problem) = KnownHostsFile.Read(path);
            lookedIn.Add(problem is null ? path : $"{path} ({problem})");
            lines.AddRange(all.Where(l => l.Covers(_name)));
            if (bare is not null)
                besidePort.AddRange(all.Where(l => l.Marker is KnownHostsMarker.HostKey && l.Covers(bare)));
        }
        return new(lines, besidePort, lookedIn);
    }

    private HostKeyException Unknown(HostKey key, Known known) => new(
        HostKeyProblem.Unknown,
        $"the host key of {_name} is not known.",
        $"""
        Compare the fingerprint with the machine's own: ssh-keygen -lf /etc/ssh/{FileOf(key)} there tells it. If they agree, accept it by
        connecting once with 'ssh {SshArguments}', with 'ssh-keyscan {ScanArguments} >> {FirstFile}', or by HostKeyCheck.AcceptNew (accept-new).
        """)
    {
        KeyType = key.Type,
        Fingerprint = key.Fingerprint,
        LookedIn = known.LookedIn,
    };

    private HostKeyException OfAnotherType(HostKey key, KnownHostsLine other, Known known) => new(
        HostKeyProblem.Unknown,
        $"the {key.Type} host key of {_name} is not known, only one of type {other.Key.Type} is.",
        $"""
        A host of which a key is known is not new, so accept-new does not accept this one: someone may be in between. If the machine is
        the right one (ssh-keygen -lf /etc/ssh/{FileOf(key)} there tells the same fingerprint), add it: ssh-keyscan {ScanArguments} >> {FirstFile}
        """)
    {
        KeyType = key.Type,
        Fingerprint = key.Fingerprint,
        File = other.File,
        Line = other.Number,
        KnownFingerprint = other.Key.Fingerprint,
        LookedIn = known.LookedIn,
    };

    private HostKeyException Changed(HostKey key, KnownHostsLine old) => new(
        HostKeyProblem.Changed,
        $"the host key of {_name} has changed.",
        $"""
        Someone may be in between, reading and changing what is sent; or the machine was set up anew. Ask who runs it, and compare the
        fingerprint with ssh-keygen -lf /etc/ssh/{FileOf(key)} there. If the new key is right, forget the old one:
        ssh-keygen -R {Shell.Quote(_name)} -f {Shell.Quote(old.File)}
        """)
    {
        KeyType = key.Type,
        Fingerprint = key.Fingerprint,
        File = old.File,
        Line = old.Number,
        KnownFingerprint = old.Key.Fingerprint,
    };

    private HostKeyException Revoked(HostKey key, KnownHostsLine revoked) => new(
        HostKeyProblem.Revoked,
        $"{_name} showed a host key that is marked as revoked.",
        "Whoever holds a revoked key may pose as this host. Have the machine given a new host key, and ask who revoked this one.")
    {
        KeyType = key.Type,
        Fingerprint = key.Fingerprint,
        File = revoked.File,
        Line = revoked.Number,
    };

    private HostKeyException ByAuthorityOnly(HostKey key, KnownHostsLine? authority) => new(
        HostKeyProblem.CertificateAuthority,
        $"only a certificate authority vouches for {_name}, and the built-in SSH transport does not check certificates of hosts.",
        "Use the transport that runs the system's ssh (OpenSshTransport), which does, or write down the host's own key.")
    {
        KeyType = key.Type,
        Fingerprint = key.Fingerprint,
        File = authority?.File,
        Line = authority?.Number,
        KnownFingerprint = authority?.Key.Fingerprint,
    };

    private string FirstFile => policy.Paths.FirstOrDefault() is { } first ? Shell.Quote(first) : "known_hosts";

    private string SshArguments => port == 22 ? Shell.Quote(host) : $"-p {port} {Shell.Quote(host)}";

    private string ScanArguments => port == 22 ? $"-- {Shell.Quote(host)}" : $"-p {port} -- {Shell.Quote(host)}";

    private static string FileOf(HostKey key) => key.Type switch
    {
        "ssh-ed25519" => "ssh_host_ed25519_key.pub",
        "ssh-rsa" => "ssh_host_rsa_key.pub",
        _ when key.Type.StartsWith("ecdsa-", StringComparison.Ordinal) => "ssh_host_ecdsa_key.pub",
        _ => "ssh_host_*_key.pub",
    };

    /// <summary>What the files say of this host.</summary>
    /// <param name="Lines">Lines that cover its name.</param>
    /// <param name="BesidePort">Host keys written down for its address without a port.</param>
    /// <param name="LookedIn">The files, each with what kept it from being read.</param>
    private sealed record Known(IReadOnlyList<KnownHostsLine> Lines, IReadOnlyList<KnownHostsLine> BesidePort, IReadOnlyList<string> LookedIn)
    {
        /// <summary>Whether nothing at all vouches for the host yet. Keys revoked for it make it no less new.</summary>
        public bool IsNew => Lines.All(l => l.Marker is KnownHostsMarker.Revoked);
    }
}
