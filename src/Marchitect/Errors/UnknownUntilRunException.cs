namespace Marchitect;

/// <summary>
/// A dry run came to something that only a real run can tell, e.g. the output of a command that was not run. Code that asks for it
/// need not catch this: the dry run ends that whiteprint there, and says from where on nothing is known.
/// </summary>
/// <param name="what">What is not known.</param>
public sealed class UnknownUntilRunException(string what) : MarchitectException(what);
