namespace Marchitect;

/// <summary>Turns what the command line names into ways to reach it.</summary>
internal static class TargetReach
{
    /// <summary>The transport for a target, with what the command line says of logging in.</summary>
    public static Transport For(TargetAddress target, RunRequest request, string? password, string? passphrase) => target.Kind switch
    {
        TargetKind.Local => new LocalTransport(),
        TargetKind.Docker or TargetKind.Podman =>
            new CommandTransport([target.Kind == TargetKind.Docker ? "docker" : "podman", "exec", "-i", target.Host], target.ToString()),
        TargetKind.Chroot => new CommandTransport(["chroot", target.Host], target.ToString()),
        _ => new SshTransport(new SshEndpoint
        {
            Host = target.Host,
            Port = target.Port ?? 22,
            User = target.User ?? Environment.UserName,
            Credentials = [.. Keys(request, passphrase), .. password is null ? [] : (SshCredential[])[SshCredential.Password(password)]],
            HostKeys = HostKeys(request),
        }),
    };

    // A key that is named is the one that is meant, as with IdentitiesOnly in ssh_config(5): a server counts every try.
    private static IEnumerable<SshCredential> Keys(RunRequest request, string? passphrase) => request.Identities.Count > 0
        ? request.Identities.Select(identity => SshCredential.PrivateKeyFile(identity, passphrase))
        : [SshCredential.Agent(), SshCredential.DefaultIdentityFiles()];

    private static HostKeyPolicy HostKeys(RunRequest request)
    {
        var policy = new HostKeyPolicy { Check = request.HostKeyCheck ?? HostKeyCheck.Strict };
        return request.KnownHosts is { } file ? policy with { KnownHostsFiles = [file] } : policy;
    }
}
