namespace Marchitect;

/// <summary>The machine was not started by systemd, or its systemd does not answer.</summary>
/// <param name="IsSilent">Whether there is one, which does not answer.</param>
internal sealed record NoSystemd(bool IsSilent) : Finding
{
    /// <summary>The same in words.</summary>
    /// <returns>E.g. <c>no systemd</c>.</returns>
    public override string ToString() => IsSilent ? "systemd does not answer" : "no systemd";
}
