namespace Marchitect;

/// <summary>Writes a file whole or not at all.</summary>
/// <param name="Path">Where.</param>
/// <param name="Content">The content.</param>
/// <param name="Permissions">Its permissions.</param>
internal sealed record WriteFile(string Path, ReadOnlyMemory<byte> Content, Permissions Permissions) : Operation
{
    /// <summary>Its owner as <c>chown</c> takes it; null for the session's user.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether a file that cannot be given to <see cref="Owner"/> is an error: not where that only keeps the old one's owner.</summary>
    public bool IsOwnerWanted { get; init; } = true;

    /// <summary>A command that must succeed before the file is put in its place; <c>%s</c> in it is the new file, beside that place. Null for none.</summary>
    public string? Check { get; init; }

    /// <summary>Whether what is overwritten stays beside it.</summary>
    public bool HasBackup { get; init; }

    /// <summary>Whether the content must not be seen: what the check says is then not told, since checks quote what they do not like.</summary>
    public bool IsSecret { get; init; }

    /// <summary>This content where an earlier change of the same file was to be made just before: what that one wanted beside its content stays.</summary>
    public WriteFile Over(WriteFile earlier) => this with
    {
        Owner = IsOwnerWanted ? Owner : earlier.Owner,
        IsOwnerWanted = IsOwnerWanted || earlier.IsOwnerWanted,
        Check = Check ?? earlier.Check,
        HasBackup = HasBackup || earlier.HasBackup,
        IsSecret = IsSecret || earlier.IsSecret,
    };

    public override string Title => $"write {Path} ({Content.Length} bytes, {Permissions})";
}
