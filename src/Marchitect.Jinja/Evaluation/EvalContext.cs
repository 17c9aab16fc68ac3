namespace Marchitect.Jinja;

/// <summary>What filters and functions may ask where they are called. One for each context of a rendering: escaping may differ.</summary>
internal sealed class EvalContext(Engine engine, Rendering rendering, bool autoescape) : CallContext
{
    private bool _autoescape = autoescape;

    public override JinjaOptions Options => engine.Options;

    public override Budget Budget => rendering.Budget;

    public override bool Autoescape => _autoescape;

    public void SetAutoescape(bool isOn) => _autoescape = isOn;

    public override bool HasFilter(string name) => engine.Filters.ContainsKey(name);

    public override bool HasTest(string name) => engine.Tests.ContainsKey(name);

    public override Value CallFilter(string name, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) =>
        engine.Filters.TryGetValue(name, out var filter)
            ? filter.Call(this, positional, keywords)
            : throw Fail.Runtime($"there is no filter '{name}'");

    public override bool CallTest(string name, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) =>
        engine.Tests.TryGetValue(name, out var test)
            ? test.Call(this, positional, keywords).IsTrue()
            : throw Fail.Runtime($"there is no test '{name}'");
}
