namespace Marchitect;

/// <summary>Finds the way to a machine from its address, as <c>ssh</c> would.</summary>
/// <remarks>
/// Over SSH the answer of <c>ssh -G</c> counts, where there is an <c>ssh</c>: aliases, users, ports, keys and known hosts of
/// ssh_config(5). What the built-in SSH cannot honour (jump hosts, certificates, hardware keys) makes that host use the system's <c>ssh</c>,
/// and the reason is told. Without an <c>ssh</c> the address is taken as it stands. Nothing is connected.
/// </remarks>
public static class TargetResolver
{
    private static readonly TimeSpan ConnectTimeLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    /// <summary>Finds the way to a machine.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="options">What is said about the login; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The way, and why it is the <c>ssh</c> program where it is.</returns>
    /// <exception cref="UnreachableException"><c>ssh</c> does not read its configuration, or an <c>ssh</c> is demanded and there is none.</exception>
    public static Task<ResolvedTarget> ResolveAsync(
        TargetAddress address, LoginOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Kind switch
        {
            TargetKind.Local => Task.FromResult(new ResolvedTarget(address, new LocalTransport())),
            TargetKind.Docker => Task.FromResult(Command(address, "docker", "exec", "-i", address.Host)),
            TargetKind.Podman => Task.FromResult(Command(address, "podman", "exec", "-i", address.Host)),
            TargetKind.Chroot => Task.FromResult(Command(address, "chroot", address.Host)),
            _ => ResolveSshAsync(address, options ?? LoginOptions.Default, "ssh", cancellationToken),
        };
    }

    /// <summary>Finds the way to a machine over SSH by the <c>ssh</c> of that name.</summary>
    internal static async Task<ResolvedTarget> ResolveSshAsync(
        TargetAddress address, LoginOptions options, string program, CancellationToken cancellationToken)
    {
        if (LocalPrograms.Find(program) is null)
            return options.UseSshProgram ? throw ProcessChannel.NotFound(program) : BuiltIn(address, options, SshConfig.Empty);
        var way = Program(address, options, program, SshConfig.Empty);
        var config = await way.ReadConfigAsync(cancellationToken).ConfigureAwait(false);
        var builtIn = BuiltIn(address, options, config);
        var endpoint = ((SshTransport)builtIn.Transport).Endpoint;
        var reason = options.UseSshProgram
            ? "asked for"
            : BuiltInSshLimits.ReasonAgainst(config, options, endpoint.HostKeys, endpoint.ConnectTo, endpoint.Port);
        return reason is null ? builtIn : new(address, Program(address, options, program, config), reason);
    }

    private static ResolvedTarget Command(TargetAddress address, params string[] command) =>
        new(address, new CommandTransport(command, address.ToString()));

    private static ResolvedTarget BuiltIn(TargetAddress address, LoginOptions options, SshConfig config) => new(address, new SshTransport(new()
    {
        Host = address.Host,
        HostName = config.HostName,
        Port = address.Port ?? config.Port ?? 22,
        User = address.User ?? config.User ?? Environment.UserName,
        // Where nothing is there to log in with, the default files are what the error tells about.
        Credentials = [.. Credentials(options, config).DefaultIfEmpty(SshCredential.DefaultIdentityFiles())],
        HostKeys = HostKeys(options, config),
        ConnectTimeLimit = options.ConnectTimeLimit ?? config.ConnectTimeout ?? ConnectTimeLimit,
        KeepAliveInterval = config.ServerAliveInterval ?? KeepAliveInterval,
        KeepAliveMissedLimit = config.ServerAliveInterval is null ? 3 : Math.Max(1, config.ServerAliveCountMax ?? 3),
    }));

    private static OpenSshTransport Program(TargetAddress address, LoginOptions options, string program, SshConfig config) => new(address.Host)
    {
        Program = program,
        User = address.User,
        Port = address.Port,
        IdentityFile = options.IdentityFile,
        Passphrase = options.Passphrase,
        Password = options.Password,
        ConfigFile = options.ConfigFile,
        ConnectTimeLimit = options.ConnectTimeLimit,
        // Where nothing was said beside ssh_config, that is left to ssh itself.
        HostKeys = options is { HostKeyCheck: null, KnownHostsFiles: null } ? null : HostKeys(options, config),
    };

    private static HostKeyPolicy HostKeys(LoginOptions options, SshConfig config)
    {
        var usual = new HostKeyPolicy();
        return usual with
        {
            KnownHostsFiles = options.KnownHostsFiles ?? (config.IsEmpty ? usual.KnownHostsFiles : config.KnownHostsFiles),
            // That changed keys are accepted is said here, by its ugly name, and not by a line in a file from long ago.
            Check = options.HostKeyCheck
                ?? (config.StrictHostKeyChecking is "accept-new" or "false" or "no" or "off" ? HostKeyCheck.AcceptNew : HostKeyCheck.Strict),
            Alias = config.HostKeyAlias,
            HashNewNames = config.HashKnownHosts,
        };
    }

    // A key that is named here comes first: it is the likeliest, and each one before it costs a round trip and one of the attempts that
    // the server allows. Then the order of ssh: the agent, the files of ssh_config, the password.
    private static IEnumerable<SshCredential> Credentials(LoginOptions options, SshConfig config)
    {
        var named = options.IdentityFile is { } path ? SshConfig.InHome(path) : null;
        // Encrypted and without its passphrase, it may still be one of the agent's.
        var isForAgent = named is not null && options.Passphrase is null && PrivateKeyFacts.Read(named) is { IsEncrypted: true };
        if (named is not null && !isForAgent)
            yield return SshCredential.PrivateKeyFile(named, options.Passphrase);
        if (!config.IdentitiesOnly && config.IdentityAgent is not "")
            yield return SshCredential.Agent(config.IdentityAgent);
        if (isForAgent)
            yield return new IdentityFileCredential(named!);
        foreach (var file in config.IdentityFiles)
        {
            if (file != named && PrivateKeyFacts.Read(file) is { } identity)
                yield return identity.IsEncrypted && options is { Passphrase: { } passphrase, IdentityFile: null }
                    ? SshCredential.PrivateKeyFile(file, passphrase)
                    : new IdentityFileCredential(file);
        }
        if (config.IsEmpty && named is null)
            yield return SshCredential.DefaultIdentityFiles();
        if (options.Password is { } password)
            yield return SshCredential.Password(password);
    }
}
