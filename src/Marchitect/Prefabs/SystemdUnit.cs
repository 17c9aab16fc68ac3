namespace Marchitect.Prefabs;

/// <summary>A unit of systemd that the plan brings along: its file, and that it is enabled and runs.</summary>
/// <remarks>
/// <code>
/// new SystemdUnit("app.service", """
///     [Service]
///     ExecStart=/srv/app/run --port {{ port }}
///     [Install]
///     WantedBy=multi-user.target
///     """)
/// </code>
/// The file is a Jinja2 template unless told otherwise, is owned by root with permissions 0644, and is written whole or not at all. One
/// <c>systemctl daemon-reload</c> follows for all units of a batch that changed, and also where systemd has not read what stands there, since a run was
/// cut or someone wrote it.
/// <para>
/// A unit that ran when its file was changed is restarted once, at the end of the plan, as <see cref="Service.Restart"/> does, even
/// where a later step fails or the run is cut: then by the next run. Running and enabled mean what they mean for <see cref="Service"/>, and
/// <c>start</c> and <c>stop</c> do what they do there. <c>clean</c> stops it, disables it and removes the file.
/// </para>
/// <para>
/// Of a template of units (<c>app@.service</c>) only the file is brought about; a <see cref="Service"/> each for its instances does the
/// rest. Instances that run are restarted when it changed.
/// </para>
/// </remarks>
public sealed record SystemdUnit : Prefab
{
    private readonly bool? _isEnabled;
    private readonly bool _hasIsEnabled;
    private readonly FilePrefab? _resolved;

    /// <summary>A unit whose file stands in the plan.</summary>
    /// <param name="name">Full name of the unit, e.g. <c>app.service</c>, <c>backup.timer</c>, <c>app@.service</c>; <c>app</c> is <c>app.service</c>.</param>
    /// <param name="text">The text of its file.</param>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public SystemdUnit(string name, string text) : this(name, text, null) => ArgumentNullException.ThrowIfNull(text);

    private SystemdUnit(string name, string? text, string? resource)
    {
        Name = UnitName.Full(name, canBeTemplate: true);
        Text = text;
        Resource = resource;
    }

    /// <summary>Full name of the unit.</summary>
    public string Name { get; }

    /// <summary>The text of its file; null where it is a resource.</summary>
    public string? Text { get; }

    /// <summary>A resource of the whiteprint that its file is made from, or an absolute path on this machine; null where its text is given.</summary>
    public string? Resource { get; }

    /// <summary>Where its file stands. <value>Default: <c>/etc/systemd/system</c>.</value></summary>
    public string Folder { get; init => field = FileDecision.Checked(value, isFolder: true); } = "/etc/systemd/system";

    /// <summary>Whether the text is a template. <value>Default: true.</value></summary>
    public bool IsTemplate { get; init; } = true;

    /// <summary>What is set over the whiteprint's config for this template alone, maps merged deeply. <value>Default: nothing.</value></summary>
    public ConfigMap? ConfigOverride { get; init; }

    /// <summary>Whether it runs; null leaves that as found. <value>Default: true.</value></summary>
    public bool? IsRunning { get; init; } = true;

    /// <summary>
    /// Whether it starts with the machine, or with what its <c>[Install]</c> names; null leaves that as found; without <c>[Install]</c> it means
    /// nothing. <value>Default: as <see cref="IsRunning"/>.</value>
    /// </summary>
    public bool? IsEnabled
    {
        get => _hasIsEnabled ? _isEnabled : IsRunning;
        init => (_isEnabled, _hasIsEnabled) = (value, true);
    }

    /// <summary>Whether it is restarted when its file changed while it ran. <value>Default: true.</value></summary>
    public bool RestartOnChange { get; init; } = true;

    /// <summary>
    /// Whether <c>systemd-analyze verify</c> must find no error in a changed file before it is put in its place. It also looks whether the program is
    /// there, and takes about 0.1 s. <value>Default: false.</value>
    /// </summary>
    public bool IsVerified { get; init; }

