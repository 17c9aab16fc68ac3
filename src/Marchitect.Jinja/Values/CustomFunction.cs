namespace Marchitect.Jinja;

/// <summary>A filter, test or function of the host program.</summary>
internal sealed class CustomFunction : ValueObject
{
    private readonly TemplateFilter? _filter;
    private readonly TemplateTest? _test;
    private readonly TemplateFunction? _function;
    private readonly string _name;

    public CustomFunction(TemplateFilter filter) => (_filter, _name) = (filter, "filter");

    public CustomFunction(TemplateTest test) => (_test, _name) = (test, "test");

    public CustomFunction(string name, TemplateFunction function) => (_function, _name) = (function, name);

    public override string TypeName => "function";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output) => output.Append($"<function {_name}>");

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        try
        {
            if (_function is not null)
                return Given(_function(new(positional, keywords)));
            // The value itself comes first.
            var rest = new TemplateArguments(positional[1..], keywords);
            return _filter is not null ? Given(_filter(positional[0], rest)) : _test!(positional[0], rest);
        }
        catch (Exception error) when (error is not (TemplateException or OperationCanceledException or InsufficientExecutionStackException))
        {
            throw new TemplateRuntimeException($"{error.Message} ({error.GetType().Name})", error);
        }
    }

    private static Value Given(in Value value) => value.IsMissing ? Value.None : value;
}
