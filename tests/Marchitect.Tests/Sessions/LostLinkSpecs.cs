using System.Diagnostics;
using Marchitect.Testing;

namespace Marchitect.Tests.Sessions;

/// <summary>Links that end while something is under way, and what they leave on the host.</summary>
public sealed class LostLinkSpecs : IAsyncLifetime
{
    // What these specs hold would, if it failed, be a wait without an end.
    private const int Limit = 120_000;

    private ThrowAwaySshd _sshd = null!;
    private LinkProxy _link = null!;

    public static TheoryData<string> Shells => ["dash", "bash", "ash"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sshd = await ThrowAwaySshd.StartAsync();
        _link = LinkProxy.Start(_sshd.Port);
        // The link has a port of its own, so the server is known by that one as well.
        var known = await File.ReadAllTextAsync(_sshd.KnownHostsPath, Cancel);
        await File.AppendAllTextAsync(_sshd.KnownHostsPath, known.Replace($":{_sshd.Port} ", $":{_link.Port} ", StringComparison.Ordinal), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _sshd.DisposeAsync();
    }

    [Theory(Timeout = Limit), InlineData(LinkCut.Close), InlineData(LinkCut.Reset)]
    public async Task A_link_cut_within_a_reply_is_told_apart_from_a_failed_command(LinkCut cut)
    {
        await using var session = await OpenAsync("dash");
        _link.CutAfter(2000, cut);
        var lines = 0;

        // The command goes on until the client has sent the bytes that the cut waits for, so the reply is under way by then.
        var failure = await Assert.ThrowsAsync<ConnectionLostException>(() => session.ExecAsync(
            $"while read line; do echo $line; done", new() { Stdin = new MemoryStream(new byte[2_000_000].Select(_ => (byte)'\n').ToArray()), OnLine = _ => lines++ }, Cancel));
        var next = await Assert.ThrowsAsync<ConnectionLostException>(() => session.ExecAsync($"echo next", null, Cancel));

        Assert.Contains("'while read line; do echo $line; done'", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1 (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nothing further was sent", next.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_link_that_falls_silent_is_noticed()
    {
        await using var session = await OpenAsync("dash", TimeSpan.FromMilliseconds(200));

        var command = session.ExecAsync($"sleep 1000", null, Cancel);
        _link.Freeze();
        var failure = await Assert.ThrowsAsync<ConnectionLostException>(() => command);

        Assert.Contains("'sleep 1000'", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit), MemberData(nameof(Shells))]
    public async Task What_a_lost_connection_left_running_is_ended_by_the_next_run_and_nothing_else_is(string shell)
    {
        var folder = Directory.CreateTempSubdirectory("marchitect-orphan-").FullName;
        try
        {
            var spared = new List<int>();
            var orphaned = new List<int>();
            await using (var other = await OpenAsync(shell, direct: true))
            {
                // A daemon that the run left on purpose, and another run that is alive: neither is an orphan.
                var alive = other.ExecAsync($"echo $$ >{folder}/alive; exec sleep 1000", new() { ErrorOk = true }, Cancel);
                await using (var session = await OpenAsync(shell))
                {
                    var daemon = await session.ExecAsync($"sleep 1000 >/dev/null 2>&1 & echo $!", null, Cancel);
                    await session.ExecAsync($"sleep 0.05", null, Cancel);
                    spared.Add(int.Parse(daemon.Stdout.Trimmed, null));
                    var lost = session.ExecAsync(
                        $"trap '' TERM; sleep 1000 & echo $! >{folder}/child; echo $$ >{folder}/shell; while :; do sleep 1000; done", null, Cancel);
                    orphaned.Add(await PidAsync(Path.Combine(folder, "child")));
                    orphaned.Add(await PidAsync(Path.Combine(folder, "shell")));
                    spared.Add(await PidAsync(Path.Combine(folder, "alive")));
                    _link.CutAfter(0, LinkCut.Reset);
                    var more = session.ExecAsync($"touch {folder}/never", null, Cancel);
                    await Assert.ThrowsAsync<ConnectionLostException>(() => lost);
                    await Assert.ThrowsAsync<ConnectionLostException>(() => more);
                }
                Assert.All(orphaned, pid => Assert.True(IsAlive(pid), $"{pid} should still run"));

                // They are orphans once sshd has noticed the end of the link, which takes it a moment.
                for (var i = 0; i < 50 && orphaned.Exists(IsAlive); i++)
                {
                    await using var next = await OpenAsync(shell, direct: true);
                    await next.EndOrphansAsync(Cancel);
                }

                Assert.All(orphaned, pid => Assert.False(IsAlive(pid), $"{pid} still runs"));
                Assert.All(spared, pid => Assert.True(IsAlive(pid), $"{pid} was ended"));
                Assert.False(File.Exists(Path.Combine(folder, "never")));
                await other.DisposeAsync();
                await Assert.ThrowsAnyAsync<Exception>(() => alive);
            }
            foreach (var pid in spared.Where(IsAlive))
                Process.GetProcessById(pid).Kill();
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<int> PidAsync(string path)
    {
        while (!File.Exists(path) || (await File.ReadAllTextAsync(path, Cancel)).Length == 0)
            await Task.Delay(10, Cancel);
        return int.Parse(await File.ReadAllTextAsync(path, Cancel), null);
    }

    private Task<Session> OpenAsync(string shell, TimeSpan? keepAlive = null, bool direct = false)
    {
        var transport = new SshTransport(new()
        {
            Host = ThrowAwaySshd.Address,
            Port = direct ? _sshd.Port : _link.Port,
            User = _sshd.User,
            Credentials = [SshCredential.PrivateKeyFile(_sshd.ClientKeyPath)],
            HostKeys = new() { KnownHostsFiles = [_sshd.KnownHostsPath] },
            KeepAliveInterval = keepAlive ?? TimeSpan.FromSeconds(15),
        });
        var path = shell == "ash" ? "/bin/busybox sh" : $"/bin/{shell}";
        Assert.SkipUnless(shell != "ash" || File.Exists("/bin/busybox"), "busybox is missing; apt-get install busybox");
        return Session.OpenAsync(new ShellUnderTest(transport, path), new() { KillGrace = TimeSpan.FromSeconds(1) }, Cancel);
    }
}
