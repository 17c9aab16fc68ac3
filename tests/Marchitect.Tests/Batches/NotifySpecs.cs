using Marchitect.Prefabs;
using Marchitect.Tests.Prefabs;
using Marchitect.Tests.Sessions;
using Xunit;
using static Marchitect.Tests.Plans.Gate;

namespace Marchitect.Tests.Batches;

/// <summary>What is to be run at the end: in which order, what is told where it fails, and that nothing is changed that could not be followed by it.</summary>
[Collection("owed on this machine")]
public sealed class NotifySpecs(SessionTargets targets) : IClassFixture<SessionTargets>, IDisposable
{
    private static readonly RunOptions ErrorOk = new() { ErrorOk = true };
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-notify-").FullName;

    public static TheoryData<string> Shells => SessionTargets.Local;

    public static TheoryData<string> Roots => ["debian root", "busybox root"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder, "log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Shells))]
    public async Task It_is_run_in_the_order_in_which_it_was_first_owed(string shell)
    {
        OnceAction[] actions = [.. Enumerable.Range(1, 6).Select(i => new OnceAction($"action {i}", $"echo {i} >> {Log}"))];
        Set<First>(async (hands, _, token) =>
        {
            await hands.NotifyAsync(actions[0], token);
            await hands.NotifyAsync(actions[1], token);
            return null;
        });
        SetHead<Second>(new FileFromString("x", Path.Combine(_folder, "x")) { Notify = [actions[2], actions[3], actions[0]] });
        SetHead<Third>(new FileFromString("y", Path.Combine(_folder, "y")) { Notify = [actions[4], actions[5]] });

        var report = await new Three().InstallAsync(targets.Transport(shell), ErrorOk, Cancel);

        Assert.Null(report.Error);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], await File.ReadAllLinesAsync(Log, Cancel));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task All_that_failed_is_told_each_with_its_own_words(string shell)
    {
        SetHead<First>(new FileFromString("x", Path.Combine(_folder, "x"))
        {
            Notify =
            [
                new("restart one", $"[ -e {_folder}/mended ] || {{ echo 'no one'; exit 3; }}"),
                new("restart two", $"echo two was quiet"),
                new("restart three", $"[ -e {_folder}/mended ] || {{ echo 'no three' >&2; exit 4; }}"),
            ],
        });

        var report = await new Three().InstallAsync(targets.Transport(shell), ErrorOk, Cancel);

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal("'restart one', 'restart three', which were to be run at the end, failed.", error.What);
        Assert.Equal("restart one: exit status 3\nno one\nrestart three: exit status 4\nno three", error.OutputEnd);

        await File.WriteAllTextAsync(Path.Combine(_folder, "mended"), "", Cancel);
        Assert.Null((await new Three().InstallAsync(targets.Transport(shell), ErrorOk, Cancel)).Error);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_ends_the_script_that_runs_it_is_told_and_still_owed(string shell)
    {
        // The subshell of the loop that runs the script is the parent of the action's own shell.
        Set<First>(async (hands, _, token) =>
        {
            await hands.NotifyAsync(new("suicide", $"[ -e {_folder}/mended ] && echo done > {Log} || kill -9 $PPID"), token);
            return null;
        });

        var report = await new Three().InstallAsync(targets.Transport(shell), ErrorOk, Cancel);

        Assert.Equal("'suicide', which was to be run at the end, failed.", Assert.IsType<PrefabFailedException>(report.Error).What);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mended"), "", Cancel);
        Assert.Null((await new Three().InstallAsync(targets.Transport(shell), ErrorOk, Cancel)).Error);
        Assert.Equal("done\n", await File.ReadAllTextAsync(Log, Cancel));
    }

    [Theory, MemberData(nameof(Roots))]
    public async Task Nothing_is_changed_where_what_follows_could_not_be_written_down(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("rm -rf /var/lib/marchitect; mkdir -p /var/lib; echo 'a file' >/var/lib/marchitect");

        var report = await host.InstallAsync(
            new FileFromString("x\n", "/srv/first"),
            new FileFromString("x\n", "/srv/conf") { Notify = [new("reload it", $"touch /srv/reloaded")] });
        Set<First>((hands, _, token) => hands.NotifyAsync(new("restart it", $"touch /srv/restarted"), token).ContinueWith(task => task.Exception?.InnerException?.Message, TaskScheduler.Default));
        var code = await new Three().ValidateAsync(Mode.Install, host.Transport, ErrorOk, Cancel);

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal("file /srv/conf could not be brought about.", error.What);
        Assert.EndsWith("What is to be run at the end could not be written down in /var/lib/marchitect/owed.", error.OutputEnd, StringComparison.Ordinal);
        Assert.Contains("'restart it', which is to be run at the end, could not be written down on the host.", code.Problems.Single().Problem, StringComparison.Ordinal);
        Assert.Equal("", await host.ShAsync("ls /srv"));
    }
}
