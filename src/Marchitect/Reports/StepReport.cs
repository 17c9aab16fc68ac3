namespace Marchitect;

/// <summary>What came of one step of a run.</summary>
/// <param name="Number">Position in the plan, from 1.</param>
/// <param name="Name">The step's alias, else its whiteprint's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Elapsed">How long it took; zero where it was not started.</param>
/// <param name="Traffic">What it cost on the link.</param>
/// <param name="Problem">For a validation, the problem found; else null.</param>
/// <param name="Error">What failed, or null.</param>
public sealed record StepReport(
    int Number, string Name, StepOutcome Outcome, TimeSpan Elapsed, Traffic Traffic, string? Problem = null, Exception? Error = null);
