namespace Marchitect.Prefabs;

/// <summary>Packages of Debian, Ubuntu and their kin that are installed.</summary>
/// <remarks>
/// Packages of neighbouring <see cref="Apt"/> prefabs are asked for by one <c>dpkg-query</c>, and installed by one <c>apt-get</c>, which
/// asks nobody, keeps configuration files that were changed on the host, and waits for others who install. The package lists are fetched at
/// most once in a run, where something is to be installed and they are older than <see cref="ListsMaxAge"/> or do not know it. Where an
/// earlier run was cut in the middle, what it left half done is finished first, or unpacked again where files may be missing. A package on hold stays as it is: where another version
/// is wanted, that is an error. <c>clean</c> leaves packages, unless <see cref="RemoveOnClean"/> says so.
/// </remarks>
public sealed record Apt : Prefab
{
    private readonly IReadOnlyList<AptPackage> _packages;

    /// <summary>Takes the packages.</summary>
    /// <param name="packages">
    /// Names, e.g. <c>nginx</c>, with a version where only that one will do, <c>nginx=1.22.1-9</c>, or an architecture, <c>libc6:i386</c>. A
    /// virtual package is there where one that provides it is.
    /// </param>
    /// <exception cref="ArgumentException">There is none, or one is no name of a package.</exception>
    public Apt(params IReadOnlyList<string> packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        if (packages.Count == 0)
            throw new ArgumentException("There is no package.", nameof(packages));
        _packages = [.. packages.Select(AptPackage.Of)];
        Packages = [.. packages];
    }

    /// <summary>The packages as they were given.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>Whether they are to be gone, whatever their version. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>
    /// Whether each is to be at the version that apt would install now; with a version of its own it is at that one. To see whether there is a newer
    /// one costs about 0.2 s a run, and where the lists are old they are fetched, which is a change. <value>Default: false, any version will do.</value>
    /// </summary>
    public bool IsLatest { get; init; }

    /// <summary>Whether configuration files go with a package that is removed (<c>apt-get purge</c>). <value>Default: false.</value></summary>
    public bool Purge { get; init; }

    /// <summary>Whether recommended packages are left out. <value>Default: false, as apt is set up on the host.</value></summary>
    public bool WithoutRecommends { get; init; }

    /// <summary>Whether <c>clean</c> removes them. <value>Default: false.</value></summary>
    public bool RemoveOnClean { get; init; }

    /// <summary>How old the package lists may be when something is installed, a minute or more. <value>Default: one day.</value></summary>
    public TimeSpan ListsMaxAge
    {
        get;
        init => field = value >= TimeSpan.FromMinutes(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Package lists are fresh for a minute or more.");
    } = TimeSpan.FromDays(1);

    /// <summary>How long another process that installs is waited for; then it is an error, which names that one. <value>Default: ten minutes.</value></summary>
    public TimeSpan LockTimeout
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time to wait is not negative.");
    } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected internal override string Title => $"{(Packages.Count == 1 ? "package" : "packages")} {string.Join(", ", Packages)}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.OfPackages(_packages.Select(package => package.Name.Split(':')[0]));

    /// <inheritdoc/>
    protected internal override bool GoesLast(string mode) => mode == Mode.Clean && RemoveOnClean;

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Ask(IsLatest && !IsAbsent),
        Mode.Clean when RemoveOnClean => Ask(false),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found)
    {
        if (found is not Findings findings)
            return Change.None;
        var isGone = IsAbsent || mode == Mode.Clean;
        var decided = _packages.Zip(findings.All.Cast<AptState>(), (package, state) => (Package: package, State: state, Change: isGone ? Gone(package, state) : There(package, state))).ToArray();
        if (Array.Find(decided, each => each.Change.Kind == ChangeKind.Impossible).Change is { } impossible)
            return impossible;
        var needed = Array.FindAll(decided, each => each.Change.Kind == ChangeKind.Needed);
        if (needed.Length == 0)
            return Array.Find(decided, each => each.Change.Kind == ChangeKind.Skipped).Change ?? Change.None;
        return Change.Of(new AptRun(isGone ? Purge ? "purge" : "remove" : "install", [.. needed.Select(each => isGone ? each.Package.Name : each.Package.Text)], WithoutRecommends && !isGone, !isGone && Array.Exists(needed, each => each.State.IsHalfUnpacked), Seconds(LockTimeout))) with
        {
            Differences = [.. needed.SelectMany(each => each.Change.Differences)],
            Before = !isGone && Array.Exists(needed, each => each.State.NeedsLists) ? [new("apt-get update", AptScript.Update(Seconds(LockTimeout)))] : [],
            // Files of configuration may stay of what is removed, or not: there the host stops only where nothing has changed.
            Proof = isGone ? [] : [.. decided.Select(each => $"* installed ok {(each.Package.Version is { } version ? Change.Literal(version) : IsLatest && each.Change.Kind != ChangeKind.Skipped ? "* latest fresh" : "*")}")],
        };
    }

    private Change There(AptPackage package, AptState state)
    {
        Change Install(string? before, string after) => Change.Of(new AptRun("install", [package.Text], WithoutRecommends, false, 0)) with { Differences = [new($"package {package.Name}", before, after)] };
        switch (state)
        {
            case { Status: "no-apt" }:
                return Change.Impossible("the host has no apt", "Apt is for Debian, Ubuntu and their kin; look at _target before it is used.");
            case { Status: "provided" }:
                return Change.None;
            case { IsInstalled: true } when package.Version is { } version:
                return state.Version == version ? Change.None
                    : state.IsHeld ? Change.Impossible($"{package.Name} is on hold at {state.Version}", $"apt-mark unhold {package.Name} lets it go, or want that version.")
                    : Install(state.Version, version);
            case { IsInstalled: true } when !IsLatest:
                return Change.None;
            case { IsInstalled: true, IsHeld: true }:
                return state.Newer is null ? Change.None : Change.Skipped($"{package.Name} is on hold at {state.Version}, though {state.Newer} is to be had", $"apt-mark unhold {package.Name} lets it go.");
            case { IsInstalled: true, NeedsLists: true, Newer: null }:
                return Install($"{state.Version}, by package lists that are old", "latest");
            case { IsInstalled: true }:
                return state.Newer is { } newer ? Install(state.Version, newer) : Change.None;
            default:
                return Install(state.Status is "none" ? null : state.Status, package.Version ?? "installed");
        }
    }

    private Change Gone(AptPackage package, AptState state) => state switch
    {
        { Status: "none" or "provided" or "no-apt" } => Change.None,
        { Status: "config-files" } when !Purge => Change.None,
        { IsHeld: true } => Change.Impossible($"{package.Name} is on hold", $"apt-mark unhold {package.Name} lets it go."),
        _ => Change.Of(new AptRun("remove", [package.Name], false, false, 0)) with { Differences = [new($"package {package.Name}", $"{state.Status} {state.Version}", null)] },
    };

    private Probe Ask(bool isLatest) => Probe.All([.. _packages.Select(package => AptProbe.Of(package, isLatest, (int)Math.Min(ListsMaxAge.TotalMinutes, 10_000_000)))]);

    private static int Seconds(TimeSpan time) => (int)Math.Min(Math.Ceiling(time.TotalSeconds), 10_000_000);
}
