namespace Marchitect.Prefabs;

/// <summary>A symbolic link that points to this target.</summary>
/// <param name="Path">POSIX path of the link on the host; a leading <c>~/</c> is the user's home.</param>
/// <param name="Target">Where it points to, taken literally: absolute, or relative to the link's folder. It need not exist.</param>
/// <remarks>
/// A link that points elsewhere is replaced, at once, without a moment in which there is none; a file or a directory at the path is left, with
/// an error. Its folder must exist. <c>clean</c> removes the link, wherever it points to, and never what it points to.
/// </remarks>
public sealed record Symlink(string Path, string Target) : Prefab
{
    /// <inheritdoc cref="Symlink(string, string)" path="/param[@name='Path']"/>
    public string Path { get; } = FileDecision.Checked(Path);

    /// <inheritdoc cref="Symlink(string, string)" path="/param[@name='Target']"/>
    public string Target { get; } = Target.Length == 0 || Target.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("A link points to something, and not to a NUL character.", nameof(Target))
        : Target;

    /// <summary>Whether it is to be gone. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => $"symlink {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.File(Path),
        Mode.Clean when !KeepOnClean => Probe.File(Path),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => (mode, found) switch
    {
        (_, NothingAsked) => Change.None,
        (Mode.Clean, _) => Gone(found),
        _ when IsAbsent => Gone(found),
        (_, Absent) => Linked(null),
        (_, FileStat { Kind: FileKind.Link } link) => link.Target == Target ? Change.None : Linked(link.Target),
        _ => Change.Impossible($"{Path} is {((FileStat)found).KindText}", "Move it away, or choose another path."),
    };

    private Change Linked(string? before) => Change.Of(Operation.Link(Path, Target)) with
    {
        Differences = [new("target", before, Target)],
        Proof = [FileDecision.Pattern(FileKind.Link, null, null, null, Target)],
    };

    private Change Gone(Finding found) => found switch
    {
        Absent => Change.None,
        FileStat { Kind: FileKind.Link } link => Change.Of(Operation.Remove(Path)) with { Differences = [new("target", link.Target, null)], Proof = ["-"] },
        _ => Change.Skipped($"{Path} is {((FileStat)found).KindText}, not a symbolic link"),
    };
}
