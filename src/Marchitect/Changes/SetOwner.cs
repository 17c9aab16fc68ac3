namespace Marchitect;

/// <summary>Sets owner and group.</summary>
/// <param name="Path">Of what.</param>
/// <param name="Owner">As <c>chown</c> takes it.</param>
internal sealed record SetOwner(string Path, string Owner) : Operation
{
    /// <summary>
    /// Whether a link is followed. Not where a file is known to be none: whoever may write to its folder could put a link there at the last moment,
    /// and be given what that points to.
    /// </summary>
    public bool FollowsLink { get; init; } = true;

    public override string Title => $"chown {(FollowsLink ? "" : "-h ")}{Owner} {Path}";
}
