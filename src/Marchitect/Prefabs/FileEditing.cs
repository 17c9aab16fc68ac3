using System.Text.RegularExpressions;

namespace Marchitect.Prefabs;

/// <summary>What the options of prefabs that write files may be: checks and regular expressions.</summary>
internal static class FileEditing
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(5);

    /// <summary>A check as a prefab takes it.</summary>
    /// <exception cref="ArgumentException">It does not say where the file stands in it.</exception>
    public static string? CheckedCheck(string? check) => check is null || check.Contains("%s", StringComparison.Ordinal)
        ? check
        : throw new ArgumentException($"The check '{check}' does not name the file to check; write %s where it stands.", nameof(check));

    /// <summary>A regular expression as a prefab takes it.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string? CheckedPattern(string? pattern)
    {
        if (pattern is not null)
            _ = new Regex(pattern, RegexOptions.CultureInvariant, PatternLimit);
        return pattern;
    }

    /// <summary>Whether a line is one that a regular expression means; null means none.</summary>
    public static bool Matches(string line, string? pattern) =>
        pattern is not null && Regex.IsMatch(line, pattern, RegexOptions.CultureInvariant, PatternLimit);
}
