namespace Marchitect.Bench;

/// <summary>One way to set up the state.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Command">Program and arguments, for the port that leads to the server.</param>
/// <param name="IsSlow">Whether it takes so long that few rounds must do.</param>
internal sealed record FiftyWay(string Name, Func<int, string[]> Command, bool IsSlow = false)
{
    /// <summary>The first applies, one a round.</summary>
    public List<FiftySample> First { get; } = [];

    /// <summary>The second applies, one a round.</summary>
    public List<FiftySample> Second { get; } = [];

    /// <summary>Why its figures are void, or null.</summary>
    public string? Fault { get; set; }
}
