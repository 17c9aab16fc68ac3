namespace Marchitect;

/// <summary>What is said about a login beside the address; all else is as ssh_config has it.</summary>
public sealed record LoginOptions
{
    /// <summary>A private key to log in with; a leading <c>~/</c> is the home of the user we run as. <value>Default: null.</value></summary>
    public string? IdentityFile { get; init; }

    /// <summary>
    /// The passphrase of <see cref="IdentityFile"/>, or where that is null of the encrypted keys that ssh_config names.
    /// <value>Default: null.</value>
    /// </summary>
    public string? Passphrase { get; init; }

    /// <summary>The user's password, tried after agent and keys. <value>Default: null.</value></summary>
    public string? Password { get; init; }

    /// <summary>What is done about host keys. <value>Default: null, the StrictHostKeyChecking of ssh_config, at least
    /// <see cref="Marchitect.HostKeyCheck.AcceptNew"/>, where "ask" is <see cref="Marchitect.HostKeyCheck.Strict"/>.</value></summary>
    public HostKeyCheck? HostKeyCheck { get; init; }

    /// <summary>The known-hosts files, in place of those of ssh_config. <value>Default: null.</value></summary>
    public IReadOnlyList<string>? KnownHostsFiles { get; init; }

    /// <summary>The ssh_config to read in place of the user's and the system's. <value>Default: null.</value></summary>
    public string? ConfigFile { get; init; }

    /// <summary>How long reaching the host may take. <value>Default: null, the ConnectTimeout of ssh_config, else 15 seconds.</value></summary>
    public TimeSpan? ConnectTimeLimit { get; init; }

    /// <summary>Whether the system's <c>ssh</c> is used even where the built-in SSH could do it. <value>Default: false.</value></summary>
    public bool UseSshProgram { get; init; }

    internal static LoginOptions Default { get; } = new();
}
