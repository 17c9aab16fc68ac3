namespace Marchitect;

/// <summary>The host was reached and is the right one, but did not let us in, or gave us no shell.</summary>
/// <param name="what">What happened.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class LoginRefusedException(string what, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner);
