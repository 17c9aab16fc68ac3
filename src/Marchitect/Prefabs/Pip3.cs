using System.Text.RegularExpressions;

namespace Marchitect.Prefabs;

/// <summary>Python packages that are installed, by pip, into a virtual environment, for the user, or for the system.</summary>
/// <remarks>
/// What is there is read by one Python for all packages that neighbours ask of one environment; pip is started only where something
/// is to be done. An environment that is missing is made by <c>python3 -m venv</c>, for which Debian has the package <c>python3-venv</c>: an
/// <see cref="Apt"/> listed before brings it. <c>clean</c> leaves packages, unless <see cref="RemoveOnClean"/> says so.
/// <code>
/// new Pip3("flask==3.0.0", "gunicorn") { VirtualEnvironment = "/srv/app/venv" }
/// </code>
/// </remarks>
public sealed partial record Pip3 : Prefab
{
    private readonly (string Name, string? Version)[] _packages;

    /// <summary>Takes the packages.</summary>
    /// <param name="packages">Names, e.g. <c>flask</c>, or with the one version that will do, <c>flask==3.0.0</c>. Names are compared as PEP 503 says: <c>My.Pkg</c> is <c>my-pkg</c>.</param>
    /// <exception cref="ArgumentException">There is none, or one is no name of a package.</exception>
    public Pip3(params IReadOnlyList<string> packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        if (packages.Count == 0)
            throw new ArgumentException("There is no package.", nameof(packages));
        _packages = [.. packages.Select(Parsed)];
        Packages = [.. packages];
    }

    /// <summary>The packages as they were given.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>
    /// POSIX path of the virtual environment, made where it is missing; a leading <c>~/</c> is the user's home. <value>Default: null, the system's Python,
    /// which Debian 12 and others keep for their own packages (PEP 668): pip refuses it then.</value>
    /// </summary>
    public string? VirtualEnvironment { get; init => field = value is null ? null : FileDecision.Checked(value, isFolder: true); }

    /// <summary>Whether packages are installed for the user alone who acts (<c>pip install --user</c>), where there is no <see cref="VirtualEnvironment"/>; PEP 668 is about that too. <value>Default: false.</value></summary>
    public bool IsForUser { get; init; }

    /// <summary>Whether they are to be gone, whatever their version. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether each is to be the newest that the index has, which is asked in each run. <value>Default: false, any version will do.</value></summary>
    public bool IsLatest { get; init; }

    /// <summary>Whether <c>clean</c> removes them; the virtual environment stays. <value>Default: false.</value></summary>
    public bool RemoveOnClean { get; init; }

    /// <summary>
    /// The index to install from, a URL; user and password in it are shown as <c>***</c>, and stand in no argument list.
    /// <value>Default: null, as pip is set up on the host.</value>
    /// </summary>
    public string? IndexUrl { get; init; }

    /// <summary>Folders on the host, or URLs of pages, that packages are looked for in too. They stand in an argument list on the host. <value>Default: none.</value></summary>
    public IReadOnlyList<string> FindLinks { get; init; } = [];

    /// <summary>Whether no index is asked, but only <see cref="FindLinks"/>. <value>Default: false.</value></summary>
    public bool WithoutIndex { get; init; }

