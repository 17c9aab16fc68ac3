namespace Marchitect;

/// <summary>What a prefab decided on a finding: nothing, these operations, or that it cannot be because.</summary>
public sealed record Change
{
    private Change(ChangeKind kind) => Kind = kind;

    /// <summary>The host is as wanted.</summary>
    public static Change None { get; } = new(ChangeKind.None);

    /// <summary>What it is.</summary>
    public ChangeKind Kind { get; }

    /// <summary>What is to be done, in order; none where nothing is.</summary>
    public IReadOnlyList<Operation> Operations { get; private init; } = [];

    /// <summary>In what the host differs from what is wanted.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>The content of the file that is changed, for a diff; null where there is none, or it must not be seen.</summary>
    public FileEdit? Edit { get; init; }

    /// <summary>The same of a change of many files; none where there are none, or they must not be seen.</summary>
    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>What has to be run before, once in a run.</summary>
    public IReadOnlyList<OnceAction> Before { get; init; } = [];

    /// <summary>What has to be run at the end of the plan, once, when this change was made.</summary>
    public IReadOnlyList<OnceAction> Notify { get; init; } = [];

    /// <summary>
    /// How the answers look when the change has held, one shell pattern (<c>*</c>, <c>?</c>, <c>[...]</c>) for each question of the
    /// probe: the host then stops before the next change where they look otherwise. Text that is meant literally goes through
    /// <see cref="Literal"/>. <value>Default: none; the host stops only where the answers are what they were before.</value>
    /// </summary>
    public IReadOnlyList<string> Proof { get; init; } = [];

    /// <summary>Why it cannot be, or is left alone; null for other kinds.</summary>
    public string? Reason { get; private init; }

    /// <summary>What the user can do about <see cref="Reason"/>; null where we do not know.</summary>
    public string? Remedy { get; private init; }

    /// <summary>Something has to be done.</summary>
    /// <param name="operations">What, in order; a <see cref="ShellCommand"/> is an operation too.</param>
    /// <returns>The change; <see cref="None"/> where there is no operation.</returns>
    public static Change Of(params IEnumerable<Operation> operations)
    {
        var list = operations.ToArray();
        return list.Length == 0 ? None : new(ChangeKind.Needed) { Operations = list };
    }

    /// <summary>It cannot be done, as the host is now.</summary>
    /// <param name="reason">Why, as the end of a sentence, e.g. <c>/srv is a file</c>.</param>
    /// <param name="remedy">What the user can do about it, in a sentence; null where we do not know.</param>
    /// <returns>The change. Where an earlier change is still to be made that may help, it is asked again afterwards.</returns>
    public static Change Impossible(string reason, string? remedy = null) => new(ChangeKind.Impossible) { Reason = reason, Remedy = remedy };

    /// <summary>It is left alone on purpose.</summary>
    /// <param name="reason">Why, as the end of a sentence, e.g. <c>it is not empty</c>.</param>
    /// <param name="remedy">What the user can do about it, in a sentence; null for nothing.</param>
    /// <returns>The change. Where an earlier change is still to be made, it is asked again afterwards.</returns>
    public static Change Skipped(string reason, string? remedy = null) => new(ChangeKind.Skipped) { Reason = reason, Remedy = remedy };

    /// <summary>Text for <see cref="Proof"/> that matches itself alone.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The pattern.</returns>
    public static string Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Select(c => c is '*' or '?' or '[' or ']' or '\\' ? $"\\{c}" : $"{c}"));
    }
}
