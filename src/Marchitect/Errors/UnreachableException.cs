namespace Marchitect;

/// <summary>No connection came about: no such host, refused, silent, or something there that does not speak SSH.</summary>
/// <param name="what">What happened.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class UnreachableException(string what, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    private string? _said;

    /// <summary>What the <c>ssh</c> program said, where it was what tried; else null.</summary>
    public string? Said { get => _said; init => _said = value; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause) => _said = Redacted(_said, redact);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts => Said is null ? [] : [("ssh said", Said)];
}
