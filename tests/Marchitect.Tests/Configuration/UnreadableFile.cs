namespace Marchitect.Tests.Configuration;

/// <summary>A file that whoever runs the tests may not read.</summary>
internal static class UnreadableFile
{
    // Of those the kernel asks nobody's privileges: they can only be written to.
    private static readonly string[] WriteOnly = ["/proc/sys/net/ipv4/route/flush", "/proc/sys/vm/compact_memory"];

    /// <summary>Makes it at a path where nothing is; root may read everything, but what can only be written to.</summary>
    public static void Make(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            File.CreateSymbolicLink(path, WriteOnly.First(File.Exists));
            return;
        }
        File.WriteAllText(path, "hunter2");
        File.SetUnixFileMode(path, UnixFileMode.None);
    }
}
