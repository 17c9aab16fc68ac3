namespace Marchitect;

/// <summary>A secret cannot be had: its file is missing, a command failed, a password is wrong.</summary>
/// <param name="what">What is wrong; nothing of the secret.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class SecretException(string what, string? remedy = null, Exception? inner = null) : MarchitectException(what, remedy, inner);
