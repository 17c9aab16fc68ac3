namespace Marchitect;

/// <summary>What came of one step of a run.</summary>
/// <param name="Number">Position in the plan, from 1.</param>
/// <param name="Name">The step's alias, else its whiteprint's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Elapsed">How long it took; zero where it was not started.</param>
/// <param name="Traffic">What it cost on the link.</param>
/// <param name="Problem">For a validation, the problems found, a line each; else null.</param>
/// <param name="Error">What failed, or null.</param>
public sealed record StepReport(
    int Number, string Name, StepOutcome Outcome, TimeSpan Elapsed, Traffic Traffic, string? Problem = null, Exception? Error = null)
{
    /// <summary>What came of its prefabs, in order; none where it has none or none was reached.</summary>
    public IReadOnlyList<PrefabReport> Prefabs { get; init; } = [];

    /// <summary>In a dry run, what its code would do, in order; else none.</summary>
    public IReadOnlyList<string> WouldRun { get; init; } = [];

    /// <summary>In a dry run, why nothing more is known of this step's code from some point on; null where all is known.</summary>
    public string? UnknownFrom { get; init; }
}
