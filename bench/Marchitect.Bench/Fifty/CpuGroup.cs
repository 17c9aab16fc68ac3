using System.Globalization;

namespace Marchitect.Bench;

/// <summary>
/// A control group of Linux (version 2) that counts the processor time of the processes in it and of all they start, daemons
/// included. Making one needs root.
/// </summary>
internal sealed class CpuGroup : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly string _folder;

    private CpuGroup(string folder) => _folder = folder;

    /// <summary>What a process writes its id to in order to be counted here.</summary>
    public string ProcessesFile => Path.Combine(_folder, "cgroup.procs");

    /// <summary>Processor time, user and system, of all that has run here.</summary>
    // man 7 cgroups: every group but the root has it, whatever controllers are on.
    public double Seconds => File.ReadLines(Path.Combine(_folder, "cpu.stat"))
        .Where(line => line.StartsWith("usage_usec ", StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan("usage_usec ".Length), CultureInfo.InvariantCulture) / 1e6)
        .First();

    /// <summary>Makes a group.</summary>
    /// <returns>The group, or null where this machine does not let us.</returns>
    public static CpuGroup? TryCreate()
    {
        // The second is where version 2 lies on machines that still have version 1 as well.
        foreach (var mount in new[] { "/sys/fs/cgroup", "/sys/fs/cgroup/unified" })
        {
            if (!File.Exists(Path.Combine(mount, "cgroup.procs")))
                continue;
            var folder = Path.Combine(mount, "marchitect-bench-" + Guid.NewGuid().ToString("N"));
            try
            {
                Directory.CreateDirectory(folder);
                if (File.Exists(Path.Combine(folder, "cpu.stat")))
                    return new(folder);
                Directory.Delete(folder);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // A container's, as a rule: mounted read-only.
            }
        }
        return null;
    }

    /// <summary>Takes a running process in; what it starts from now on is counted, what it started before is not.</summary>
    public void Add(int processId) => File.WriteAllText(ProcessesFile, processId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until no more than so many processes are left.</summary>
    /// <exception cref="MarchitectException">More are left after 20 s.</exception>
    public async Task WaitAsync(int left, CancellationToken cancellationToken)
    {
        var until = TimeProvider.System.GetUtcNow() + EndLimit;
        while (Processes().Count > left)
        {
            if (TimeProvider.System.GetUtcNow() > until)
                throw new MarchitectException($"{Processes().Count} processes are left after {EndLimit.TotalSeconds} s, {left} were expected.");
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>Ends what is left here, e.g. the connection that ssh keeps open for the next command, and waits for it.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var id in Processes())
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It ended by itself.
            }
        }
        await WaitAsync(0, cancellationToken);
    }

    /// <summary>Removes the group. Who is still in it goes back where all others are.</summary>
    public ValueTask DisposeAsync()
    {
        var above = Path.Combine(Path.GetDirectoryName(_folder)!, "cgroup.procs");
        foreach (var id in Processes())
        {
            try
            {
                File.WriteAllText(above, id.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It has ended.
            }
        }
        Directory.Delete(_folder);
        return ValueTask.CompletedTask;
    }

    private List<int> Processes() => [.. File.ReadLines(ProcessesFile).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
}
