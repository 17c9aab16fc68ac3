namespace Marchitect;

/// <summary>
/// The connection ended while something was under way. Whether that was done on the host is not known; run it again, every
/// mode is made for that.
/// </summary>
/// <param name="what">What happened, and what was in flight.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class ConnectionLostException(string what, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner);
