using System.Diagnostics;
using Marchitect.Testing;

namespace Marchitect.Bench;

/// <summary>Round trips through a link of 50 ms, counted on the wire.</summary>
internal static class RoundTripsSection
{
    public static async Task RunAsync(Testbed bed, Report report)
    {
        var rows = new List<IReadOnlyList<string>>();
        var file = Path.Combine(bed.NewFolder("/dev/shm"), "file");
        await using (var link = NewLink(bed))
        {
            var began = Stopwatch.GetTimestamp();
            await using var session = await Session.OpenAsync(bed.Transport(link.Port), null, bed.Cancel);
            Add("login with facts", link.RoundTrips, Stopwatch.GetElapsedTime(began), "at most 8", session.Traffic.RoundTrips);
            async Task Measure(string name, string target, Func<Task> run)
            {
                var (trips, counted, from) = (link.RoundTrips, session.Traffic.RoundTrips, Stopwatch.GetTimestamp());
                await run();
                Add(name, link.RoundTrips - trips, Stopwatch.GetElapsedTime(from), target, session.Traffic.RoundTrips - counted);
            }
            await Measure("first `ExecAsync`", "1", () => session.ExecAsync("/bin/true", null, bed.Cancel));
            await Measure("second `ExecAsync`", "1", () => session.ExecAsync("/bin/true", null, bed.Cancel));
            await Measure("20 written ahead", "", () => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => session.ExecAsync("/bin/true", null, bed.Cancel))));
            await Measure("upload of 4 KiB", "1", () => session.UploadAsync(new byte[4096], file, null, bed.Cancel));
            await Measure("the same again", "1", () => session.UploadAsync(new byte[4096], file, null, bed.Cancel));
            await Measure("download of 4 KiB", "", () => session.DownloadBytesAsync(file, null, bed.Cancel));
            await Measure("upload of 2 MiB", "", () => session.UploadAsync(new byte[2 << 20], file, null, bed.Cancel));
        }
        await using (var link = NewLink(bed))
        {
            var began = Stopwatch.GetTimestamp();
            await bed.RunAsync("ssh", [.. bed.SshOptions(link.Port), bed.Login, "true"]);
            Add("`ssh HOST true`", link.RoundTrips, Stopwatch.GetElapsedTime(began), "", null);
        }
        report.Heading("Round trips on a link of 50 ms");
        report.Table(["", "on the wire", "target", "the session's own count", "ms"], rows);
        report.Text("The wire's count includes the TCP handshake and is the longest chain of bytes that waited for one another. The session counts requests; a login is none.");

        void Add(string name, double trips, TimeSpan elapsed, string target, int? counted) =>
            rows.Add([name, trips.ToString("F1", System.Globalization.CultureInfo.InvariantCulture), target, counted?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", Report.Number(elapsed.TotalMilliseconds)]);
    }

    private static LinkProxy NewLink(Testbed bed) => LinkProxy.Start(bed.Sshd.Port, TimeSpan.FromMilliseconds(25));
}
