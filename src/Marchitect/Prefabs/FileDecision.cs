namespace Marchitect.Prefabs;

/// <summary>What the file prefabs have in common: what a path may be, and what owner and permissions have to be set.</summary>
internal static class FileDecision
{
    /// <summary>How much of a file's old content comes along for a diff.</summary>
    public const int DiffLimitBytes = 64 * 1024;

    /// <summary>Permissions of a file that is made where nobody says which: a secret is its owner's alone.</summary>
    public static Permissions NewFile(bool isSecret) => isSecret ? "0600" : "0644";

    /// <summary>Permissions without those of group and others.</summary>
    public static Permissions OwnersAlone(Permissions permissions) => Permissions.FromBits(permissions.Bits & 0x1C0);

    /// <summary>A path as a prefab takes it.</summary>
    /// <exception cref="ArgumentException">It is empty, holds NUL, is relative, or names a folder where a file is meant.</exception>
    public static string Checked(string path, bool isFolder = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A path cannot hold a NUL character.", nameof(path));
        if (path[0] != '/' && path != "~" && !path.StartsWith("~/", StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' is relative; write it from / or from ~/, the home of the user.", nameof(path));
        var last = path[(path.LastIndexOf('/') + 1)..];
        if (!isFolder && last is "" or "." or "..")
            throw new ArgumentException($"'{path}' names a folder; name the file in it.", nameof(path));
        return isFolder && path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;
    }

    /// <summary>An owner or a group as a prefab takes it.</summary>
    /// <exception cref="ArgumentException">It is empty or no name.</exception>
    public static string? CheckedName(string? name, string what)
    {
        if (name is null)
            return null;
        if (name.Length == 0 || name[0] == '-' || name.Any(c => c is ':' or '/' or '\0' || char.IsWhiteSpace(c)))
            throw new ArgumentException($"'{name}' is no name of {what}.", nameof(name));
        return name;
    }

    /// <summary>Owner and group as <c>chown</c> takes them, or null where neither is wanted.</summary>
    public static string? OwnerText(string? owner, string? group) => (owner, group) switch
    {
        (null, null) => null,
        (_, null) => owner,
        _ => $"{owner}:{group}",
    };

    /// <summary>The differences of owner, group and permissions.</summary>
    public static IEnumerable<Difference> Differences(FileStat found, Permissions? permissions, string? owner, string? group)
    {
        if (owner is not null && !Is(owner, found.Owner, found.OwnerId))
            yield return new("owner", found.Owner, owner);
        if (group is not null && !Is(group, found.Group, found.GroupId))
            yield return new("group", found.Group, group);
        if (permissions is { } wanted && found.Permissions != wanted)
            yield return new("permissions", found.Permissions.Octal, wanted.Octal);
    }

    /// <summary>How an answer looks when the file is as wanted, as a pattern.</summary>
    public static string Pattern(FileKind kind, Permissions? permissions, string? owner, string? group, string? rest = null)
    {
        var bits = kind switch { FileKind.Regular => 0x8000, FileKind.Directory => 0x4000, _ => 0xA000 };
        var first = kind == FileKind.Link ? "a*"
            : permissions is { } wanted ? (bits | wanted.Bits).ToString("x", System.Globalization.CultureInfo.InvariantCulture)
            : kind == FileKind.Regular ? "8*" : "4*";
        var names = $"{(owner is null || IsNumber(owner) ? "*" : Change.Literal(owner))}:{(group is null || IsNumber(group) ? "*" : Change.Literal(group))}";
        return $"{first} * * {names}{(rest is null ? "" : $" {Change.Literal(rest)}")}";
    }

    // chown takes a number for a name too, and the host answers with the name.
    private static bool Is(string wanted, string name, long? number) =>
        wanted == name || (number is { } known && IsNumber(wanted) && wanted == known.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static bool IsNumber(string name) => name.All(char.IsAsciiDigit);
}
