namespace Marchitect.Prefabs;

/// <summary>Folders that no plan means when it removes one with all that is in it (Filesystem Hierarchy Standard 3.0).</summary>
internal static class SystemFolders
{
    private static readonly HashSet<string> Paths = new(
    [
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32", "/lost+found", "/media", "/mnt", "/opt", "/proc",
        "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/include", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec",
        "/usr/local", "/usr/local/bin", "/usr/local/etc", "/usr/local/lib", "/usr/local/sbin", "/usr/local/share", "/usr/sbin", "/usr/share",
        "/usr/src", "/var", "/var/cache", "/var/lib", "/var/local", "/var/lock", "/var/log", "/var/mail", "/var/opt", "/var/run", "/var/spool",
        "/var/tmp", "~",
    ]);

    /// <summary>Whether a path is one of them. Where a path leads that climbs out of a home is not known here, so that it may be one.</summary>
    public static bool IsOne(string path)
    {
        var normal = Footprint.Normal(path);
        return Paths.Contains(normal) || !(normal.StartsWith('/') || normal.StartsWith("~/", StringComparison.Ordinal));
    }
}
