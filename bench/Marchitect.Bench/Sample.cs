using System.Diagnostics;

namespace Marchitect.Bench;

/// <summary>One run of something: how long it took and what it cost.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="OwnCpu">Processor time of this process, in seconds.</param>
/// <param name="ChildrenCpu">Processor time of the programs it started, in seconds.</param>
internal readonly record struct Sample(double Seconds, double OwnCpu, double ChildrenCpu)
{
    /// <summary>What one of so many took.</summary>
    public Sample Each(int times) => new(Seconds / times, OwnCpu / times, ChildrenCpu / times);

    public static async Task<Sample> OfAsync(Func<Task> run)
    {
        var before = CpuClock.Now();
        var began = Stopwatch.GetTimestamp();
        await run();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cpu = CpuClock.Now() - before;
        return new(seconds, cpu.Own.TotalSeconds, cpu.Children.TotalSeconds);
    }
}
