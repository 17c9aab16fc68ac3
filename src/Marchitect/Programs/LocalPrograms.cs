namespace Marchitect;

/// <summary>Finds programs of the machine we run on, as its shell would.</summary>
internal static class LocalPrograms
{
    /// <summary>The full path of a program, or null where there is none that may be executed.</summary>
    /// <param name="name">A name to look up in <c>PATH</c>, or a path, which is taken as it is.</param>
    public static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return IsExecutable(name) ? Path.GetFullPath(name) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':');
        // An empty entry means the current folder, which nobody wants programs from; chroot and its like stand in sbin, which is
        // not in every user's PATH.
        return folders.Concat(["/usr/sbin", "/sbin"])
            .Where(folder => folder.StartsWith('/'))
            .Select(folder => Path.Join(folder, name))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
