namespace Marchitect;

/// <summary>
/// A host is not as it should be. A whiteprint may throw it while it validates, which is the same as returning the problem.
/// </summary>
/// <param name="problem">What is wrong, in a sentence, e.g. <c>nginx is not running.</c></param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class ValidationException(string problem, string? remedy = null, Exception? inner = null)
    : MarchitectException(problem, remedy, inner);
