namespace Marchitect;

/// <summary>What came of one prefab.</summary>
/// <param name="Title">What it is about, e.g. <c>folder /srv/app</c>.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record PrefabReport(string Title, PrefabOutcome Outcome)
{
    /// <summary>In what the host differed, before and after; none where it did not.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>The content of the file that was changed; null where none was, or it must not be seen.</summary>
    public FileEdit? Edit { get; init; }

    /// <summary>The same of a prefab of many files; none where none was changed, or they must not be seen.</summary>
    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>What was done, in order, as the user sees it; in a dry run, what would be done.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>In a dry run: what would be run before it, once in the run, for it and all that need it; told with the first of them.</summary>
    public IReadOnlyList<string> RunsBefore { get; init; } = [];

    /// <summary>In a dry run: what would be run once at the end of the plan, told with the first that asks for it.</summary>
    public IReadOnlyList<string> RunsAtEnd { get; init; } = [];

    /// <summary>Why it was skipped, failed or is not known, in words; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// In a dry run: what comes before it and may make this turn out otherwise, e.g. <c>packages nginx</c>; null where nothing does.
    /// </summary>
    public string? Until { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public Exception? Error { get; init; }

    /// <summary>Whether it changed something, or would.</summary>
    /// <exception cref="UnknownUntilRunException">It is not known before something else is done: see <see cref="Reason"/>.</exception>
    public bool IsChanged => Known(Outcome) == PrefabOutcome.Changed;

    private PrefabOutcome Known(PrefabOutcome outcome) => outcome != PrefabOutcome.Unknown
        ? outcome
        : throw new UnknownUntilRunException($"whether {Title} changes is not known: {Reason}");
}
