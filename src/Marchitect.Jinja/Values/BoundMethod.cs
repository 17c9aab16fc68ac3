namespace Marchitect.Jinja;

/// <summary>A method together with its object: <c>'a'.upper</c>.</summary>
internal sealed class BoundMethod(Value self, string name, BuiltinFunction method) : ValueObject
{
    public override string TypeName => "builtin_function_or_method";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output) => output.Append($"<built-in method {name} of {self.TypeName} object at 0x0>");

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        var arguments = new Value[positional.Length + 1];
        arguments[0] = self;
        positional.CopyTo(arguments.AsSpan(1));
        return method.Call(context, arguments, keywords);
    }
}
