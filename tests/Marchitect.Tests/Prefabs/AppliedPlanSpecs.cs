using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Saved plans on real machines.</summary>
public sealed class AppliedPlanSpecs
{
    private static Prefab[] Prefabs =>
    [
        new Folder("/srv/app", "0750"),
        new LineInFile("/srv/app/one", "one"),
        new LineInFile("/srv/app/one", "two"),
        new Symlink("/srv/app/link", "one"),
        new LineInFile("/etc/app-hosts", "10.0.0.1 db"),
    ];

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_plan_leaves_no_trace_and_is_applied_in_one_round_trip(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.DoAsync("mark", "pristine");
        var preview = await host.PreviewAsync(Mode.Install, Prefabs);
        PrefabHost.ExpectDone(preview);
        await host.DoAsync("diff", "pristine");
        Assert.StartsWith("SHA256:", preview.Saved!.HostKeyFingerprint, StringComparison.Ordinal);

        var applied = await host.ApplyAsync(preview.Saved, Prefabs);

        PrefabHost.ExpectDone(applied);
        Assert.Equal(5, applied.Changes.Count());
        // Becoming another user with a password takes two more.
        Assert.Equal(kind.EndsWith("sudo", StringComparison.Ordinal) ? 3 : 1, applied.Traffic.RoundTrips);
        Assert.Equal("one\ntwo\n", await host.ShAsync("cat /srv/app/link"));
        PrefabHost.ExpectDone(await host.ValidateAsync(Mode.Install, Prefabs));
    }

    [Fact]
    public async Task All_that_moved_is_told_and_nothing_after_the_first_is_done()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        Prefab[] prefabs = [new FileFromString("a\n", "/etc/a"), new Symlink("/etc/b", "a"), new FileFromString("c\n", "/etc/c")];
        var preview = await host.PreviewAsync(Mode.Install, prefabs);
        await host.ShAsync("echo by hand >/etc/a; echo by hand >/etc/c");
        await host.DoAsync("mark", "moved");

        var applied = await host.ApplyAsync(preview.Saved!, prefabs);

        var refused = Assert.IsType<PlanRefusedException>(applied.Error);
        Assert.Equal(PlanRefusal.Moved, refused.Reason);
        Assert.Equal(["file /etc/a", "file /etc/c"], refused.Moved.Select(moved => moved.Title));
        Assert.All(refused.Moved, moved => Assert.Equal("absent", moved.Planned));
        Assert.Equal([PrefabOutcome.Failed, PrefabOutcome.Failed, PrefabOutcome.NotStarted], applied.Steps[0].Prefabs.Select(prefab => prefab.Outcome).Order());
        await host.DoAsync("diff", "moved");
    }

    [Fact]
    public async Task What_the_plan_could_not_know_is_left_for_another_one()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        // As things are, the second is impossible; once the first is done, it may not be.
        Prefab[] prefabs = [new FileFromString("x\n", "/etc/first"), new Marker("/etc/first")];

        var preview = await host.PreviewAsync(Mode.Install, prefabs);
        Assert.Equal(PrefabOutcome.Unknown, preview.Steps[0].Prefabs[^1].Outcome);
        var applied = await host.ApplyAsync(preview.Saved!, prefabs);

        Assert.Equal(PlanRefusal.Incomplete, Assert.IsType<PlanRefusedException>(applied.Error).Reason);
        Assert.Equal("x\n", await host.ShAsync("cat /etc/first"));

        var rest = await host.PreviewAsync(Mode.Install, prefabs);
        PrefabHost.ExpectDone(await host.ApplyAsync(rest.Saved!, prefabs));
        Assert.Equal("marked\n", await host.ShAsync("cat /etc/first.mark"));
    }

    [Fact]
    public async Task What_code_uploads_is_applied_as_it_would_be_run_by_its_user_and_with_the_local_permissions()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        File.SetUnixFileMode(Uploads.LocalPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var plan = new UploadPlan();

        var preview = await plan.PreviewAsync(Mode.Install, host.Transport, new() { ErrorOk = true }, Cancel);
        PrefabHost.ExpectDone(preview);
        PrefabHost.ExpectDone(await plan.ApplyAsync(preview.Saved!, host.Transport, new() { ErrorOk = true }, Cancel));
        const string Look = "cd /home/deploy; stat -c '%n %a %U' run.sh bytes";
        var applied = await host.ShAsync(Look);
        await host.ShAsync("cd /home/deploy; rm run.sh bytes");
        PrefabHost.ExpectDone(await plan.InstallAsync(host.Transport, new() { ErrorOk = true }, Cancel));

        Assert.Equal("run.sh 700 deploy\nbytes 644 deploy\n", applied);
        Assert.Equal(applied, await host.ShAsync(Look));
    }

    [Fact]
    public async Task An_upload_through_a_link_is_no_part_of_a_plan()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        await host.ShAsync("echo theirs >/home/deploy/real; ln -s real /home/deploy/run.sh");

        var preview = await new UploadPlan().PreviewAsync(Mode.Install, host.Transport, new() { ErrorOk = true }, Cancel);

        Assert.Contains("/home/deploy/run.sh is a symbolic link to real, and a plan does not tell what an upload through it would write", preview.Error?.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class UploadPlan : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Uploads>()];
    }

    private sealed class Uploads : Whiteprint
    {
        public static string LocalPath { get; } = Path.GetTempFileName();

        protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
        {
            await UploadAsync(LocalPath, "/home/deploy/run.sh", new() { As = Become.Su("deploy") }, cancellationToken);
            await UploadAsync("bytes"u8.ToArray(), "/home/deploy/bytes", new() { As = Become.Su("deploy") }, cancellationToken);
        }
    }

    // Needs a file, as a service needs its package, and asks by a command.
    private sealed record Marker(string Path) : Prefab
    {
        protected internal override string Title => $"mark of {Path}";

        protected internal override Probe Observe(string mode) =>
            Probe.Query($"if [ -e {Path}.mark ]; then echo marked; elif [ -e {Path} ]; then echo there; fi");

        protected internal override Change Decide(string mode, Finding found) => ((CommandFinding)found).Text switch
        {
            "marked" => Change.None,
            "there" => Change.Of(Shell.Raw($"echo marked >{Path}.mark")),
            _ => Change.Impossible($"there is no {Path}"),
        };
    }
}
