namespace Marchitect;

/// <summary>The host was reached and is the right one, but did not let us in, or gave us no shell.</summary>
/// <param name="what">What happened.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class LoginRefusedException(string what, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    private IReadOnlyList<string> _attempts = [];
    private string? _said;

    /// <summary>The ways to log in that were tried or passed over, in order, e.g. <c>password: refused</c>; empty where it did not come to that.</summary>
    public IReadOnlyList<string> Attempts { get => _attempts; init => _attempts = value; }

    /// <summary>What the <c>ssh</c> program said, where it was what tried; else null.</summary>
    public string? Said { get => _said; init => _said = value; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
        _attempts = [.. _attempts.Select(redact)];
        _said = Redacted(_said, redact);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            if (Attempts.Count > 0)
                yield return ("tried", string.Join('\n', Attempts));
            if (Said is not null)
                yield return ("ssh said", Said);
        }
    }
}
