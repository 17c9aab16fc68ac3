namespace Marchitect.Jinja;

/// <summary>An argument given by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct KeywordArgument(string Name, Value Value);
