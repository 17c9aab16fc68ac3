namespace Marchitect.Jinja;

/// <summary>A template uses a variable, attribute or item that is not defined.</summary>
/// <param name="problem">What is undefined.</param>
/// <param name="name">The name that is not defined, or null where the value never had one.</param>
public sealed class UndefinedException(string problem, string? name) : TemplateException(problem)
{
    /// <summary>The name that is not defined, or null where the value never had one.</summary>
    public string? Name { get; } = name;

    /// <summary>The expression that gave the undefined value, or null.</summary>
    internal object? Maker { get; init; }
}
