using System.Diagnostics;

namespace Marchitect.Tests.Sessions;

/// <summary>Ending a command: by time limit or cancellation, with its children, without harm to anything else.</summary>
public sealed class EndingSpecs(SessionTargets targets) : IClassFixture<SessionTargets>, IDisposable
{
    // Each test's processes carry a name of their own, so that those left over can be found and are not another test's.
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-ending-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Quiet => Path.Combine(_folder, "quiet");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_time_limit_ends_a_hanging_command_with_its_children(string target)
    {
        await using var session = await targets.OpenAsync(target);

        var failure = await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"echo begun; {Sleeper().Text:raw} & {Sleeper().Text:raw} | {Sleeper().Text:raw}; echo never", new() { TimeLimit = TimeSpan.FromMilliseconds(300) }, Cancel));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("begun", failure.StdoutEnd);
        Assert.Contains("time limit   0.3 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal("next\n", next.Stdout.Text);
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Cancelling_ends_the_command_and_tells_the_callers_token(string target)
    {
        await using var session = await targets.OpenAsync(target);
        using var cancel = new CancellationTokenSource();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.ExecAsync(
            $"{Sleeper().Text:raw} & echo begun; {Sleeper().Text:raw}", new() { OnLine = _ => cancel.Cancel() }, cancel.Token));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal(cancel.Token, failure.CancellationToken);
        Assert.Equal("next\n", next.Stdout.Text);
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_command_that_ignores_SIGTERM_is_killed(string target)
    {
        await using var session = await targets.OpenAsync(target, new() { KillGrace = TimeSpan.FromMilliseconds(300) });

        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"trap '' TERM; while :; do {Sleeper().Text:raw}; done", new() { TimeLimit = TimeSpan.FromMilliseconds(300) }, Cancel));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("next\n", next.Stdout.Text);
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_child_that_ignores_SIGTERM_does_not_outlive_its_command(string target)
    {
        await using var session = await targets.OpenAsync(target, new() { KillGrace = TimeSpan.FromMilliseconds(300) });

        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"(trap '' TERM; {Sleeper().Text:raw}) & {Sleeper().Text:raw}", new() { TimeLimit = TimeSpan.FromMilliseconds(300) }, Cancel));

        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task What_an_ended_command_wrote_last_does_not_fall_into_the_next(string target)
    {
        await using var session = await targets.OpenAsync(target);
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<OutputLimitException>(() => session.ExecAsync(
                $"yes & yes & yes & yes", new() { OutputLimitBytes = 100_000 }, Cancel));

            Assert.Equal("next\n", (await session.ExecAsync($"echo next", null, Cancel)).Stdout.Text);
        }
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_command_that_replaced_its_shell_is_ended(string target)
    {
        await using var session = await targets.OpenAsync(target);

        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"exec {Sleeper().Text:raw}", new() { TimeLimit = TimeSpan.FromMilliseconds(300) }, Cancel));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("next\n", next.Stdout.Text);
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task What_an_earlier_command_left_in_the_background_is_spared(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var left = await session.ExecAsync($"{Sleeper().Text:raw} >/dev/null 2>&1 & echo $!", null, Cancel);
        var pid = int.Parse(left.Stdout.Trimmed, null);
        // Start times are told in hundredths of a second: the commands have to be further apart than that.
        await session.ExecAsync($"sleep 0.05", null, Cancel);

        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"sleep 1000", new() { TimeLimit = TimeSpan.FromMilliseconds(300) }, Cancel));

        using var spared = Process.GetProcessById(pid);
        Assert.False(spared.HasExited);
        await session.ExecAsync($"kill {pid}", null, Cancel);
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Input_that_is_still_on_its_way_does_not_confuse_what_follows(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var input = new byte[20_000_000];

        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"head -c 10 >/dev/null; {Sleeper().Text:raw}", new() { Stdin = input, TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));
        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"cat >/dev/null; {Sleeper().Text:raw}", new() { Stdin = input, TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));
        var next = await session.ExecAsync($"wc -c", new() { Stdin = input }, Cancel);

        Assert.Equal("20000000", next.Stdout.Trimmed);
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Commands_waiting_behind_a_hanging_one_are_not_hit(string target)
    {
        await using var session = await targets.OpenAsync(target);

        var hanging = session.ExecAsync($"exec {Sleeper().Text:raw}", new() { TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel);
        var behind = Enumerable.Range(0, 20).Select(i => session.ExecAsync($"sleep 0.01; echo {i}", null, Cancel)).ToArray();

        await Assert.ThrowsAsync<CommandTimeoutException>(() => hanging);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}\n"), (await Task.WhenAll(behind)).Select(r => r.Stdout.Text));
        await NoSleeperIsLeftAsync();
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_command_that_waits_for_its_turn_can_be_cancelled_while_it_waits(string target)
    {
        await using var session = await targets.OpenAsync(target);
        using var cancel = new CancellationTokenSource();
        var first = session.ExecAsync($"sleep 0.5; echo first", null, Cancel);

        var second = session.ExecAsync($"echo second", null, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal("first\n", (await first).Stdout.Text);
        Assert.Equal("third\n", (await session.ExecAsync($"echo third", null, Cancel)).Stdout.Text);
    }

    private ShellCommand Sleeper()
    {
        File.WriteAllText(Quiet, "");
        return Shell.Run("tail", "-f", "-s", "1000", Quiet);
    }

    // SIGTERM may take a moment to do its work on a process that nobody waits for.
    private async Task NoSleeperIsLeftAsync()
    {
        for (var i = 0; i < 100 && Sleepers() is not []; i++)
            await Task.Delay(20, Cancel);
        Assert.Empty(Sleepers());
    }

    private string[] Sleepers() =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Where(d =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(d, "cmdline")).StartsWith($"tail\0-f\0-s\01000\0{_folder}", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
            catch (UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];
}
