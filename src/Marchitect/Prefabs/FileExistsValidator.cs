namespace Marchitect.Prefabs;

/// <summary>Something has to stand at a path. It makes nothing: a missing file is an error, in a validation a problem.</summary>
/// <param name="Path">POSIX path on the host; a leading <c>~/</c> is the user's home. A symbolic link is followed.</param>
/// <remarks>It asks in modes <c>install</c> and <c>update</c>. Where something before it is still to be done, it is asked after that.</remarks>
public sealed record FileExistsValidator(string Path) : Prefab
{
    /// <inheritdoc cref="FileExistsValidator(string)" path="/param[@name='Path']"/>
    public string Path { get; } = FileDecision.Checked(Path, isFolder: true);

    /// <summary>What it has to be; null for anything. <value>Default: null.</value></summary>
    public FileKind? Kind { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => $"existence of {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode is Mode.Install or Mode.Update ? Probe.Stat(Path) : Probe.None;

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => found switch
    {
        Absent => Change.Impossible("it does not exist", "Something before it in the plan, or a person, has to make it."),
        FileStat { Kind: FileKind.Link } => Change.Impossible("it is a symbolic link to something that does not exist"),
        FileStat stat when Kind is { } kind && stat.Kind != kind => Change.Impossible($"it is {stat.KindText}"),
        _ => Change.None,
    };
}
