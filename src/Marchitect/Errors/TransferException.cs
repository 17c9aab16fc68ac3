namespace Marchitect;

/// <summary>A file or folder could not be brought to or from a host.</summary>
/// <param name="what">What happened, naming the path.</param>
/// <param name="problem">Which kind of problem it was.</param>
/// <param name="path">The path it is about, local or on the host.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class TransferException(string what, TransferProblem problem, string path, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    /// <summary>Which kind of problem it was.</summary>
    public TransferProblem Problem { get; } = problem;

    /// <summary>The path it is about, local or on the host.</summary>
    public string Path { get; private set; } = path;

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause) => Path = redact(Path);
}
