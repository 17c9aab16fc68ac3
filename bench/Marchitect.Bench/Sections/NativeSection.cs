namespace Marchitect.Bench;

/// <summary>The sample as one native file: its size, its start and a whole run of it.</summary>
internal static class NativeSection
{
    public static async Task RunAsync(Testbed bed, Report report)
    {
        report.Heading("Native");
        var sample = Path.Combine(bed.Repository, "samples", "hello.cs");
        var folder = bed.NewFolder(Path.GetTempPath());
        try
        {
            await bed.RunAsync("dotnet", "publish", sample, "-c", "Release", "-o", folder);
        }
        catch (MarchitectException failure)
        {
            report.Text($"Left out, since the sample was not published: {failure.What.Split('\n')[0]}");
            return;
        }
        var program = Path.Combine(folder, "hello");
        // A home of its own, so that whatever it does here it does not do to this user.
        string[] install = [$"HOME={folder}", program, "install", $"{bed.Login}:{bed.Sshd.Port}", "--identity", bed.Sshd.ClientKeyPath, "--known-hosts", bed.Sshd.KnownHostsPath];
        var contest = new Contest(bed);
        contest.Add("hello --help", () => bed.RunAsync(program, "--help"));
        await using var session = await Session.OpenAsync(bed.Transport(), null, bed.Cancel);
        await bed.RunAsync("env", install);
        var isInstalled = (await session.ExecAsync("test -f ~/hello-command.txt && test -f ~/hello-upload.txt", new() { ErrorOk = true }, bed.Cancel)).ExitStatus == 0;
        if (isInstalled)
            contest.Add("hello install", () => bed.RunAsync("env", install));
        contest.Add("ssh HOST true", () => bed.RunAsync("ssh", [.. bed.SshOptions(), bed.Login, "true"]));
        await contest.RunAsync(bed.Rounds(15));
        report.Text($"`dotnet publish samples/hello.cs` makes one file of {Report.Number(new FileInfo(program).Length / 1024.0 / 1024.0)} MiB.");
        report.Table(
            ["whole process", "ms", "CPU, ms"],
            // Each is shorter than the clock's tick, so the mean tells what the median cannot.
            contest.Entries.Select(e => (IReadOnlyList<string>)[$"`{e.Name}`", Report.Number(e.Seconds * 1000), Report.Number(e.Samples.Average(s => s.ChildrenCpu) * 1000)]));
        report.Text(isInstalled
            ? "`hello install` connects, asks for the facts, runs a command and uploads a file."
            : "`hello install` is left out: it ended well, but what it installs does not stand on the server.");
    }
}
