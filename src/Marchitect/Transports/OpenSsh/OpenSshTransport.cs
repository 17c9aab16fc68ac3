using System.Globalization;

namespace Marchitect;

/// <summary>
/// SSH by the system's <c>ssh</c> program: everything that the user's ssh_config can do (jump hosts, proxy commands,
/// certificates, hardware keys, Kerberos, agents) works as in their terminal.
/// </summary>
/// <remarks>
/// <para>
/// Each program on the machine is one <c>ssh</c> process with a login of its own; no control socket is used or made. Where neither a
/// password nor a passphrase is given, <c>ssh</c> asks nobody anything (<c>BatchMode</c>). A question about a host key is never answered
/// yes. Port forwardings, X11 and a RemoteCommand of ssh_config are left out; a LocalCommand is run where ssh_config permits it.
/// </para>
/// <para>Needs OpenSSH 8.4 on a POSIX system where a secret is given, else 7.6.</para>
/// </remarks>
public sealed class OpenSshTransport : Transport
{
    /// <summary>Makes a way to a machine.</summary>
    /// <param name="destination">Host name, address without brackets, or alias of ssh_config, e.g. <c>web-1</c>.</param>
    /// <exception cref="ArgumentException">The destination is empty or begins with a hyphen.</exception>
    public OpenSshTransport(string destination)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(destination);
        if (destination.StartsWith('-'))
            throw new ArgumentException($"A destination does not begin with a hyphen: {destination}", nameof(destination));
        Destination = destination;
        Host = destination;
    }

    /// <summary>Host name, address or alias, as <c>ssh</c> is given it.</summary>
    public string Destination { get; }

    /// <inheritdoc/>
    public override string Host { get; }

    /// <inheritdoc/>
    public override string? Address => User is null && Port is null
        ? null
        : $"{(User is null ? "" : $"{User}@")}{(Destination.Contains(':', StringComparison.Ordinal) ? $"[{Destination}]" : Destination)}{(Port is { } port ? $":{port}" : "")}";

    /// <summary>The user to log in as. <value>Default: null, as ssh_config has it, else the user we run as.</value></summary>
    public string? User { get; init; }

    /// <summary>The port. <value>Default: null, as ssh_config has it, else 22.</value></summary>
    public int? Port { get; init; }

    /// <summary>
    /// A private key to log in with, or its public half where the agent or a hardware key holds the private one. Keys of ssh_config are
    /// tried beside it. <value>Default: null.</value>
    /// </summary>
    public string? IdentityFile { get; init => field = value is null ? null : Path.GetFullPath(SshConfig.InHome(value)); }

    /// <summary>The password; also the answer to one password prompt of a keyboard-interactive login. <value>Default: null.</value></summary>
    public string? Password { get; init; }

    /// <summary>The passphrase of <see cref="IdentityFile"/>. <value>Default: null.</value></summary>
    public string? Passphrase { get; init; }

    /// <summary>Which host keys are accepted. <value>Default: null, as ssh_config has it, where "ask" means no.</value></summary>
    public HostKeyPolicy? HostKeys { get; init; }

    /// <summary>The configuration file to use in place of the user's and the system's. <value>Default: null, those two.</value></summary>
    public string? ConfigFile { get; init => field = value is null ? null : Path.GetFullPath(SshConfig.InHome(value)); }

    /// <summary>
    /// How long reaching the host may take. <value>Default: null, the ConnectTimeout of ssh_config, else 15 seconds.</value>
    /// </summary>
    public TimeSpan? ConnectTimeLimit { get; init; }

    /// <summary>
    /// How long everything up to the login may take, a touch on a hardware key and hosts on the way included.
    /// <value>Default: 2 minutes, after which sshd gives up too.</value>
    /// </summary>
    public TimeSpan LoginTimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How often a silent link is asked for life; after three unanswered questions it is lost.
    /// <value>Default: null, the ServerAliveInterval of ssh_config, else 15 seconds.</value>
    /// </summary>
    public TimeSpan? KeepAliveInterval { get; init; }

    /// <summary>The <c>ssh</c> program, by name or path. <value>Default: <c>ssh</c>.</value></summary>
    public string Program { get; init; } = "ssh";

    internal bool HasSecret => Password is not null || Passphrase is not null;

    /// <inheritdoc/>
    /// <remarks>Asks <c>ssh -G</c> for its configuration only; the login comes with the first program that is started.</remarks>
    public override async Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) =>
        new OpenSshConnection(this, await ReadConfigAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Asks <c>ssh</c> what it knows of the host.</summary>
    internal Task<SshConfig> ReadConfigAsync(CancellationToken cancellationToken) =>
        SshConfig.AskAsync(Program, [.. Reach(), "--", Destination], cancellationToken);

    /// <summary>The options of a login.</summary>
    internal IReadOnlyList<string> Arguments(SshConfig config, LoginMark mark)
    {
        List<string> arguments = [.. Reach(), "-T"];
        void Set(string option) => arguments.AddRange(["-o", option]);

        Set("ControlMaster=no");
        Set("ControlPath=none");
        Set("EscapeChar=none");
        Set("RemoteCommand=none");
        // A forwarding would bind its port once for each program; X11 has nobody to look at it.
        Set("ClearAllForwardings=yes");
        Set("ForwardX11=no");
        // What ssh has to say is told in errors; a quieter configuration would leave them without words, a chattier one would mix
        // with the program's stderr.
        Set("LogLevel=INFO");
        Set("PermitLocalCommand=yes");
        Set($"LocalCommand={mark.Command(config.IsYes("permitlocalcommand") ? config.Text("localcommand") : null)}");
        if (ConnectTimeLimit is not null || config.ConnectTimeout is null)
            Set($"ConnectTimeout={Seconds(ConnectTimeLimit ?? TimeSpan.FromSeconds(15))}");
        if (KeepAliveInterval is not null || config.ServerAliveInterval is null)
            Set($"ServerAliveInterval={Seconds(KeepAliveInterval ?? TimeSpan.FromSeconds(15))}");
        if (KeepAliveInterval is not null)
            Set("ServerAliveCountMax=3");
        // A wrong password is sent once: it may be the one attempt before an account is locked.
        Set("NumberOfPasswordPrompts=1");
        Set($"BatchMode={(HasSecret ? "no" : "yes")}");
        if (IdentityFile is not null)
            Set($"IdentityFile=\"{Literal(IdentityFile)}\"");
        if (HostKeys is { } hostKeys)
        {
            Set($"StrictHostKeyChecking={hostKeys.Check switch
            {
                HostKeyCheck.AcceptNew => "accept-new",
                HostKeyCheck.DangerouslyAcceptAny => "no",
                _ => "yes",
            }}");
            // Any key at all is accepted only where no file holds another one.
            var files = hostKeys.Check is HostKeyCheck.DangerouslyAcceptAny ? [] : hostKeys.Paths.ToList();
            Set($"UserKnownHostsFile={(files.Count == 0 ? "/dev/null" : string.Join(' ', files.Select(file => $"\"{Literal(file)}\"")))}");
            Set("GlobalKnownHostsFile=/dev/null");
            Set($"HashKnownHosts={(hostKeys.HashNewNames ? "yes" : "no")}");
            if (hostKeys.Alias is { } alias)
                Set($"HostKeyAlias={alias}");
        }
        return arguments;
    }

    // What decides on where the login goes, and so on what ssh_config says of it.
    private IEnumerable<string> Reach()
    {
        if (ConfigFile is not null)
            yield return $"-F{ConfigFile}";
        if (User is not null)
            yield return $"-l{User}";
        if (Port is { } port)
            yield return $"-p{port.ToString(CultureInfo.InvariantCulture)}";
    }

    // ssh expands % in paths.
    private static string Literal(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    private static string Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