    /// <summary>Further options of <c>pip install</c>, e.g. <c>--break-system-packages</c>, each a word. <value>Default: none.</value></summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <inheritdoc/>
    protected internal override string Title =>
        $"Python {(Packages.Count == 1 ? "package" : "packages")} {string.Join(", ", Packages)}{(VirtualEnvironment is null ? "" : $" in {VirtualEnvironment}")}";

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Ask(IsLatest && !IsAbsent),
        Mode.Clean when RemoveOnClean => Ask(false),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override bool GoesLast(string mode) => mode == Mode.Clean && RemoveOnClean;

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found)
    {
        if (found is not Findings findings)
            return Change.None;
        var states = findings.All.Cast<PipState>().ToArray();
        var isGone = IsAbsent || mode == Mode.Clean;
        if (isGone)
        {
            var gone = _packages.Zip(states).Where(each => each.Second.Status == "there").ToArray();
            return gone.Length == 0 ? Change.None : Change.Of(Shell.Raw($"{Pip} uninstall -y {Break}-- {Words(gone.Select(each => each.First.Name))}")) with
            {
                Differences = [.. gone.Select(each => new Difference($"package {each.First.Name}", each.Second.Version, null))],
                Proof = [.. states.Select(_ => "n*")],
            };
        }
        if (states[0].Status == "no-python")
            return Change.Impossible("the host has no python3", "An Apt(\"python3-venv\", \"python3-pip\") before it installs it.");
        var needed = _packages.Zip(states).Where(each => each.Second.Version is null || (each.First.Version is { } version ? each.Second.Version != version : each.Second.Newer is not null)).ToArray();
        if (needed.Length == 0)
            return Change.None;
        var isMade = states[0].Status == "no-venv";
        var install = Shell.Raw($"{Index}{Pip} install --no-input {Whose}{(IsLatest ? "--upgrade " : "")}{Sources}{string.Concat(Options.Select(option => $"{Shell.Quote(option)} "))}-- {Words(needed.Select(each => each.First.Version is { } version ? $"{each.First.Name}=={version}" : each.First.Name))}{(VirtualEnvironment is null ? $" && exit\n{Advice}" : "")}");
        return Change.Of([.. isMade ? [Operation.Run(MakeEnvironment)] : (Operation[])[], Operation.Run(install, secrets: Credentials)]) with
        {
            Differences =
            [
                .. isMade ? [new("virtual environment", null, VirtualEnvironment)] : (Difference[])[],
                .. needed.Select(each => new Difference($"package {each.First.Name}", each.Second.Version, each.First.Version ?? each.Second.Newer ?? "installed")),
            ],
            Proof = [.. _packages.Select(package => package.Version is { } version ? $"there {Change.Literal(version)}" + (IsLatest ? "*" : "") : IsLatest ? "there * latest" : "there *")],
        };
    }

    // pip itself says what PEP 668 is about, but not what to write here.
    private const string Advice =
        """
        e=$?
        for f in $(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))' 2>/dev/null); do
            [ ! -e "$f/EXTERNALLY-MANAGED" ] || echo 'The system keeps its Python for its own packages (PEP 668): set VirtualEnvironment, or Options = ["--break-system-packages"].' >&2
        done
        exit $e
        """;

    private string Folder => TargetPath.Word(VirtualEnvironment!);

    // A folder without pip is what a run that was cut has left; -m venv goes on with it.
    private ShellCommand MakeEnvironment => Shell.Raw(
        $"python3 -m venv -- {Folder} && exit\ne=$?\nrm -f -- {Folder}/bin/python\necho 'python3 cannot make virtual environments here: on Debian, Apt(\"python3-venv\") before it helps.' >&2\nexit $e");

    private string Pip => $"{(VirtualEnvironment is null ? "python3" : $"{Folder}/bin/python")} -m pip --disable-pip-version-check";

    // Where it may not write to the system's packages, pip would install for the user instead.
    private string Whose => VirtualEnvironment is not null ? "" : IsForUser ? "--user " : "--no-user ";

    private string Break => Options.Contains("--break-system-packages") ? "--break-system-packages " : "";

    // In the environment, since every user of the host may read argument lists.
    private string Index => IndexUrl is null ? "" : $"PIP_INDEX_URL={Shell.Quote(IndexUrl)} ";

    private IReadOnlyList<string> Credentials =>
    [
        .. FindLinks.Concat(Options).Append(IndexUrl).OfType<string>().Select(text => UserInfo().Match(text)).Where(match => match.Success)
            .SelectMany(match => (string[])[match.Groups["all"].Value, match.Groups["password"].Value]).Where(text => text.Length > 0),
    ];

    private string Sources =>
        (WithoutIndex ? "--no-index " : "") + string.Concat(FindLinks.Select(link => $"--find-links {Shell.Quote(link)} "));

    private Probe Ask(bool isLatest) => Probe.All([.. _packages.Select(package =>
        PipProbe.Of(VirtualEnvironment, IsForUser, package.Name, isLatest && package.Version is null ? (Index, Sources) : null))]);

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Shell.Quote));

    private static (string Name, string? Version) Parsed(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var match = Requirement().Match(text);
        return match.Success
            ? (Runs().Replace(match.Groups["name"].Value, "-").ToLowerInvariant(), match.Groups["version"] is { Success: true } version ? version.Value : null)
            : throw new ArgumentException($"'{text}' is no package: write its name, e.g. flask, or with a version, flask==3.0.0.", nameof(text));
    }

    // PEP 508 for the name, PEP 440 for the version, without ranges: whether one is met cannot be seen without pip's own rules.
    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(==(?<version>[A-Za-z0-9][A-Za-z0-9.!+_-]*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Requirement();

    [GeneratedRegex("://(?<all>[^/@:]*(:(?<password>[^/@]*))?)@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UserInfo();

    [GeneratedRegex("[-_.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Runs();
}
