namespace Marchitect.Prefabs;

/// <summary>A directory that exists on the host, with these permission bits and this owner.</summary>
/// <param name="Path">POSIX path on the host, e.g. <c>/srv/app</c>; a leading <c>~/</c> is the user's home. No globs.</param>
/// <param name="Permissions">Permission bits to hold, e.g. <c>"0755"</c>; null to leave them as found.</param>
/// <param name="Owner">User name known to the host, or null to leave it as found.</param>
/// <param name="Group">Group name known to the host, or null to leave it as found.</param>
/// <remarks>
/// A symbolic link to a directory is one. Missing parents get the host's umask, not <paramref name="Permissions"/>, as <c>mkdir -p</c> does
/// (POSIX.1, mkdir). <c>clean</c> removes it where it is empty by then, which is looked at after what is listed behind it was cleaned; one
/// that holds something else is left, unless <see cref="RemoveOnClean"/> says so, and one of the system's own, such as <c>/srv</c>, is left always.
/// </remarks>
public sealed record Folder(string Path, Permissions? Permissions = null, string? Owner = null, string? Group = null) : Prefab
{
    /// <inheritdoc cref="Folder(string, Marchitect.Permissions?, string?, string?)" path="/param[@name='Path']"/>
    public string Path { get; } = FileDecision.Checked(Path, isFolder: true);

    /// <summary>Whether it is to be gone, with all that is in it. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>What <c>clean</c> does with it. <value>Default: it goes where it is empty.</value></summary>
    public FolderRemoval RemoveOnClean { get; init; } = FolderRemoval.WhenEmpty;

    private string? OwnerText { get; } = FileDecision.OwnerText(FileDecision.CheckedName(Owner, "a user"), FileDecision.CheckedName(Group, "a group"));

    /// <inheritdoc/>
    protected internal override string Title => $"folder {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    /// <inheritdoc/>
    protected internal override bool GoesLast(string mode) => mode == Mode.Clean;

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.Stat(Path),
        Mode.Clean => RemoveOnClean == FolderRemoval.Never ? Probe.None : Probe.Stat(Path, withEntries: RemoveOnClean == FolderRemoval.WhenEmpty),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => (mode, found) switch
    {
        (_, NothingAsked) => Change.None,
        (Mode.Clean, _) => Gone(found, RemoveOnClean == FolderRemoval.WithContent),
        _ when IsAbsent => Gone(found, withContent: true),
        (_, Absent) => Change.Of([Operation.MakeFolder(Path, Permissions), .. Chown()]) with { Differences = [new("folder", null, "made"), .. Wanted()], Proof = Proof },
        (_, FileStat { Kind: FileKind.Directory } stat) => Corrected(stat),
        _ => Change.Impossible($"{Path} is {((FileStat)found).KindText}", "Move it away, or choose another path."),
    };

    private string[] Proof => [FileDecision.Pattern(FileKind.Directory, Permissions, Owner, Group)];

    private Change Corrected(FileStat found)
    {
        var differences = FileDecision.Differences(found, Permissions, Owner, Group).ToArray();
        if (differences.Length == 0)
            return Change.None;
        var isOwnerWrong = differences.Any(difference => difference.Field is "owner" or "group");
        // chown may take away set-user-ID and set-group-ID, so that the permissions are set after it.
        return Change.Of([.. isOwnerWrong ? Chown() : [], .. Permissions is { } wanted ? [Operation.SetPermissions(Path, wanted)] : (Operation[])[]])
            with
        { Differences = differences, Proof = Proof };
    }

    private Change Gone(Finding found, bool withContent) => found switch
    {
        Absent => Change.None,
        FileStat { Kind: FileKind.Directory } when withContent && SystemFolders.IsOne(Path) =>
            Change.Impossible($"{Path} belongs to the system, and would be removed with all that is in it", "Set RemoveOnClean = FolderRemoval.Never."),
        FileStat { Kind: FileKind.Directory } when withContent =>
            Change.Of(Operation.Remove(Path, isFolder: true)) with { Differences = [new("folder", "present", null)], Proof = ["-*"] },
        FileStat { Kind: FileKind.Directory, Entries: [] } when SystemFolders.IsOne(Path) => Change.Skipped($"{Path} belongs to the system"),
        FileStat { Kind: FileKind.Directory, Entries: [] } =>
            Change.Of(new RemoveEmptyFolder(Path)) with { Differences = [new("folder", "present", null)], Proof = ["-*"] },
        FileStat { Kind: FileKind.Directory, Entries: { } names } => Change.Skipped(
            $"it is not empty: {string.Join(", ", names.Take(3))}{(names.Count > 3 ? ", ..." : "")}",
            "RemoveOnClean = FolderRemoval.WithContent removes it with all that is in it."),
        _ => Change.Skipped($"{Path} is {((FileStat)found).KindText}, not a folder"),
    };

    private Operation[] Chown() => OwnerText is { } owner ? [Operation.SetOwner(Path, owner)] : [];

    private IEnumerable<Difference> Wanted()
    {
        if (Owner is not null)
            yield return new("owner", null, Owner);
        if (Group is not null)
            yield return new("group", null, Group);
        if (Permissions is { } permissions)
            yield return new("permissions", null, permissions.Octal);
    }
}
