namespace Marchitect;

/// <summary>Something stands at the path, and this is known of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Permissions">Its permission bits; of a link they mean nothing.</param>
/// <param name="Owner">Name of its owner, or the number where it has no name.</param>
/// <param name="Group">Name of its group, or the number where it has no name.</param>
public sealed record FileStat(FileKind Kind, Permissions Permissions, string Owner, string Group) : Finding
{
    /// <summary>Number of its owner; null in what is only expected.</summary>
    public long? OwnerId { get; init; }

    /// <summary>Number of its group; null in what is only expected.</summary>
    public long? GroupId { get; init; }

    /// <summary>Where the link points to; null for anything else.</summary>
    public string? Target { get; init; }

    /// <summary>SHA-256 of a regular file's content in lower-case hexadecimal; null where it was not asked for, or the host could not tell.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// The content of a regular file, as far as it was asked for: null where it was not, where it is what was wanted, or where it may not be read.
    /// </summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Whether <see cref="Content"/> is only the beginning of a larger file.</summary>
    public bool IsContentCut { get; init; }

    /// <summary>Whether the line that was asked for is in the file, seen by the host; then the content does not travel.</summary>
    public bool HasLine { get; init; }

    /// <summary>Names of what is in a directory, sorted, at most 20; null where it was not asked for.</summary>
    public IReadOnlyList<string>? Entries { get; init; }

    /// <summary>What it is in words, e.g. <c>a directory</c>.</summary>
    public string KindText => Kind switch
    {
        FileKind.Regular => "a file",
        FileKind.Directory => "a directory",
        FileKind.Link => $"a symbolic link to {Target}",
        _ => "a device, pipe or socket",
    };

    /// <summary>The same in words.</summary>
    /// <returns>E.g. <c>a directory, 0755 root:root</c>.</returns>
    public override string ToString() => $"{KindText}, {Permissions} {Owner}:{Group}";
}
