namespace Marchitect;

/// <summary>How one command is run. The defaults are those of most commands: no input, a failure is an error.</summary>
public sealed record ExecOptions
{
    /// <summary>The user to run it as, e.g. <c>Become.Sudo()</c>. <value>Default: null, the session's own user.</value></summary>
    public Become? As { get; init; }

    /// <summary>What the command reads from stdin. <value>Default: null, <c>/dev/null</c>.</value></summary>
    public CommandInput? Stdin { get; init; }

    /// <summary>Environment variables set for this command alone, by name. They travel on stdin, not in an argument list. <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Variables like those of <see cref="Environment"/>, whose values must not be seen: they are replaced by <c>***</c> like <see cref="Secrets"/>. The
    /// command writes <c>"$NAME"</c>. <value>Default: none.</value>
    /// </summary>
    public IReadOnlyDictionary<string, Secret> SecretEnvironment { get; init; } = new Dictionary<string, Secret>();

    /// <summary>Folder on the host to run in; <c>~/</c> is the session user's home. <value>Default: null, the session user's home.</value></summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// How long the command may run. Then it is ended with its children, and a <see cref="CommandTimeoutException"/> tells so; the
    /// session stays usable. <value>Default: null, the session's <see cref="SessionOptions.TimeLimit"/>.</value>
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Whether an exit status other than 0 is a result like any other. <value>Default: false, it throws <see cref="CommandFailedException"/>.</value></summary>
    public bool ErrorOk { get; init; }

    /// <summary>
    /// Called for each line as it arrives, one call at a time, with <see cref="Secrets"/> replaced. Keep it short: the session reads
    /// no further meanwhile. <value>Default: null.</value>
    /// </summary>
    public Action<OutputLine>? OnLine { get; init; }

    /// <summary>
    /// Where stdout goes as it arrives, instead of into <see cref="ExecResult.Stdout"/>: for output too large to keep. Not closed.
    /// <value>Default: null, it is kept.</value>
    /// </summary>
    public Stream? StdoutTo { get; init; }

    /// <summary>
    /// How many bytes of each output stream are kept. A command that writes more is ended, with an error that says so.
    /// <value>Default: 256 MiB.</value>
    /// </summary>
    public long OutputLimitBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Texts that must not be seen: replaced by <c>***</c> in events, live lines and errors, those of one to three characters only where they are words. <see cref="ExecResult"/> has them as they were.
    /// <value>Default: none.</value>
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>All texts that are replaced. A secret that was not fetched can stand nowhere yet.</summary>
    internal IReadOnlyList<string> Hidden => SecretEnvironment.Count == 0 && Stdin?.Secret is null
        ? Secrets
        : [.. Secrets, .. SecretEnvironment.Values.Append(Stdin?.Secret).OfType<Secret>().Where(secret => secret.IsResolved).Select(secret => secret.Reveal())];

    internal static ExecOptions Default { get; } = new();
}
