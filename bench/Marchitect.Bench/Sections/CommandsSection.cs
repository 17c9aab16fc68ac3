using System.Globalization;

namespace Marchitect.Bench;

/// <summary>Commands on one session, one after another, beside ssh with a control socket.</summary>
internal static class CommandsSection
{
    public static async Task RunAsync(Testbed bed, Report report)
    {
        const int count = 200;
        var socket = Path.Combine(bed.NewFolder(Path.GetTempPath()), "s");
        string[] master = [.. bed.SshOptions(), "-S", socket];
        await using var session = await Session.OpenAsync(bed.Transport(), null, bed.Cancel);
        await using var connection = await bed.Transport().ConnectAsync(bed.Cancel);
        await using var shell = await FramedShell.StartAsync(connection, nonce => ShellLoop.StartLine("/bin/sh", nonce), new TrafficCounter(), _ => { }, OutputSink.Nothing, bed.Cancel);
        await bed.RunAsync("ssh", [.. master, "-M", "-N", "-f", bed.Login]);
        try
        {
            var contest = new Contest(bed);
            // The loop is a shell's: it starts a program faster than .NET does.
            Task Ssh(string command) => bed.RunAsync(
                "dash",
                ["-c", string.Create(CultureInfo.InvariantCulture, $"i=0; while [ $i -lt {count} ]; do ssh \"$@\" {command} || exit; i=$((i+1)); done"), "sh", .. master, bed.Login]);
            var sshTrue = contest.Add("ssh HOST true", () => Ssh("true"));
            var sshBinTrue = contest.Add("ssh HOST /bin/true", () => Ssh("/bin/true"));
            var exec = contest.Add("ExecAsync /bin/true", async () =>
            {
                for (var i = 0; i < count; i++)
                    await session.ExecAsync("/bin/true", null, bed.Cancel);
            });
            var frames = contest.Add("frames of ours, :", async () =>
            {
                for (var i = 0; i < count; i++)
                    await (await SendAsync()).Frame.Ended;
            });
            var ahead = contest.Add("the same, written ahead", async () =>
            {
                var sent = new List<SentRequest>();
                for (var i = 0; i < count; i++)
                    sent.Add(await SendAsync());
                foreach (var request in sent)
                    await request.Frame.Ended;
            });
            await contest.RunAsync(bed.Rounds(9));

            report.Heading("Commands on one session");
            report.Table(
                ["", "ms each", "times as fast as `ssh HOST true`", "target", "client CPU, ms each"],
                contest.Entries.Select(e => (IReadOnlyList<string>)
                [
                    $"`{e.Name}`".Replace("`the same, written ahead`", "the same, 200 written ahead", StringComparison.Ordinal),
                    Report.Number(e.Seconds / count * 1000),
                    Contest.SpeedText(e, sshTrue),
                    e == exec ? "3.5" : e == frames ? "6" : "",
                    Report.Number(e.ClientCpu(isOurs: e != sshTrue && e != sshBinTrue) / count * 1000),
                ]));
            report.Text($"`ExecAsync` is {Contest.SpeedText(exec, sshBinTrue)} times as fast as `ssh HOST /bin/true`. The ssh here is the client of a control socket, started by a loop of dash.");
        }
        finally
        {
            await bed.RunAsync("ssh", [.. master, "-O", "exit", bed.Login]);
        }

        ValueTask<SentRequest> SendAsync() => new(shell.SendAsync(new FrameRequest(":", InFreshShell: false), null, bed.Cancel));
    }
}
