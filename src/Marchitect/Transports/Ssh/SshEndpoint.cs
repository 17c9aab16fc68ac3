namespace Marchitect;

/// <summary>Where an SSH server is, as whom to log in, and how patient to be.</summary>
public sealed record SshEndpoint
{
    /// <summary>The machine as its user calls it, e.g. <c>web-3</c>; errors and reports use it.</summary>
    public required string Host { get; init; }

    /// <summary>Name or address to connect to, e.g. <c>10.0.4.7</c> or <c>fe80::1</c>, without brackets. <value>Default: <see cref="Host"/>.</value></summary>
    public string? HostName { get; init; }

    /// <summary>The port. <value>Default: 22.</value></summary>
    public int Port { get; init; } = 22;

    /// <summary>The user to log in as.</summary>
    public required string User { get; init; }

    /// <summary>
    /// Ways to log in, tried in order until one is let in. <value>Default: the agent at <c>SSH_AUTH_SOCK</c>, then the default identity
    /// files, as <c>ssh</c> does.</value>
    /// </summary>
    public IReadOnlyList<SshCredential> Credentials { get; init; } = [SshCredential.Agent(), SshCredential.DefaultIdentityFiles()];

    /// <summary>Which host keys are accepted. <value>Default: those in the user's and the machine's <c>known_hosts</c>.</value></summary>
    public HostKeyPolicy HostKeys { get; init; } = new();

    /// <summary>How long it may take from the first packet until the server has proved its key. <value>Default: 15 seconds.</value></summary>
    public TimeSpan ConnectTimeLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long logging in may take after that. <value>Default: 30 seconds: PAM may ask slow directories.</value></summary>
    public TimeSpan LoginTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to ask the server for a sign of life; <see cref="TimeSpan.Zero"/> for never. <value>Default: 15 seconds.</value></summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After how many intervals of silence the connection counts as lost: between this many and one more. <value>Default: 3.</value>
    /// </summary>
    public int KeepAliveMissedLimit { get; init; } = 3;

    /// <summary>The clock. <value>Default: <see cref="TimeProvider.System"/>.</value></summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal string ConnectTo => HostName ?? Host;

    /// <summary>e.g. <c>deploy@10.0.4.7:22</c> or <c>deploy@[fe80::1]:22</c>.</summary>
    internal string Address => ConnectTo.Contains(':', StringComparison.Ordinal) ? $"{User}@[{ConnectTo}]:{Port}" : $"{User}@{ConnectTo}:{Port}";

    internal Where Where => new(Host, Address);
}
