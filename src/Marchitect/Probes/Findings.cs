namespace Marchitect;

/// <summary>The answers to several probes that were asked as one, in their order.</summary>
/// <param name="All">The answers.</param>
public sealed record Findings(IReadOnlyList<Finding> All) : Finding
{
    /// <summary>One of them.</summary>
    /// <param name="index">Its position, from 0.</param>
    public Finding this[int index] => All[index];

    /// <summary>The same in words.</summary>
    /// <returns>Each in words, with commas.</returns>
    public override string ToString() => string.Join(", ", All);
}
