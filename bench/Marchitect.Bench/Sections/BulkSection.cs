using System.Globalization;
using System.Security.Cryptography;

namespace Marchitect.Bench;

/// <summary>One large file up and down, beside scp.</summary>
internal static class BulkSection
{
    private const int MiB = 1024 * 1024;

    private static readonly string[] Gcm = ["-c", "aes128-gcm@openssh.com"];

    public static async Task RunAsync(Testbed bed, Report report)
    {
        report.Heading("256 MiB up and down");
        report.Text(
            "Each into a file that is not there yet. We negotiate aes128-gcm, scp chacha20-poly1305 by default. We prove the content by its SHA-256 on both sides and flush it to the disk, scp does neither; `+ sync` is scp and then `sync FILE` on the receiving side. Our bare channel is `cat` on the other side and nothing else: what the SSH library allows.");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (place, below) in new[] { ("memory", "/dev/shm"), ("disk", Path.GetTempPath()) })
            await MeasureAsync(bed, below, place, rows);
        report.Table(["", "MiB/s", "beside scp", "beside scp, aes128-gcm", "beside that + sync", "our bare channel beside scp, aes128-gcm", "client CPU, s", "scp's, aes128-gcm"], rows);
        await MemoryAsync(bed, report);
    }

    private static async Task MeasureAsync(Testbed bed, string below, string place, List<IReadOnlyList<string>> rows)
    {
        const int size = 256;
        var folder = bed.NewFolder(below);
        var source = Path.Combine(folder, "source");
        var target = Path.Combine(folder, "target");
        await WriteAsync(source, size, bed.Cancel);
        await using var session = await Session.OpenAsync(bed.Transport(), null, bed.Cancel);
        await using var connection = await bed.Transport().ConnectAsync(bed.Cancel);

        foreach (var isUpload in new[] { true, false })
        {
            var contest = new Contest(bed);
            async Task Prepare()
            {
                // The target is the server user's or ours; the folder is everybody's.
                File.Delete(target);
                await bed.RunAsync("sync", "-f", folder);
            }
            Task Scp(params string[] options) => bed.RunAsync(
                "scp", ["-q", .. bed.SshOptions(), .. options, .. isUpload ? new[] { source, $"{bed.Login}:{target}" } : [$"{bed.Login}:{source}", target]]);
            var ours = contest.Add(
                isUpload ? "UploadAsync" : "DownloadAsync",
                () => isUpload ? session.UploadAsync(source, target, null, bed.Cancel) : session.DownloadAsync(source, target, null, bed.Cancel),
                Prepare);
            var scp = contest.Add("scp", () => Scp(), Prepare);
            var gcm = contest.Add("scp gcm", () => Scp(Gcm), Prepare);
            var synced = contest.Add(
                "scp gcm + sync",
                async () =>
                {
                    await Scp(Gcm);
                    await bed.RunAsync("sync", target);
                },
                Prepare);
            var bare = contest.Add(
                "bare channel",
                async () =>
                {
                    if (isUpload)
                        await SendAsync(connection, source, target, bed.Cancel);
                    else
                        await ReceiveAsync(connection, source, target, bed.Cancel);
                },
                Prepare);
            await contest.RunAsync(bed.Rounds(7));
            await bed.RunAsync("cmp", source, target);
            File.Delete(target);
            rows.Add(
            [
                $"`{ours.Name}`, {place}",
                Report.Number(size / ours.Seconds),
                Contest.SpeedText(ours, scp),
                Contest.SpeedText(ours, gcm),
                Contest.SpeedText(ours, synced),
                Contest.SpeedText(bare, gcm),
                Report.Number(ours.ClientCpu(isOurs: true)),
                Report.Number(gcm.ClientCpu(isOurs: false)),
            ]);
        }
    }

    // What the SSH library costs, without hashes, renames and frames.
    private static async Task SendAsync(Connection connection, string source, string target, CancellationToken cancel)
    {
        await using var channel = await connection.StartAsync($"exec cat >{target}", cancel);
        await using (var file = File.OpenRead(source))
            await file.CopyToAsync(channel.Stdin, 512 * 1024, cancel);
        await channel.Stdin.DisposeAsync();
        await channel.Ended.WaitAsync(cancel);
    }

    private static async Task ReceiveAsync(Connection connection, string source, string target, CancellationToken cancel)
    {
        await using var channel = await connection.StartAsync($"exec cat {source}", cancel);
        await using var file = File.Create(target);
        await channel.Stdout.CopyToAsync(file, 256 * 1024, cancel);
    }

    // What grows with the content would show when the content is doubled.
    private static async Task MemoryAsync(Testbed bed, Report report)
    {
        var folder = bed.NewFolder("/dev/shm");
        var target = Path.Combine(folder, "target");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var size in new[] { 256, 512 })
        {
            var source = Path.Combine(folder, "source");
            await WriteAsync(source, size, bed.Cancel);
            await using var session = await Session.OpenAsync(bed.Transport(), null, bed.Cancel);
            foreach (var isUpload in new[] { true, false })
            {
                File.Delete(target);
                GC.Collect();
                // man 5 proc: 5 resets the peak.
                await File.WriteAllTextAsync("/proc/self/clear_refs", "5", bed.Cancel);
                var before = ResidentPeak();
                var allocated = GC.GetTotalAllocatedBytes();
                if (isUpload)
                    await session.UploadAsync(source, target, null, bed.Cancel);
                else
                    await session.DownloadAsync(source, target, null, bed.Cancel);
                allocated = GC.GetTotalAllocatedBytes() - allocated;
                rows.Add(
                [
                    string.Create(CultureInfo.InvariantCulture, $"{(isUpload ? "up" : "down")}, {size} MiB"),
                    Report.Number(before),
                    Report.Number(ResidentPeak()),
                    Report.Number(allocated / (double)MiB),
                ]);
            }
            File.Delete(target);
        }
        report.Text("Memory of this process, which includes the runtime and all earlier sections, in MiB:");
        report.Table(["", "resident before", "resident at most", "allocated in all"], rows);
    }

    private static double ResidentPeak() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024.0;

    private static async Task WriteAsync(string path, int size, CancellationToken cancel)
    {
        var bytes = new byte[MiB];
        await using var file = File.Create(path);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_100_100);
        for (var i = 0; i < size; i++)
        {
            RandomNumberGenerator.Fill(bytes);
            await file.WriteAsync(bytes, cancel);
        }
    }
}
