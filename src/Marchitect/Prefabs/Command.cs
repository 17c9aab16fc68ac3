namespace Marchitect.Prefabs;

/// <summary>A command that is run where it is still to be run, as <see cref="Creates"/>, <see cref="Unless"/> and <see cref="OnlyIf"/> tell.</summary>
/// <param name="Text">
/// POSIX shell text, e.g. <c>$"tar -xzf {archive} -C /opt/app"</c>; holes are quoted. It is shown in reports, so it holds no secrets.
/// At most 100,000 characters, with folder and environment.
/// </param>
/// <remarks>
/// At least one of the three is needed; a command without one has its place in the whiteprint's code, as <c>ExecAsync</c>. It is run where none
/// of them says that there is nothing to do, and the same question is asked again when it has ended well: where it would be run once
/// more, that is an error, told as "did not hold". So <see cref="OnlyIf"/> on its own is a need that the command ends, not a
/// condition under which it is run each time. They are asked in the order in which they stand here, up to the first that says so; each
/// is a shell of its own, about 1 ms on the host, and must change nothing. Where it fails, the error has its exit status and the end of its output.
/// <code>
/// new Command($"createdb app") { Unless = $"psql -d app -c 'select 1'", As = Become.Sudo("postgres") }
/// </code>
/// </remarks>
public sealed record Command(ShellCommand Text) : Prefab
{
    private const int LimitCharacters = 100_000;

    /// <inheritdoc cref="Command(ShellCommand)" path="/param[@name='Text']"/>
    public ShellCommand Text { get; } = Text ?? throw new ArgumentNullException(nameof(Text));

    /// <summary>
    /// POSIX path of what the command makes: where anything stands there, be it a broken link, it is not run. A leading <c>~/</c> is the
    /// user's home. <value>Default: null.</value>
    /// </summary>
    public string? Creates { get; init => field = value is null ? null : FileDecision.Checked(value, isFolder: true); }

    /// <summary>A command that succeeds where there is nothing to do. What it writes is not looked at. <value>Default: null.</value></summary>
    public ShellCommand? Unless { get; init; }

    /// <summary>A command that fails where there is nothing to do. What it writes is not looked at. <value>Default: null.</value></summary>
    public ShellCommand? OnlyIf { get; init; }

    /// <summary>
    /// The folder in which all of them are run; a leading <c>~/</c> is the user's home. Where it does not exist, <see cref="Unless"/> does not
    /// succeed, <see cref="OnlyIf"/> fails, and the command itself is an error. <value>Default: null, the user's home.</value>
    /// </summary>
    public string? WorkingDirectory { get; init => field = value is null ? null : FileDecision.Checked(value, isFolder: true); }

    /// <summary>Variables that all of them see, beside what is set on the host. They are shown in reports. <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Variables of which the values must not be seen. They are set by the shell itself, never in an argument list; they stand in no report,
    /// output, error or saved plan. <see cref="Unless"/> and <see cref="OnlyIf"/> see them too. <value>Default: none.</value>
    /// </summary>
    public IReadOnlyDictionary<string, Secret> SecretEnvironment { get; init; } = new Dictionary<string, Secret>();

    /// <summary>
    /// What the command reads from stdin, secret like <see cref="SecretEnvironment"/>, e.g. a password for <c>chpasswd</c>.
    /// <value>Default: null, <c>/dev/null</c>.</value>
    /// </summary>
    public Secret? Input { get; init; }

    /// <summary>The modes in which it is run. <value>Default: <c>install</c> and <c>update</c>.</value></summary>
    public IReadOnlyList<string> Modes { get; init; } = [Mode.Install, Mode.Update];

    /// <inheritdoc/>
    protected internal override string Title
    {
        get
        {
            var line = Text.Text.Trim().Split('\n')[0];
            return $"command '{(line.Length <= 60 ? line : line[..57] + "...")}'";
        }
    }

    /// <inheritdoc/>
    protected internal override bool HoldsSecret => SecretEnvironment.Count > 0 || Input is not null;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">None of the three is given, a text is too long, or a variable has no name.</exception>
    protected internal override Prefab Resolve(PrefabContext context)
    {
        Check();
        return this;
    }

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode)
    {
        Check();
        return Modes.Contains(mode) ? CommandProbe.Of(Creates, Full(Unless), Full(OnlyIf)) : Probe.None;
    }

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => found is CommandDue { IsDue: true }
        ? Change.Of(Operation.Run(WithInput(Full(Text)!), Shown, Secrets)) with { Differences = [new("command", null, $"is to be run: {Why}")], Proof = [CommandProbe.NotDue] }
        : Change.None;

    private string Why => string.Join(", ", ((string?[])
    [
        Creates is null ? null : $"{Creates} does not exist",
        Unless is null ? null : $"'{Unless}' fails",
        OnlyIf is null ? null : $"'{OnlyIf}' succeeds",
    ]).OfType<string>());

    private string[] Secrets => [.. SecretEnvironment.Values.Append(Input).OfType<Secret>().Select(secret => secret.Reveal())];

    // What holds secrets is shown as it was written, without them.
    private string? Shown => HoldsSecret ? Text.Text : null;

    private void Check()
    {
        if (Creates is null && Unless is null && OnlyIf is null)
            throw new ArgumentException($"{Title} does not say where there is nothing to do: give it Creates, Unless or OnlyIf. To run it each time, call ExecAsync in the whiteprint's code.");
        if (Input?.Reveal().Contains('\0', StringComparison.Ordinal) == true)
            throw new ArgumentException($"What {Title} reads cannot hold a NUL character.");
        foreach (var text in new[] { Text, Unless, OnlyIf })
        {
            if (Full(text) is { } full && WithInput(full) is { Text.Length: > LimitCharacters })
                throw new ArgumentException($"{Title} is longer than {LimitCharacters} characters; write a file, and run that.");
        }
    }

    private ShellCommand? Full(ShellCommand? command) => command is null ? null : ShellCommand.FromText(
        CommandScript.Of(command, new()
        {
            WorkingDirectory = WorkingDirectory,
            Environment = Environment,
            SecretEnvironment = SecretEnvironment,
        }));

    // By a builtin, so that it stands in no argument list; the status is the command's.
    private ShellCommand WithInput(ShellCommand command) => Input is null ? command : ShellCommand.FromText(
        $"printf %s {Shell.Quote(Input.Reveal())} | (\n{command.Text}\n)");
}
