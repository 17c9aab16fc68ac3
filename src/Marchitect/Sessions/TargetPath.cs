namespace Marchitect;

/// <summary>Paths on the target: POSIX text, taken literally but for a leading <c>~/</c>.</summary>
internal static class TargetPath
{
    /// <summary>The path as one word of shell text that no command takes for an option.</summary>
    /// <exception cref="ArgumentException">The path is empty or holds a NUL character.</exception>
    public static string Word(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == "~")
            return "\"$HOME\"";
        if (path.StartsWith("~/", StringComparison.Ordinal))
            return $"\"$HOME\"/{Shell.Quote(path[2..])}";
        return Shell.Quote(path[0] == '-' ? "./" + path : path);
    }
}
