namespace Marchitect;

/// <summary>Nothing stands at the path, nor a broken link.</summary>
public sealed record Absent : Finding
{
    /// <summary>The same in words.</summary>
    /// <returns><c>absent</c>.</returns>
    public override string ToString() => "absent";
}
