namespace Marchitect;

/// <summary>What was found and decided of one prefab when the plan was made.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Title">Its title.</param>
/// <param name="Outcome">What would come of it: <c>unchanged</c>, <c>changed</c>, <c>skipped</c> or <c>unknown</c>.</param>
/// <param name="Decision">What makes the decision the same, contents of files included.</param>
/// <param name="Found">What makes the findings the same.</param>
internal sealed record SavedPrefab(int Step, string Title, string Outcome, string Decision, string Found)
{
    /// <summary>The outcome of what hangs on something that comes before it.</summary>
    public const string UnknownOutcome = "unknown";

    /// <summary>What comes before it and may make it turn out otherwise; else null.</summary>
    public string? Until { get; init; }

    /// <summary>Whether it was decided on what a change before it will have made.</summary>
    public bool IsExpected { get; init; }

    /// <summary>Whether what it finds and writes must not be seen; then there are no answers.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The answers that it was decided on.</summary>
    public IReadOnlyList<SavedAnswer> Answers { get; init; } = [];

    /// <summary>What would be done, for the reader.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];
}
