namespace Marchitect.Prefabs;

/// <summary>Folders that no plan means when it removes one with all that is in it (Filesystem Hierarchy Standard 3.0).</summary>
internal static class SystemFolders
{
    private static readonly HashSet<string> Paths = new(
    [
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin",
        "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/sbin", "/usr/share", "/var", "/var/cache", "/var/lib",
        "/var/log", "/var/spool", "/var/tmp", "~",
    ]);

    public static bool IsOne(string path) => Paths.Contains(Footprint.Normal(path));
}
