namespace Marchitect.Jinja;

/// <summary>What filters, tests and functions may ask of the rendering they work for.</summary>
internal abstract class CallContext
{
    public abstract JinjaOptions Options { get; }

    /// <summary>What this rendering has used up so far, and may use.</summary>
    public abstract Budget Budget { get; }

    /// <summary>Whether output is escaped where the call stands.</summary>
    public abstract bool Autoescape { get; }

    public abstract bool HasFilter(string name);

    public abstract bool HasTest(string name);

    /// <summary>Calls a filter by name; the value to filter is the first positional argument.</summary>
    /// <exception cref="TemplateRuntimeException">There is no such filter.</exception>
    public abstract Value CallFilter(string name, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords);

    /// <summary>Calls a test by name; the value to test is the first positional argument.</summary>
    /// <exception cref="TemplateRuntimeException">There is no such test.</exception>
    public abstract bool CallTest(string name, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords);

    /// <summary>An undefined value with a reason of its own, e.g. <c>No first item, sequence was empty.</c></summary>
    public Value Undefined(string problem, string? name = null) => new(new UndefinedValue(Options.Undefined, problem, name));
}
