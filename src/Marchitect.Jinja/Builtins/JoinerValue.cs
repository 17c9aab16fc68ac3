namespace Marchitect.Jinja;

/// <summary>Gives nothing when called first, and its separator from then on: Jinja2's <c>joiner</c>.</summary>
internal sealed class JoinerValue(Value separator) : ValueObject
{
    private bool _used;

    public override string TypeName => "Joiner";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output) => output.Append("<jinja2.utils.Joiner object at 0x0>");

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        value = name == "sep" ? separator : _used;
        return name is "sep" or "used";
    }

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (positional.Length + keywords.Length > 0)
            throw Fail.Type("a joiner is called without arguments");
        if (_used)
            return separator;
        _used = true;
        return "";
    }
}
