namespace Marchitect.Jinja;

/// <summary>The errors that rendering raises, by what Python calls them.</summary>
internal static class Fail
{
    /// <summary>Python's <c>TypeError</c>.</summary>
    public static TemplateRuntimeException Type(string problem) => new(problem);

    /// <summary>Python's <c>ValueError</c>.</summary>
    public static TemplateRuntimeException Value(string problem) => new(problem);

    /// <summary>Any other: <c>KeyError</c>, <c>IndexError</c>, <c>ZeroDivisionError</c>, <c>OverflowError</c>, <c>RuntimeError</c>.</summary>
    public static TemplateRuntimeException Runtime(string problem) => new(problem);

    public static TemplateRuntimeException NotIterable(string typeName, string prefix = "") => new($"{prefix}'{typeName}' {(prefix.Length == 0 ? "object " : "")}is not iterable");
}
