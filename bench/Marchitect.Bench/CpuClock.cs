using System.Globalization;

namespace Marchitect.Bench;

/// <summary>Processor time, user and system, of this process, and of its children that have ended and were waited for, with theirs.</summary>
/// <param name="Own">Of this process.</param>
/// <param name="Children">Of its children.</param>
internal readonly record struct CpuClock(TimeSpan Own, TimeSpan Children)
{
    // USER_HZ, which Linux shows to programs, is 100 on every machine that .NET runs on. The kernel keeps finer sums and
    // rounds them only here, so over many children nothing is lost.
    private const double TicksPerSecond = 100;

    public static CpuClock Now()
    {
        // man 5 proc: cutime and cstime are the fields 16 and 17; the name in parentheses may hold spaces.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
        return new(Environment.CpuUsage.TotalTime, TimeSpan.FromSeconds(ticks / TicksPerSecond));
    }

    public static CpuClock operator -(CpuClock later, CpuClock earlier) => new(later.Own - earlier.Own, later.Children - earlier.Children);
}
