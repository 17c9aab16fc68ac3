namespace Marchitect.Testing;

/// <summary>A file or folder of this machine.</summary>
internal static class LocalFile
{
    /// <summary>Sets the permission bits, whatever the umask; <c>sshd</c> and <c>ssh</c> look at them.</summary>
    public static void SetPermissions(string path, string octal)
    {
        // Windows has no such bits, and no sshd that this package could start.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));
    }
}