    /// <inheritdoc cref="FilePrefab.IsSecret"/>
    public bool IsSecret { get; init; }

    /// <inheritdoc cref="FilePrefab.HasBackup"/>
    public bool HasBackup { get; init; }

    /// <summary>Whether it is to be gone: stopped, disabled, its file removed. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it as it is. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc/>
    protected internal override bool HoldsSecret => IsSecret || _resolved is { IsSecret: true };

    /// <inheritdoc/>
    protected internal override string Title => $"unit {Name}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.OfUnits(UnitName.Footprints(Name), Path);

    private string Path => Folder == "/" ? $"/{Name}" : $"{Folder}/{Name}";

    private bool IsTemplateOfUnits => UnitName.IsTemplate(Name);

    private UnitWish Wish => IsTemplateOfUnits ? new(null, null) : new(IsRunning, IsEnabled);

    private FilePrefab File => _resolved ?? Of(Text is null
        ? new FileFromPath(Resource!, Path) { IsTemplate = IsTemplate, ConfigOverride = ConfigOverride }
        : new FileFromString(Text, Path) { IsTemplate = IsTemplate, ConfigOverride = ConfigOverride });

    /// <summary>A unit whose file the whiteprint brings along.</summary>
    /// <param name="name">Full name of the unit, as for <see cref="SystemdUnit(string, string)"/>.</param>
    /// <param name="resource">A resource of the whiteprint, e.g. <c>app.service</c>, or an absolute path on this machine.</param>
    /// <returns>The prefab.</returns>
    /// <exception cref="ArgumentException">It is no name of a unit, or of a resource.</exception>
    public static SystemdUnit FromPath(string name, string resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return new(name, null, resource);
    }

    /// <inheritdoc/>
    protected internal override Prefab Resolve(PrefabContext context) => this with { Resolved = (FilePrefab)File.Resolve(context) };

    private FilePrefab? Resolved { get => _resolved; init => _resolved = value; }

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.All(File.Observe(mode), AskUnit),
        Mode.Clean when !KeepOnClean => Probe.All(File.Observe(mode), AskUnit),
        Mode.Start or Mode.Stop when !IsAbsent && !IsTemplateOfUnits => AskUnit,
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => (mode, found) switch
    {
        (_, NothingAsked) => Change.None,
        (Mode.Start or Mode.Stop, _) => new Service(Name).Decide(mode, found),
        (Mode.Clean, Findings { All: [var file, NoSystemd] }) => File.Decide(mode, file),
        (_, Findings { All: [_, NoSystemd none] }) => UnitDecision.Missing(none),
        (_, Findings { All: [var file, UnitState unit] }) => mode == Mode.Clean || IsAbsent ? Gone(mode, file, unit) : Brought(mode, file, unit),
        _ => throw new InvalidOperationException($"{found} is no answer about a unit file."),
    };

    // systemd knows no template, but an instance of it.
    private Probe AskUnit => UnitProbes.Of(IsTemplateOfUnits ? UnitName.Instance(Name, "marchitect") : Name);

    private FilePrefab Of(FilePrefab file) => file with
    {
        Permissions = "0644",
        Owner = "root",
        Group = "root",
        IsAbsent = IsAbsent,
        IsSecret = IsSecret,
        HasBackup = HasBackup,
        // Errors of other units are none of ours, where this systemd can tell them apart (250 and later).
        Check = IsVerified
            ? "if systemd-analyze --help | grep -q -e --recursive-errors; then systemd-analyze verify --man=no --recursive-errors=no %s; else systemd-analyze verify --man=no %s; fi"
            : null,
    };

