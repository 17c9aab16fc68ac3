namespace Marchitect;

/// <summary>Something that is to be true of a value.</summary>
/// <param name="IsRight">Whether it is.</param>
/// <param name="Message">What is said of a value for which it is not, after its path.</param>
internal sealed record SchemaRule(Func<ConfigValue, bool> IsRight, string Message);
