#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;
using Marchitect.Prefabs;

return await SiteProgram.RunAsync<Repositories>(args);

/// <summary>A git repository in which a setting has this value.</summary>
sealed record GitSetting(string Repository, string Key, string Value) : Prefab
{
    protected override string Title => $"git setting {Key} of {Repository}";

    // What it looks at and touches, so that it shares its guard and its proof with neighbours that touch something else.
    protected override Footprint Footprint => Footprint.Of(Repository);

    protected override Probe Observe(string mode) => mode is Mode.Install or Mode.Update or Mode.Clean
        ? Probe.Query($"git -C {Repository} config --local --get {Key}")
        : Probe.None;

    protected override Change Decide(string mode, Finding found) => (mode, found) switch
    {
        (Mode.Clean, CommandFinding { ExitStatus: 0 } set) =>
            Change.Of(Shell.Run("git", "-C", Repository, "config", "--local", "--unset", Key)) with
            {
                Differences = [new(Key, set.Text, null)],
                Proof = [CommandFinding.Pattern(1, "*")],
            },
        (Mode.Install or Mode.Update, CommandFinding { ExitStatus: 0 or 1 } set) when set.Text != Value =>
            Change.Of(Shell.Run("git", "-C", Repository, "config", "--local", Key, Value)) with
            {
                Differences = [new(Key, set.IsSuccess ? set.Text : null, Value)],
                Proof = [CommandFinding.Pattern(0, Change.Literal(Value))],
            },
        (Mode.Install or Mode.Update, CommandFinding { ExitStatus: not (0 or 1) }) =>
            Change.Impossible($"{Repository} is no git repository, or git is not installed"),
        _ => Change.None,
    };
}

sealed class Code : Whiteprint
{
    private string Repository => $"{Target.Home}/code";

    protected override IEnumerable<Prefab> Head =>
    [
        new Folder(Repository),
        new Command($"git init --quiet {Repository}") { Creates = $"{Repository}/.git" },
        new GitSetting(Repository, "user.name", "Ann Lee"),
        new GitSetting(Repository, "core.abbrev", "12"),
    ];
}

sealed class Repositories : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<Code>()];
}