    private Change Brought(string mode, Finding found, UnitState unit)
    {
        if (unit.Load == "masked")
            return Change.Impossible($"{Name} is masked, so that nothing may start it", $"'systemctl unmask {Name}' takes the mask away.");
        var file = File.Decide(mode, found);
        if (file.Kind == ChangeKind.Impossible)
            return file;
        var isWritten = file.Operations.Any(operation => operation is WriteFile);
        if (!isWritten && UnitDecision.Of(Name, Wish, unit) is { Kind: ChangeKind.Impossible } refusal)
            return refusal;
        var isStale = unit.IsStale && !isWritten;
        var steps = UnitDecision.Steps(Wish, isWritten ? Written(unit) : unit);
        return Change.Of([.. file.Operations, .. steps]) with
        {
            Differences =
            [
                .. file.Differences,
                .. UnitDecision.Differences(Wish, isWritten ? Written(unit) : unit),
                .. isStale ? [new("definition", "older than its files", "read again")] : (Difference[])[],
            ],
            Edit = file.Edit,
            Notify = isWritten ? [.. Afterwards((found as FileStat)?.Content, unit)] : [],
            Proof = [file.Proof is [var pattern] ? pattern : "*", UnitDecision.Pattern(Wish, steps)],
        };
    }

    // As it will be found when its file is written, and before anything else is done. What it is enabled by stays.
    private UnitState Written(UnitState unit)
    {
        var text = new UnitText(File.Content.Span);
        return unit with
        {
            Load = "loaded",
            Id = Name,
            Enabled = unit.IsEnabled ? unit.Enabled : text.Install.Any() ? "disabled" : "static",
            IsStale = true,
            IsOnce = text.IsOnce,
        };
    }

    private IEnumerable<OnceAction> Afterwards(ReadOnlyMemory<byte>? old, UnitState unit)
    {
        // No answer tells whether systemd has read a template, nor whether what ran has been restarted; what is owed is not forgotten.
        if (IsTemplateOfUnits)
        {
            yield return RestartOnChange
                ? new($"restart {UnitName.Instance(Name, "*")}", $"systemctl --no-ask-password daemon-reload && systemctl --no-ask-password try-restart -- {UnitName.Instance(Name, "*")}")
                : new("daemon-reload", $"systemctl --no-ask-password daemon-reload");
            yield break;
        }
        if (RestartOnChange && Wish.IsRunning != false && unit.Active is "active" or "activating")
            yield return Service.Restart(Name);
        // Links that an earlier [Install] asked for look like any others.
        if (Wish.IsEnabled == true && unit.IsEnabled && (old is not { } content || !new UnitText(content.Span).Install.SequenceEqual(new UnitText(File.Content.Span).Install)))
            yield return new($"enable {Name} anew", $"systemctl --no-ask-password reenable -- {Name}");
    }

    private Change Gone(string mode, Finding found, UnitState unit)
    {
        if (unit.Load == "masked")
            return found is Absent ? Change.None : Change.Skipped($"{Name} is masked", $"'systemctl unmask {Name}' takes the mask away.");
        var file = File.Decide(mode, found);
        if (file.Kind is ChangeKind.Impossible or ChangeKind.Skipped)
            return file;
        // Without a file of ours a unit of that name is someone else's, unless systemd still has it from that file, or lost the file under it.
        var isOurs = file.Kind == ChangeKind.Needed || unit.Path == Path || unit.Path == "-";
        if (!isOurs)
            return Change.None;
        var steps = IsTemplateOfUnits ? [] : UnitDecision.Steps(new(false, file.Kind == ChangeKind.Needed ? false : null), unit with { IsStale = false, Id = Name });
        var isRead = file.Kind == ChangeKind.Needed || unit.Path == Path;
        return Change.Of(
        [
            .. steps.Where(step => step.Phase < 0),
            .. file.Operations,
            .. isRead || steps.Length > 0 ? [new SystemctlOperation(SystemctlOperation.DaemonReload), .. IsTemplateOfUnits ? [] : (Operation[])[new SystemctlOperation("reset-failed", Name)]] : (Operation[])[],
        ]) with
        {
            Differences = [.. file.Differences, .. UnitDecision.Differences(new(false, steps.Length > 0 ? false : null), unit)],
            Proof = ["-", steps.Length > 0 ? "* [!ad]* *" : "*"],
        };
    }
}
