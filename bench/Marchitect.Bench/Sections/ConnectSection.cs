namespace Marchitect.Bench;

/// <summary>Connecting and logging in.</summary>
internal static class ConnectSection
{
    public static async Task RunAsync(Testbed bed, Report report)
    {
        const int count = 20;
        // Code is compiled twice when it runs often; what is measured is the second.
        for (var i = 0; i < 60; i++)
            await (await Session.OpenAsync(bed.Transport(), null, bed.Cancel)).DisposeAsync();
        var contest = new Contest(bed);
        Task Ssh(params string[] options) => bed.RunAsync(
            "dash", ["-c", $"i=0; while [ $i -lt {count} ]; do ssh \"$@\" true || exit; i=$((i+1)); done", "sh", .. bed.SshOptions(), .. options, bed.Login]);
        var login = contest.Add("ConnectAsync", async () =>
        {
            for (var i = 0; i < count; i++)
                await (await bed.Transport().ConnectAsync(bed.Cancel)).DisposeAsync();
        });
        var session = contest.Add("Session.OpenAsync", async () =>
        {
            for (var i = 0; i < count; i++)
                await (await Session.OpenAsync(bed.Transport(), null, bed.Cancel)).DisposeAsync();
        });
        var ssh = contest.Add("ssh HOST true", () => Ssh());
        var alike = contest.Add("ssh HOST true, curve25519 and aes128-gcm", () => Ssh("-o", "KexAlgorithms=curve25519-sha256", "-c", "aes128-gcm@openssh.com"));
        await contest.RunAsync(bed.Rounds(7));

        report.Heading("Connecting");
        report.Table(
            ["", "ms each", "client CPU, ms each", "target", "times as fast as `ssh HOST true`"],
            contest.Entries.Select(e => (IReadOnlyList<string>)
            [
                $"`{e.Name}`",
                Report.Number(e.Seconds / count * 1000),
                Report.Number(e.ClientCpu(isOurs: e == login || e == session) / count * 1000),
                e == login || e == session ? "CPU at most 15" : "",
                $"{Contest.SpeedText(e, ssh)}; as the last: {Contest.SpeedText(e, alike)}",
            ]));
        report.Text("`Session.OpenAsync` is `ConnectAsync`, the shell on the host and its facts. ssh by default exchanges keys by sntrup761, which costs it (and would cost us) 55 ms and more of CPU; we leave that exchange out.");
    }
}
