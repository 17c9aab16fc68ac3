using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Marchitect.Prefabs;

namespace Marchitect.Bench;

/// <summary>What a prefab costs the target: processes, counted by strace, and milliseconds, on dash and on busybox's shell.</summary>
internal static partial class PrefabsSection
{
    private const int Few = 10;
    private const int Many = 50;
    private const int Rounds = 7;

    private static readonly (string Name, Func<string, int, Prefab> Make)[] Kinds =
    [
        ("`Folder`", (folder, i) => new Folder($"{folder}/{i}", "0755")),
        ("`FileFromString`, 200 bytes", (folder, i) => new FileFromString(new string('x', 200), $"{folder}/{i}") { Permissions = "0644" }),
        ("`Symlink`", (folder, i) => new Symlink($"{folder}/{i}", "target")),
        ("`LineInFile`, one file", (folder, i) => new LineInFile($"{folder}/lines", $"line {i}")),
        ("`Command` with `Creates`", (folder, i) => new Command($"touch {folder}/{i}") { Creates = $"{folder}/{i}" }),
    ];

    public static async Task RunAsync(Testbed bed, Report report)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var shell in new[] { "/bin/dash", "/bin/busybox sh" })
        {
            if (!File.Exists(shell.Split(' ')[0]))
                continue;
            var login = await ForksAsync(bed, shell, [], bed.NewFolder(Path.GetTempPath()));
            foreach (var (name, make) in Kinds)
            {
                var (few, many) = (await BothAsync(bed, shell, make, Few), await BothAsync(bed, shell, make, Many));
                rows.Add(
                [
                    name, shell.Contains("busybox", StringComparison.Ordinal) ? "busybox" : "dash",
                    Each(few.Made.Forks, many.Made.Forks), Each(few.Right.Forks, many.Right.Forks),
                    Fixed(few.Made.Forks, many.Made.Forks, login), Fixed(few.Right.Forks, many.Right.Forks, login),
                    Each(few.Made.Milliseconds, many.Made.Milliseconds), Each(few.Right.Milliseconds, many.Right.Milliseconds),
                ]);
            }
        }
        report.Heading("What a prefab costs on the target");
        report.Table(["", "shell", "forks, made", "forks, right", "of a batch, made", "of a batch, right", "ms, made", "ms, right"], rows);
        report.Text($"Each is the difference of {Many} and {Few} prefabs, divided by {Many - Few}; what a batch costs whatever its length is the rest, without the login. Forks are counted by strace in runs of their own; milliseconds are medians of {Rounds} rounds, of the whole run on this machine.");
    }

    private static string Each(double few, double many) => Report.Number((many - few) / (Many - Few));

    private static string Fixed(double few, double many, double login) =>
        (few - login - Few * (many - few) / (Many - Few)).ToString("F0", CultureInfo.InvariantCulture);

    private static async Task<((double Forks, double Milliseconds) Made, (double Forks, double Milliseconds) Right)> BothAsync(
        Testbed bed, string shell, Func<string, int, Prefab> make, int count)
    {
        var traced = bed.NewFolder(Path.GetTempPath());
        Prefab[] InFolder(string folder) => [.. Enumerable.Range(0, count).Select(i => make(folder, i))];
        var made = await ForksAsync(bed, shell, InFolder(traced), traced);
        var right = await ForksAsync(bed, shell, InFolder(traced), traced);
        var times = (Made: new List<double>(), Right: new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var folder = bed.NewFolder(Path.GetTempPath());
            times.Made.Add(await MillisecondsAsync(bed, shell, InFolder(folder)));
            times.Right.Add(await MillisecondsAsync(bed, shell, InFolder(folder)));
        }
        return ((made, Median(times.Made)), (right, Median(times.Right)));
    }

    private static async Task<double> ForksAsync(Testbed bed, string shell, Prefab[] prefabs, string folder)
    {
        var log = Path.Combine(folder, ".forks");
        await ApplyAsync(bed, new InShell(new CommandTransport(["strace", "-f", "-qq", "-e", "trace=clone,clone3,fork,vfork", "-e", "signal=none", "-o", log]), shell), prefabs);
        var forks = (await File.ReadAllLinesAsync(log, bed.Cancel)).Count(line => Fork().IsMatch(line));
        File.Delete(log);
        return forks;
    }

    private static async Task<double> MillisecondsAsync(Testbed bed, string shell, Prefab[] prefabs)
    {
        var began = Stopwatch.GetTimestamp();
        await ApplyAsync(bed, new InShell(new LocalTransport(), shell), prefabs);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static Task<RunReport> ApplyAsync(Testbed bed, Transport transport, Prefab[] prefabs)
    {
        Given.Prefabs = prefabs;
        return new OneStep().InstallAsync(transport, null, bed.Cancel);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // A call that ended at once, or one that was told as unfinished and has ended.
    [GeneratedRegex(@"\b(clone|clone3|fork|vfork)(\(| resumed>).* = \d+$")]
    private static partial Regex Fork();

    private sealed class Given : Whiteprint
    {
        public static IReadOnlyList<Prefab> Prefabs { get; set; } = [];

        protected internal override IEnumerable<Prefab> Head => Prefabs;
    }

    private sealed class OneStep : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Given>()];
    }

    private sealed class InShell(Transport inner, string shell) : Transport
    {
        public override string Host => inner.Host;

        public override string Shell => shell;

        public override Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) => inner.ConnectAsync(cancellationToken);
    }
}
