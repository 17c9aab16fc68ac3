namespace Marchitect.Bench;

/// <summary>
/// Several ways to do the same, run in turns (A B A B), so that whatever else this machine does slows them alike. What counts is the
/// ratio of two runs of one round, and of those the median.
/// </summary>
internal sealed class Contest(Testbed bed)
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Adds a way.</summary>
    /// <param name="name">What the report calls it.</param>
    /// <param name="run">What is measured.</param>
    /// <param name="prepare">What is done before each run and not measured.</param>
    /// <param name="times">How often a run does it; a sample is one of them.</param>
    public Entry Add(string name, Func<Task> run, Func<Task>? prepare = null, int times = 1)
    {
        var entry = new Entry(name, run, prepare, times);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>One round to warm up, then so many that count.</summary>
    public async Task RunAsync(int rounds)
    {
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var entry in _entries)
            {
                bed.Cancel.ThrowIfCancellationRequested();
                if (entry.Prepare is { } prepare)
                    await prepare();
                var sample = (await Sample.OfAsync(entry.Run)).Each(entry.Times);
                if (round > 0)
                    entry.Samples.Add(sample);
            }
            if (round > 0)
                Console.Error.WriteLine($"   round {round}: {string.Join(", ", _entries.Select(e => $"{e.Name} {e.Samples[^1].Seconds:G3} s"))}");
        }
    }

    /// <summary>How many times as fast one is as another: the median over the rounds, and the least and most of them.</summary>
    public static (double Median, double Least, double Most) Speed(Entry of, Entry beside)
    {
        var ratios = of.Samples.Zip(beside.Samples, (mine, other) => other.Seconds / mine.Seconds).Order().ToArray();
        return (Median(ratios), ratios[0], ratios[^1]);
    }

    /// <summary>That in words, e.g. <c>3.9 (3.5 to 4.2)</c>.</summary>
    public static string SpeedText(Entry of, Entry beside)
    {
        var (median, least, most) = Speed(of, beside);
        return $"**{Report.Number(median)}** ({Report.Number(least)} to {Report.Number(most)})";
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    internal sealed record Entry(string Name, Func<Task> Run, Func<Task>? Prepare, int Times)
    {
        public List<Sample> Samples { get; } = [];

        public double Seconds => Median(Samples.Select(s => s.Seconds));

        /// <summary>Processor time on the client's side: ours, or that of the programs started.</summary>
        public double ClientCpu(bool isOurs) => Median(Samples.Select(s => isOurs ? s.OwnCpu : s.ChildrenCpu));
    }
}
