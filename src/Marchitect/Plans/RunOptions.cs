namespace Marchitect;

/// <summary>How a plan is run. The defaults are those of most runs.</summary>
public sealed record RunOptions
{
    /// <summary>What is set for this run over all that the plan says. <value>Default: nothing.</value></summary>
    public SiteConfig Config { get; init; } = SiteConfig.Empty;

    /// <summary>Fetches the secrets of the config before the host is reached; share one between runs that share secrets. <value>Default: one that has nobody to ask.</value></summary>
    public SecretResolver Secrets { get; init; } = new();

    /// <summary>
    /// Folders in which resources are looked for, in this order; each holds a folder for each whiteprint, by its name. Relative ones start
    /// at the current directory. <value>Default: the folder of the program, and for a program run from its source file the folder of that file.</value>
    /// </summary>
    public IReadOnlyList<string> ResourcePaths { get; init; } = [Marchitect.ResourcePaths.ProgramFolder];

    /// <summary>
    /// The user the run acts as on the host where nothing closer says otherwise, e.g. <c>Become.Sudo()</c>;
    /// <see cref="SessionOptions.BecomePassword"/> gives the password. <value>Default: null, the user who is logged in.</value>
    /// </summary>
    public Become? As { get; init; }

    /// <summary>How the session behaves. <value>Default: as <see cref="Marchitect.SessionOptions"/> says.</value></summary>
    public SessionOptions SessionOptions { get; init; } = new();

    /// <summary>
    /// Whether a failure or a cancellation is a report like any other. <value>Default: false, it throws.</value>
    /// </summary>
    public bool ErrorOk { get; init; }

    /// <summary>Reads the events of the run as they happen, those of its session among them; one call at a time. <value>Default: null.</value></summary>
    public Action<RunEvent>? OnEvent { get; init; }

    /// <summary>
    /// Ends the run gently: the command that is under way ends by itself, the next is not begun. (The token that the run's method takes
    /// ends it firmly: the command under way is ended with its children.) <value>Default: never.</value>
    /// </summary>
    public CancellationToken StopGently { get; init; }

    /// <summary>What templates were found to need, for all runs that have these options.</summary>
    internal TemplateNeeds TemplateNeeds { get; init; } = new();

    internal static RunOptions Default { get; } = new();
}
