namespace Marchitect.Prefabs;

/// <summary>What prefabs that edit a part of a file have in common.</summary>
internal static class FileEditing
{
    /// <summary>How large a file may be to be edited: its content travels to where it is decided on.</summary>
    public const int LimitBytes = 1024 * 1024;

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

    /// <summary>The file with another content, all else as it is.</summary>
    public static Change Written(string path, FileStat? found, ReadOnlyMemory<byte> content, string? check, bool hasBackup, Difference difference) =>
        Change.Of(new WriteFile(path, content, found?.Permissions ?? "0644")
        {
            Owner = found is null ? null : $"{found.Owner}:{found.Group}",
            IsOwnerWanted = false,
            Check = check,
            HasBackup = hasBackup,
        }) with
        {
            Differences = [difference],
            Edit = new(path, found?.Content, content),
            Proof = [FileDecision.Pattern(FileKind.Regular, null, null, null, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Span)))],
        };
}
