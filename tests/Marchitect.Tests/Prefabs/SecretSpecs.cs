using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>What is told to be secret is seen nowhere, and a file that is made for it is its owner's alone.</summary>
public sealed class SecretSpecs : IDisposable
{
    private const string Canary = "hunter2-canary";
    private const string Old = "old-canary";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-secret-");

    public static TheoryData<string> Kinds => ["text", "bytes", "line", "replaced line", "block", "folder"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "file");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_secret_is_in_no_plan_no_report_and_no_text_of_the_prefab(string kind)
    {
        var prefab = await SecretAsync(kind);
        await System.IO.File.WriteAllTextAsync(File, $"{Old}\n", Cancel);

        GivenPrefabs.Current.Value = [prefab];
        var preview = await PreviewAsync();

        Assert.Single(preview.Changes);
        var planned = Assert.Single(preview.Saved!.Prefabs);
        Assert.True(planned.IsSecret);
        Assert.Empty(planned.Answers);
        var report = preview.Steps[0].Prefabs[0];
        Assert.Null(report.Edit);
        Assert.Empty(report.Edits);
        var seen = string.Join('\n', [prefab.ToString(), report.ToString(), .. report.Differences.Select(each => each.ToString()), .. report.Operations, planned.Title, .. planned.Shown]);
        Assert.DoesNotContain(Canary, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Old, seen, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_secret_is_applied_by_a_plan_that_does_not_hold_it(string kind)
    {
        var prefab = await SecretAsync(kind);
        await System.IO.File.WriteAllTextAsync(File, $"{Old}\n", Cancel);
        GivenPrefabs.Current.Value = [prefab];
        var preview = await PreviewAsync();

        var applied = await new OneStep().ApplyAsync(preview.Saved!, new LocalTransport(), cancellationToken: Cancel);

        Assert.Single(applied.Changes);
        Assert.Contains(Canary, await System.IO.File.ReadAllTextAsync(kind == "folder" ? Path.Combine(_folder.FullName, "there", "inner") : File, Cancel), StringComparison.Ordinal);
        Assert.Empty((await PreviewAsync()).Changes);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("bytes")]
    [InlineData("line")]
    [InlineData("block")]
    public async Task A_file_that_is_made_for_a_secret_is_its_owners_alone(string kind)
    {
        GivenPrefabs.Current.Value = [await SecretAsync(kind)];

        await new OneStep().InstallAsync(new LocalTransport(), cancellationToken: Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_units_text_and_a_users_password_are_secrets_of_a_plan()
    {
        var user = new User("deploy") { PasswordHash = "$6$salt$hash-canary" };

        Assert.True(new SystemdUnit("app.service", Canary) { IsSecret = true }.HoldsSecret);
        Assert.True(user.HoldsSecret);
        Assert.False(new User("deploy").HoldsSecret);
        Assert.Equal("user deploy", user.ToString());
    }

    [Fact]
    public async Task A_command_whose_secret_is_another_is_not_what_the_plan_says()
    {
        GivenPrefabs.Current.Value = [new Hidden(File, "one")];
        var preview = await PreviewAsync();
        GivenPrefabs.Current.Value = [new Hidden(File, "two")];

        var refused = await Assert.ThrowsAsync<PlanRefusedException>(() => new OneStep().ApplyAsync(preview.Saved!, new LocalTransport(), cancellationToken: Cancel));

        Assert.Equal(PlanRefusal.OtherResources, refused.Reason);
        Assert.False(System.IO.File.Exists(File));
    }

    private async Task<Prefab> SecretAsync(string kind)
    {
        if (kind != "folder")
        {
            return kind switch
            {
                "text" => new FileFromString($"{Canary}\n", File) { IsSecret = true },
                "bytes" => new FileFromBytes(Encoding.UTF8.GetBytes(Canary), File) { IsSecret = true },
                "line" => new LineInFile(File, Canary) { IsSecret = true },
                "replaced line" => new LineInFile(File, Canary) { Pattern = "canary", IsSecret = true },
                _ => new BlockInFile(File, "keys", Canary) { IsSecret = true },
            };
        }
        var here = _folder.CreateSubdirectory("here").FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(here, "inner"), Canary, Cancel);
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory("there").FullName, "inner"), Old, Cancel);
        return new FolderFromPath(here, Path.Combine(_folder.FullName, "there")) { IsSecret = true };
    }

    private static Task<RunReport> PreviewAsync() => new OneStep().PreviewAsync(Mode.Install, new LocalTransport(), cancellationToken: Cancel);

    // The title of what it does tells no secret, so that two of them look alike.
    private sealed record Hidden(string Path, string Secret) : Prefab
    {
        protected internal override string Title => "hidden";

        protected internal override Probe Observe(string mode) => Probe.File(Path);

        protected internal override Change Decide(string mode, Finding found) => found is Absent
            ? Change.Of(Operation.Run($"printf %s {Secret} >{Path}", "set the secret", [Secret]))
            : Change.None;
    }

    private sealed class OneStep : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<GivenPrefabs>()];
    }
}
