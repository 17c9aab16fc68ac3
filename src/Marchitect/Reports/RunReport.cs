namespace Marchitect;

/// <summary>What came of one mode of one plan on one host.</summary>
/// <param name="Host">The host as the user calls it, e.g. <c>web-3</c>.</param>
/// <param name="Address">Where and as whom it was reached, e.g. <c>deploy@10.0.4.7:22</c>; null where that says no more than <paramref name="Host"/>.</param>
/// <param name="Plan">Name of the plan, e.g. <c>WebServer</c>.</param>
/// <param name="Mode">What was done, e.g. <c>install</c>.</param>
/// <param name="Steps">Every step of the plan in order, also those that were not started; none where the plan itself is wrong.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Elapsed">How long it took, reaching the host included.</param>
/// <param name="Traffic">What it cost on the link.</param>
/// <param name="Error">What failed first, or null.</param>
public sealed record RunReport(
    string Host,
    string? Address,
    string Plan,
    string Mode,
    IReadOnlyList<StepReport> Steps,
    RunOutcome Outcome,
    TimeSpan Elapsed,
    Traffic Traffic,
    Exception? Error = null)
{
    /// <summary>Whether it was a dry run: what its steps tell would be done, and was not.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>What a dry run found and decided, to be kept and applied exactly so; null for other runs, and where it failed.</summary>
    public SavedPlan? Saved { get; init; }

    /// <summary>The prefabs that changed something, or would in a dry run, over all steps in order.</summary>
    public IEnumerable<PrefabReport> Changes => Steps.SelectMany(step => step.Prefabs).Where(prefab => prefab.Outcome == PrefabOutcome.Changed);

    /// <summary>Whether all is well: <see cref="RunOutcome.Done"/>.</summary>
    public bool IsSuccess => Outcome == RunOutcome.Done;

    /// <summary>The steps in which a validation found a problem, in order.</summary>
    public IEnumerable<StepReport> Problems => Steps.Where(step => step.Outcome == StepOutcome.Invalid);
}
