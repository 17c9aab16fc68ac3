namespace Marchitect;

/// <summary>What stands where the files of a folder are to stand.</summary>
/// <param name="IsAsWanted">Whether all of it is as wanted, by one hash.</param>
/// <param name="Found">What stands at each wanted path, in their order; null where it is not told: it is as wanted, or only its hash was asked for.</param>
/// <param name="Names">All names in the folder, where they were asked for: paths below it, <c>.</c> for itself; null where they are not told.</param>
internal sealed record TreeFinding(bool IsAsWanted, IReadOnlyList<TreeFound>? Found, IReadOnlyList<string>? Names) : Finding
{
    public override string ToString() => IsAsWanted ? "as wanted" : "not as wanted";
}
