using System.Globalization;
using System.Security.Cryptography;

namespace Marchitect.Bench;

/// <summary>A folder of many small files, beside tar through ssh.</summary>
internal static class TreeSection
{
    public static async Task RunAsync(Testbed bed, Report report)
    {
        const int files = 2000, bytes = 4096;
        report.Heading("2,000 files of 4 KiB");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (place, below) in new[] { ("memory", "/dev/shm"), ("disk", Path.GetTempPath()) })
        {
            var folder = bed.NewFolder(below);
            var source = Path.Combine(folder, "source");
            for (var i = 0; i < files; i++)
            {
                var path = Path.Combine(source, string.Create(CultureInfo.InvariantCulture, $"{i / 100:D2}"));
                Directory.CreateDirectory(path);
                await File.WriteAllBytesAsync(
                    Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"file-{i:D4}.bin")), RandomNumberGenerator.GetBytes(bytes), bed.Cancel);
            }
            await using var session = await Session.OpenAsync(bed.Transport(), null, bed.Cancel);
            // A session that is there already is our advantage, so tar gets a control socket, too.
            var socket = Path.Combine(bed.NewFolder(Path.GetTempPath()), "s");
            string[] master = [.. bed.SshOptions(), "-S", socket];
            await bed.RunAsync("ssh", [.. master, "-M", "-N", "-f", bed.Login]);
            try
            {
                var target = Path.Combine(folder, "target");
                var contest = new Contest(bed);
                Task Prepare()
                {
                    if (Directory.Exists(target))
                        Directory.Delete(target, recursive: true);
                    return Task.CompletedTask;
                }
                var ours = contest.Add("UploadTreeAsync, new folder", () => session.UploadTreeAsync(source, target, null, bed.Cancel), Prepare);
                var again = contest.Add("UploadTreeAsync, nothing changed", () => session.UploadTreeAsync(source, target, null, bed.Cancel));
                Task Tar(params string[] options) => bed.RunAsync(
                    "dash", ["-c", "s=$1 t=$2; shift 2; tar -c -C \"$s\" . | ssh \"$@\" \"mkdir $t && tar -x -C $t\"", "sh", source, target, .. options, bed.Login]);
                var tar = contest.Add("tar through ssh, logging in", () => Tar(bed.SshOptions()), Prepare);
                var shared = contest.Add("tar through ssh, control socket", () => Tar(master), Prepare);
                await contest.RunAsync(bed.Rounds(9));
                await session.UploadTreeAsync(source, target, null, bed.Cancel);
                await bed.RunAsync("diff", "-r", source, target);
                Directory.Delete(target, recursive: true);
                foreach (var entry in contest.Entries)
                {
                    rows.Add(
                    [
                        $"{entry.Name}, {place}",
                        Report.Number(entry.Seconds * 1000),
                        Contest.SpeedText(entry, tar),
                        Contest.SpeedText(entry, shared),
                    ]);
                }
            }
            finally
            {
                await bed.RunAsync("ssh", [.. master, "-O", "exit", bed.Login]);
            }
        }
        report.Table(["", "ms", "times as fast as tar that logs in", "as tar over a control socket"], rows);
    }
}
