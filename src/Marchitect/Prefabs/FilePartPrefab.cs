using System.Security.Cryptography;

namespace Marchitect.Prefabs;

/// <summary>A part of a file, of which the rest is somebody else's: a line, a block.</summary>
/// <remarks>
/// The file travels here where it has to be edited, and has at most 1 MiB then. It is written as a whole, as <see cref="FilePrefab"/> tells, with
/// the owner and permissions it had. A symbolic link is an error. <c>clean</c> takes the part away, and a file of which nothing is left then.
/// </remarks>
public abstract record FilePartPrefab : Prefab
{
    /// <summary>How large a file may be to be edited: its content travels to where it is decided on.</summary>
    private protected const int LimitBytes = 1024 * 1024;

    private protected FilePartPrefab(string path) => Path = FileDecision.Checked(path);

    /// <summary>POSIX path of the file on the host; a leading <c>~/</c> is the user's home. Where there is none it is made.</summary>
    public string Path { get; }

    /// <summary>A regular expression of .NET: what is added goes before the first line that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? Before { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>A regular expression of .NET: what is added goes after the last line that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? After { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>Whether it is to be gone, wherever it stands. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc cref="FilePrefab.Check"/>
    public string? Check { get; init => field = FileEditing.CheckedCheck(value); }

    /// <inheritdoc cref="FilePrefab.HasBackup"/>
    public bool HasBackup { get; init; }

    /// <summary>
    /// Whether it must not be seen, nor the file it stands in: neither is in a title, a difference, a diff or a saved plan. A file that is made is
    /// 0600 then, else 0644. Where a secret of the config stands in what is added, it is so whatever this says. <value>Default: false.</value>
    /// </summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    protected internal override bool HoldsSecret => IsSecret;

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.File(Path, null, LimitBytes, EnoughLine),
        Mode.Clean when !KeepOnClean => Probe.File(Path, null, LimitBytes),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal sealed override Change Decide(string mode, Finding found) => found switch
    {
        NothingAsked => Change.None,
        Absent => Edited(null, new([]), mode),
        FileStat { Kind: FileKind.Link } link => Change.Impossible($"{Path} is {link.KindText}", "Name the file that it points to."),
        FileStat { Kind: not FileKind.Regular } other => Change.Impossible($"{Path} is {other.KindText}", "Name a file."),
        FileStat { IsContentCut: true } => Change.Impossible($"{Path} is larger than {LimitBytes / 1024 / 1024} MiB", "Edit it with a command."),
        FileStat { Sha256: null } => Change.Impossible($"{Path} may not be read by this user", "Act as another user."),
        FileStat { HasLine: true } => Change.None,
        FileStat file => Edited(file, new((file.Content ?? default).Span), mode),
        _ => throw new ArgumentException($"{found} is no answer to what was asked.", nameof(found)),
    };

    /// <summary>A line that, where it stands in the file, says that all is as wanted: the file then stays there. Null where a look at the file is needed.</summary>
    private protected virtual string? EnoughLine => null;

    /// <summary>Whether it is to be gone in a mode.</summary>
    private protected bool IsGoneIn(string mode) => IsAbsent || mode == Mode.Clean;

    /// <summary>What is to be done.</summary>
    /// <param name="found">The file; null where there is none.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="mode">What is being done.</param>
    private protected abstract Change Edited(FileStat? found, TextLines lines, string mode);

    /// <summary>Where something new goes: before the first, or after the last line that is meant, else at the end.</summary>
    private protected int PlaceIn(TextLines lines)
    {
        if (lines.FindIndex(text => FileEditing.Matches(text, Before)) is >= 0 and var first)
            return first;
        return lines.FindLastIndex(text => FileEditing.Matches(text, After)) is >= 0 and var last ? last + 1 : lines.Count;
    }

    /// <summary>The file without the part. Cleaned, one of which nothing is left goes: most likely it was made for what was taken away.</summary>
    private protected Change WithoutIt(FileStat? found, TextLines lines, string mode, Difference difference) => mode == Mode.Clean && lines.Count == 0
        ? Change.Of(Operation.Remove(Path)) with { Differences = [difference, new("file", "present", null)], Proof = ["-"] }
        : Written(found, lines, difference);

    /// <summary>The file with these lines, all else as it is.</summary>
    private protected Change Written(FileStat? found, TextLines lines, Difference difference)
    {
        var content = lines.ToBytes();
        return Change.Of(new WriteFile(Path, content, found?.Permissions ?? FileDecision.NewFile(IsSecret))
        {
            Owner = found is null ? null : $"{found.Owner}:{found.Group}",
            IsOwnerWanted = false,
            Check = Check,
            HasBackup = HasBackup,
            IsSecret = IsSecret,
        }) with
        {
            Differences = [difference],
            Edit = IsSecret ? null : new(Path, found?.Content, content),
            Proof = [FileDecision.Pattern(FileKind.Regular, null, null, null, Convert.ToHexStringLower(SHA256.HashData(content)))],
        };
    }
}
