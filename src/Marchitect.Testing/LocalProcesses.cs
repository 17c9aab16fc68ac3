using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Marchitect.Testing;

/// <summary>Finds processes of this machine that nobody holds a handle of any more, and ends them.</summary>
internal static class LocalProcesses
{
    /// <summary>Ends what carries <c>NAME=value</c> in its environment.</summary>
    /// <returns>How many there were.</returns>
    public static int KillWithVariable(string variable)
    {
        var wanted = Encoding.UTF8.GetBytes(variable);
        return KillWhere(folder =>
        {
            var environment = File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan();
            foreach (var range in environment.Split((byte)0))
            {
                if (environment[range].SequenceEqual(wanted))
                    return true;
            }
            return false;
        });
    }

    /// <summary>Ends what runs as a user.</summary>
    /// <returns>How many there were.</returns>
    public static int KillOfUser(string userId) => KillWhere(folder => File.ReadLines(Path.Combine(folder, "status"))
        .Any(line => line.StartsWith("Uid:", StringComparison.Ordinal) && line.Split('\t').Skip(1).Contains(userId)));

    private static int KillWhere(Func<string, bool> isWanted)
    {
        var count = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId)
                continue;
            try
            {
                // A handle first and the question second: an id that is given anew in between is then noticed by its start time.
                using var process = Process.GetProcessById(id);
                if (!isWanted(folder) || IsZombie(folder))
                    continue;
                process.Kill();
                count++;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It ended meanwhile, or it is not ours to read.
            }
        }
        return count;
    }

    // A zombie has ended already and only waits for its parent to ask.
    private static bool IsZombie(string folder)
    {
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        return stat[(stat.LastIndexOf(')') + 1)..].TrimStart().StartsWith('Z');
    }
}
