namespace Marchitect;

/// <summary>What the command line asks for.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="IsValidation">Whether the mode's result is validated, rather than the mode executed.</param>
/// <param name="Targets">The machines, in order.</param>
internal sealed record RunRequest(string Mode, bool IsValidation, IReadOnlyList<TargetAddress> Targets)
{
    /// <summary>Whether it is a dry run: what would be done is told, and nothing is changed.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether what changes in a file is shown line by line.</summary>
    public bool ShowsDiffs { get; init; }

    /// <summary>Whether a dry run that finds something to do ends with <see cref="ExitStatus.Differs"/>.</summary>
    public bool TellsByExitStatus { get; init; }

    /// <summary>A file that the dry run is saved to, or null.</summary>
    public string? SavedTo { get; init; }

    /// <summary>A file of a saved plan that is applied, or null; it says the mode.</summary>
    public string? Applied { get; init; }

    /// <summary>File of the private key to log in with; null for those that <c>ssh</c> would try.</summary>
    public string? Identity { get; init; }

    /// <summary>Whether a password is asked for before the first login.</summary>
    public bool AskPassword { get; init; }

    /// <summary>A file with the password, or null.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>A file with the passphrase of the private keys, or null.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>The file of known host keys; null for those that <c>ssh</c> reads.</summary>
    public string? KnownHosts { get; init; }

    /// <summary>What is done about unknown host keys; null as <c>ssh</c> is configured.</summary>
    public HostKeyCheck? HostKeyCheck { get; init; }

    /// <summary>The user to act as on the machines; null for the one who is logged in.</summary>
    public Become? Become { get; init; }

    /// <summary>A file with the password for acting as another user; null to ask on the terminal.</summary>
    public string? BecomePasswordFile { get; init; }

    /// <summary>A file with the password of encrypted files, or null: see <see cref="SecretResolver.VaultPasswordFile"/>.</summary>
    public string? VaultPasswordFile { get; init; }

    /// <summary>Folders of resources; where there is none, the program's folder.</summary>
    public IReadOnlyList<string> ResourcePaths { get; init; } = [];

    /// <summary>Files of config, later ones over earlier.</summary>
    public IReadOnlyList<string> ConfigFiles { get; init; } = [];

    /// <summary>Settings as <c>NAME.SETTING=VALUE</c>, over all files.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What of the config is printed; null where a plan is run.</summary>
    public ConfigView? ConfigView { get; init; }

    /// <summary>How much is told.</summary>
    public Verbosity Verbosity { get; init; } = Verbosity.Normal;
}
