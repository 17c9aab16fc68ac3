namespace Marchitect;

/// <summary>The host does not let the login user act as another; the session goes on as the login user.</summary>
/// <param name="what">What happened, naming both users and the program.</param>
/// <param name="problem">Which kind of problem it was.</param>
/// <param name="become">Whom the session was to act as.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class BecomeRefusedException(string what, BecomeProblem problem, Become become, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    private string? _said;

    /// <summary>Which kind of problem it was.</summary>
    public BecomeProblem Problem { get; } = problem;

    /// <summary>Whom the session was to act as, and by which program.</summary>
    public Become Become { get; } = become;

    /// <summary>What the program on the host said, the password replaced; null where it said nothing.</summary>
    public string? Said { get => _said; init => _said = value; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause) => _said = Redacted(_said, redact);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts => Said is null ? [] : [($"{Become.Program} said", Said)];
}
