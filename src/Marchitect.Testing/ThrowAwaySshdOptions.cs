namespace Marchitect.Testing;

/// <summary>What a <see cref="ThrowAwaySshd"/> is to be like.</summary>
public sealed record ThrowAwaySshdOptions
{
    /// <summary>The only user who may log in, or null for the one who runs this program. Another one needs root. <value>Default: null.</value></summary>
    public string? User { get; init; }

    /// <summary>Whether <see cref="ThrowAwaySshd.ClientKeyPath"/> opens the door. <value>Default: true.</value></summary>
    public bool PublicKey { get; init; } = true;

    /// <summary>Whether the user's password opens the door. Needs root, since only root may read passwords. <value>Default: false.</value></summary>
    public bool Password { get; init; }

    /// <summary>Whether a keyboard-interactive dialog (PAM) opens the door. Needs root. <value>Default: false.</value></summary>
    public bool KeyboardInteractive { get; init; }

    /// <summary>
    /// Lines of <c>sshd_config</c>, e.g. <c>MaxSessions 1</c>. They stand before the server's own, and sshd takes the first
    /// value it finds. <value>Default: none.</value>
    /// </summary>
    public IReadOnlyList<string> Config { get; init; } = [];

    /// <summary>
    /// Variables that sessions find in their environment, e.g. <c>HOME</c> for a home folder that is thrown away as well. Names
    /// and values without spaces and quotes. <value>Default: none but <c>HOME</c>, an empty folder, where the user is the one who runs
    /// the server.</value>
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Types of host keys, as <c>ssh-keygen -t</c> names them. <value>Default: ed25519, ecdsa, rsa.</value></summary>
    public IReadOnlyList<string> HostKeyTypes { get; init; } = ["ed25519", "ecdsa", "rsa"];

    /// <summary>How much the server tells in its log, as <c>LogLevel</c> in <c>man 5 sshd_config</c>. <value>Default: VERBOSE.</value></summary>
    public string LogLevel { get; init; } = "VERBOSE";
}
