using System.Text.RegularExpressions;

namespace Marchitect.Prefabs;

/// <summary>What prefabs that edit a part of a file have in common.</summary>
internal static class FileEditing
{
    /// <summary>How large a file may be to be edited: its content travels to where it is decided on.</summary>
    public const int LimitBytes = 1024 * 1024;

    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(5);

    /// <summary>Why the file that was found cannot be edited, or null where it can, or is not there.</summary>
    public static Change? Refusal(string path, Finding found) => found switch
    {
        Absent => null,
        FileStat { Kind: FileKind.Link } link => Change.Impossible($"{path} is {link.KindText}", "Name the file that it points to."),
        FileStat { Kind: not FileKind.Regular } other => Change.Impossible($"{path} is {other.KindText}", "Name a file."),
        FileStat { IsContentCut: true } => Change.Impossible($"{path} is larger than {LimitBytes / 1024 / 1024} MiB", "Edit it with a command."),
        FileStat { Sha256: null } => Change.Impossible($"{path} may not be read by this user", "Act as another user."),
        _ => null,
    };

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

    /// <summary>Where something new goes: before the first, or after the last line that is meant, else at the end.</summary>
    public static int PlaceOf(TextLines lines, string? before, string? after)
    {
        if (lines.FindIndex(text => Matches(text, before)) is >= 0 and var first)
            return first;
        return lines.FindLastIndex(text => Matches(text, after)) is >= 0 and var last ? last + 1 : lines.Count;
    }

    /// <summary>The file gone, of which nothing is left: most likely it was made for what was taken away.</summary>
    public static Change Removed(string path, Difference difference) =>
        Change.Of(Operation.Remove(path)) with { Differences = [difference, new("file", "present", null)], Proof = ["-"] };

    /// <summary>The file with another content, all else as it is.</summary>
    public static Change Written(string path, FileStat? found, ReadOnlyMemory<byte> content, string? check, bool hasBackup, Difference difference, bool isSecret) =>
        Change.Of(new WriteFile(path, content, found?.Permissions ?? "0644")
        {
            Owner = found is null ? null : $"{found.Owner}:{found.Group}",
            IsOwnerWanted = false,
            Check = check,
            HasBackup = hasBackup,
            IsSecret = isSecret,
        }) with
        {
            Differences = [difference],
            Edit = isSecret ? null : new(path, found?.Content, content),
            Proof = [FileDecision.Pattern(FileKind.Regular, null, null, null, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Span)))],
        };
}
