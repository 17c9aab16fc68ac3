namespace Marchitect;

/// <summary>
/// On a list or a map of a config record: how many entries there may be. <c>MinLength</c> and its like say the same, but warn in a program that is
/// published natively, since elsewhere they look for the count by reflection.
/// </summary>
/// <param name="least">The least.</param>
/// <param name="most">The most. <value>Default: no bound.</value></param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CountAttribute(int least, int most = int.MaxValue) : Attribute
{
    /// <summary>The least.</summary>
    public int Least { get; } = least;

    /// <summary>The most.</summary>
    public int Most { get; } = most;
}
