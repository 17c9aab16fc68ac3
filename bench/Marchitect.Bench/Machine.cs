using System.Globalization;
using System.Runtime.InteropServices;

namespace Marchitect.Bench;

/// <summary>What the figures were measured on, in general terms.</summary>
internal static class Machine
{
    public static async Task DescribeAsync(Testbed bed, Report report)
    {
        // ssh -V tells its version on stderr.
        var ssh = (await bed.RunAsync("sh", "-c", "ssh -V 2>&1")).Trim();
        var distribution = (await bed.RunAsync("sh", "-c", ". /etc/os-release && echo \"$PRETTY_NAME\"")).Trim();
        var load = (await File.ReadAllTextAsync("/proc/loadavg", bed.Cancel)).Split(' ')[0];
        report.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {distribution}, {Environment.ProcessorCount} cores for client and server together, .NET {Environment.Version} (JIT), {ssh}, load at the start {load}."));
        report.Text(bed.IsPlainUser
            ? "Logged in as a new user whose login shell is dash, without start-up files. SHA extensions: " + Sha() + "."
            : "Logged in as the user who runs this; start-up files of the login shell count against ssh, which reads them for each command. SHA extensions: " + Sha() + ".");
    }

    private static string Sha() =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 && File.ReadAllText("/proc/cpuinfo").Contains("sha_ni", StringComparison.Ordinal) ? "yes" : "no or not told";
}
