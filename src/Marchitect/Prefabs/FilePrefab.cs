using System.Security.Cryptography;

namespace Marchitect.Prefabs;

/// <summary>A regular file with a content, whatever that comes from. Derive from it for contents of your own.</summary>
/// <remarks>
/// The file is written beside its place, proved, given owner and permissions, flushed and renamed, so that the old one or the new one stands
/// there, never half of one. Its content travels only where the host's differs. A symbolic link at the path is replaced by the file;
/// what it pointed to stays. The folder must exist: a <see cref="Folder"/> listed before makes it. <c>clean</c> removes the file.
/// </remarks>
public abstract record FilePrefab : Prefab
{
    private readonly Permissions? _contentsOwn;

    /// <summary>Takes the path.</summary>
    /// <param name="path">POSIX path on the host; a leading <c>~/</c> is the user's home.</param>
    protected FilePrefab(string path) => Path = FileDecision.Checked(path);

    /// <summary>POSIX path on the host, e.g. <c>/etc/motd</c>.</summary>
    public string Path { get; }

    /// <summary>
    /// Permission bits to hold. <value>Default: null. What is there keeps its own; a new file gets those of the local file, where it comes
    /// from one, else 0644, or 0600 where <see cref="IsSecret"/>. Where a secret of the config stands in its content, group and others get no rights.</value>
    /// </summary>
    public Permissions? Permissions { get; init; }

    /// <summary>User name known to the host. <value>Default: null, as found; a new file is the user's who makes it.</value></summary>
    public string? Owner { get; init => field = FileDecision.CheckedName(value, "a user"); }

    /// <summary>Group name known to the host. <value>Default: null, as found.</value></summary>
    public string? Group { get; init => field = FileDecision.CheckedName(value, "a group"); }

    /// <summary>Whether it is to be gone. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false, it removes the file.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <summary>
    /// Whether what is overwritten stays beside it, as <c>NAME.20261124-101500~</c> with the time in UTC, a second one of
    /// the same second as <c>NAME.20261124-101500-2~</c>. <value>Default: false.</value>
    /// </summary>
    public bool HasBackup { get; init; }

    /// <summary>
    /// A command that must succeed before the file is put in its place; <c>%s</c> in it is the path of the new file, beside that place and with
    /// owner and permissions set, e.g. <c>visudo -cf %s</c> or <c>sshd -t -f %s</c>. <value>Default: null, no check.</value>
    /// </summary>
    public string? Check
    {
        get;
        init => field = FileEditing.CheckedCheck(value);
    }

    /// <summary>
    /// Whether the content must not be seen: it stands in no diff and no saved plan, and the old one does not travel. Where a secret of the config
    /// stands in the content, it is so whatever this says. <value>Default: false.</value>
    /// </summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    protected internal override bool HoldsSecret => IsSecret;

    /// <inheritdoc/>
    protected internal override string Title => $"file {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    /// <summary>What it is to hold, once it is resolved.</summary>
    internal ReadOnlyMemory<byte> Content { get; private init; }

    private string? Sha256 { get; init; }

    /// <summary>What the file is to hold.</summary>
    /// <param name="context">The files, templates and config of the whiteprint it stands in.</param>
    /// <param name="permissions">Permissions that the content brings along for a new file, or null.</param>
    /// <returns>The bytes.</returns>
    protected abstract ReadOnlyMemory<byte> Read(PrefabContext context, out Permissions? permissions);

    /// <inheritdoc/>
    protected internal override Prefab Resolve(PrefabContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (IsAbsent)
            return this;
        var content = Read(context, out var permissions);
        var isSecret = context.HoldsSecret(content);
        return this with
        {
            Content = content,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span)),
            IsSecret = IsSecret || isSecret,
            ContentsOwn = isSecret && permissions is { } own ? FileDecision.OwnersAlone(own) : permissions,
        };
    }

    private Permissions? ContentsOwn { get => _contentsOwn; init => _contentsOwn = value; }

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.File(Path, Sha256, IsSecret ? 0 : FileDecision.DiffLimitBytes),
        Mode.Clean when !KeepOnClean => Probe.File(Path),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => (mode, found) switch
    {
        (_, NothingAsked) => Change.None,
        (Mode.Clean, _) => Gone(found),
        _ when IsAbsent => Gone(found),
        (_, FileStat { Kind: FileKind.Directory or FileKind.Special } other) =>
            Change.Impossible($"{Path} is {other.KindText}", "Move it away, or choose another path."),
        (_, FileStat { Kind: FileKind.Regular } stat) when stat.Sha256 == Sha256 => Corrected(stat),
        _ => Written(found as FileStat),
    };

    private Change Corrected(FileStat found)
    {
        var differences = FileDecision.Differences(found, Permissions, Owner, Group).ToArray();
        if (differences.Length == 0)
            return Change.None;
        var isOwnerWrong = differences.Any(difference => difference.Field is "owner" or "group");
        return Change.Of(
        [
            .. isOwnerWrong ? [new SetOwner(Path, FileDecision.OwnerText(Owner, Group)!) { FollowsLink = false }] : (Operation[])[],
            // chown takes away set-user-ID and set-group-ID, so that the permissions are set after it.
            Operation.SetPermissions(Path, Permissions ?? found.Permissions),
        ]) with
        { Differences = differences, Proof = Proof };
    }

    private Change Written(FileStat? found)
    {
        var old = found is { Kind: FileKind.Regular } ? found : null;
        var wantedOwner = FileDecision.OwnerText(Owner, Group);
        var write = new WriteFile(Path, Content, Permissions ?? old?.Permissions ?? ContentsOwn ?? FileDecision.NewFile(IsSecret))
        {
            Owner = (Owner, Group) switch
            {
                (null, null) => old is null ? null : $"{old.Owner}:{old.Group}",
                (null, _) => old is null ? wantedOwner : $"{old.Owner}:{Group}",
                (_, null) => old is null ? wantedOwner : $"{Owner}:{old.Group}",
                _ => wantedOwner,
            },
            IsOwnerWanted = wantedOwner is not null,
            Check = Check,
            HasBackup = HasBackup,
            IsSecret = IsSecret,
        };
        return Change.Of(write) with
        {
            Differences =
            [
                found is null ? new("file", null, "made")
                    : found.Kind == FileKind.Link ? new("file", found.KindText, "a file")
                    : new("content", IsSecret ? null : Short(found.Sha256), IsSecret ? null : Short(Sha256)),
                .. old is null ? [] : FileDecision.Differences(old, Permissions, Owner, Group),
            ],
            Edit = IsSecret ? null : new(Path, old?.Content, Content, old?.IsContentCut ?? false),
            Proof = Proof,
        };
    }

    private string[] Proof => [FileDecision.Pattern(FileKind.Regular, Permissions, Owner, Group, Sha256)];

    private Change Gone(Finding found) => found switch
    {
        Absent => Change.None,
        FileStat { Kind: FileKind.Directory or FileKind.Special } other => Change.Skipped($"{Path} is {other.KindText}, not a file"),
        _ => Change.Of(Operation.Remove(Path)) with { Differences = [new("file", "present", null)], Proof = ["-"] },
    };

    private static string? Short(string? hash) => hash is null ? null : $"sha256 {hash[..12]}";
}
