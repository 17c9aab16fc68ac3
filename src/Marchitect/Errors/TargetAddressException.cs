namespace Marchitect;

/// <summary>The text that should name a machine does not.</summary>
/// <param name="what">What is wrong with the text.</param>
/// <param name="remedy">The right form.</param>
public sealed class TargetAddressException(string what, string? remedy = null) : MarchitectException(what, remedy);
