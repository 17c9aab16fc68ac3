namespace Marchitect;

/// <summary>A saved plan was not applied, or not further, since that would not have been exactly what it says.</summary>
/// <param name="reason">Why.</param>
/// <param name="what">What happened.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class PlanRefusedException(PlanRefusal reason, string what, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    private IReadOnlyList<(string Title, string Planned, string Found)> _moved = [];

    /// <summary>Why.</summary>
    public PlanRefusal Reason { get; } = reason;

    /// <summary>What moved on the host: what it is about, what the plan saw, and what is there now. None for other reasons.</summary>
    public IReadOnlyList<(string Title, string Planned, string Found)> Moved { get => _moved; init => _moved = value; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause) =>
        _moved = [.. _moved.Select(each => (redact(each.Title), redact(each.Planned), redact(each.Found)))];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            foreach (var (title, planned, found) in Moved)
            {
                yield return ("moved", title);
                yield return ("  planned on", planned);
                yield return ("  found", found);
            }
        }
    }
}
