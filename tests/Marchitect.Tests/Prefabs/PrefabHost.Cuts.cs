using Marchitect.Testing;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Runs over a link that is cut after so many bytes.</summary>
internal sealed partial class PrefabHost
{
    /// <summary>
    /// What holds for every prefab that a lost link interrupts: cut anywhere between the login and the end, in what is sent or in what
    /// is answered, with or without a word to the ends, the next run makes it hold, the one after that changes nothing in one round
    /// trip, and nothing stands on the machine that does not stand there after a run that nobody disturbed.
    /// </summary>
    /// <param name="prefabs">What is brought about; nothing of it holds yet.</param>
    /// <param name="undo">A script that takes back what they do, before each further run.</param>
    /// <param name="holds">Whether they hold, in the test's own words.</param>
    /// <param name="cuts">How many cuts in each direction.</param>
    public async Task ExpectCutContractAsync(Prefab[] prefabs, string undo, Func<Task> holds, int cuts = 3)
    {
        // What a first run of all leaves for good (folders of the machine's record, caches) is none of the next ones.
        ExpectDone(await InstallAsync(prefabs));
        await ShAsync(undo);
        var login = await CountAsync(async transport => await (await Session.OpenAsync(transport, cancellationToken: Cancel)).DisposeAsync());
        var all = 0;
        var whole = await CountAsync(async transport =>
        {
            var undisturbed = await InstallOverAsync(transport, prefabs);
            ExpectDone(undisturbed);
            all = undisturbed.Changes.Count();
        });
        await holds();
        var tree = await TreeAsync();

        var left = new List<int>();
        foreach (var isAnswer in (bool[])[false, true])
        {
            var (from, to) = isAnswer ? (login.ToClient, whole.ToClient) : (login.ToServer, whole.ToServer);
            for (var i = 0; i < cuts; i++)
            {
                // The last answer is cut right before its end, where all is done. How output is cut into packets differs from run to run, so that this
                // may come to lie behind it; then it is tried once more, earlier.
                var isEnd = isAnswer && i == cuts - 1;
                var at = isEnd ? to - 20 : from + ((to - from) * ((2 * i) + 1) / (2 * cuts));
                var cut = i % 2 == 0 ? LinkCut.Reset : LinkCut.Close;
                await ShAsync(undo);
                while (!await IsLostAsync(prefabs, at, cut, isAnswer))
                {
                    Assert.True(isEnd && at > to - 400, $"The run was not cut after {at} of {to} bytes.");
                    at -= 100;
                    await ShAsync(undo);
                }

                var name = $"cut after {at} of {to} bytes of what is {(isAnswer ? "answered" : "sent")}";
                var next = await InstallAsync(prefabs);
                Assert.True(next.IsSuccess, $"{name}: {next.Error}");
                left.Add(next.Changes.Count());
                await holds();
                ExpectDone(await ValidateAsync(Mode.Install, prefabs));
                var again = await InstallAsync(prefabs);
                ExpectDone(again);
                Assert.Empty(again.Changes);
                Assert.Equal(_as is null ? 1 : 3, again.Traffic.RoundTrips);
                Assert.Equal(tree, await TreeAsync());
                TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {string.Join("; ", next.Changes.Select(change => change.Title))}");
            }
        }
        // Otherwise the cuts fell where there was nothing to lose.
        Assert.True(left.Min() < all && left.Max() == all, $"Of {all} changes these were left to do: {string.Join(", ", left)}.");
    }

    private async Task<bool> IsLostAsync(Prefab[] prefabs, long bytes, LinkCut cut, bool isAnswer)
    {
        await using var link = LinkProxy.Start(_target.Port);
        if (isAnswer)
            link.CutAfterAnswer(bytes, cut);
        else
            link.CutAfter(bytes, cut);
        var report = await InstallOverAsync(Through(link), prefabs);
        Assert.True(report.IsSuccess || report.Error is ConnectionLostException, $"{report.Error}");
        return !report.IsSuccess;
    }

    private SshTransport Through(LinkProxy link)
    {
        var knownHosts = $"{_target.KnownHostsPath}_{link.Port}";
        File.WriteAllText(knownHosts, File.ReadAllText(_target.KnownHostsPath).Replace($":{_target.Port} ", $":{link.Port} ", StringComparison.Ordinal));
        return new(((SshTransport)Transport).Endpoint with { Port = link.Port, HostKeys = new() { KnownHostsFiles = [knownHosts] } });
    }

    private async Task<(long ToServer, long ToClient)> CountAsync(Func<SshTransport, Task> run)
    {
        await using var link = LinkProxy.Start(_target.Port);
        await run(Through(link));
        return (link.BytesToServer, link.BytesToClient);
    }

    private Task<RunReport> InstallOverAsync(Transport transport, Prefab[] prefabs) => WithAsync(prefabs, plan => plan.ExecuteAsync(Mode.Install, transport, Options, Cancel));

    // All that stands there, but for logs, what systemd notes for itself, and the system's own programs and papers, which take long to walk.
    private async Task<string[]> TreeAsync() =>
        (await ShAsync(@"find / -xdev \( -path /var/log -o -path /var/lib/systemd -o -path /usr/share -o -path /usr/lib \) -prune -o -printf '%p %y %m %u %g %l\n'")).Split('\n');
}
