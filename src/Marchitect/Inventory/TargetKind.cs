namespace Marchitect;

/// <summary>The way to a machine that its address names.</summary>
public enum TargetKind
{
    /// <summary>Over SSH.</summary>
    Ssh,

    /// <summary>This machine, without a network.</summary>
    Local,

    /// <summary>A running container, by <c>docker exec -i</c>.</summary>
    Docker,

    /// <summary>A running container, by <c>podman exec -i</c>.</summary>
    Podman,

    /// <summary>A folder with a root file system, by <c>chroot</c>; needs root.</summary>
    Chroot,
}
