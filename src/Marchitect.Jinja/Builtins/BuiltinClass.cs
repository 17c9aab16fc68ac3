namespace Marchitect.Jinja;

/// <summary>A class of Python that templates may call: <c>range</c>, <c>dict</c>, <c>namespace</c> and their like.</summary>
/// <param name="name">Its name in templates.</param>
/// <param name="fullName">Its name as Python prints it.</param>
/// <param name="create">What calling it does.</param>
/// <param name="methods">What can be called on the class itself.</param>
internal sealed class BuiltinClass(string name, string fullName, VariadicBuiltin create, params (string Name, VariadicBuiltin Body)[] methods) : ValueObject
{
    public override string TypeName => "type";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output) => output.Append($"<class '{fullName}'>");

    public override bool TryGetAttribute(CallContext context, string attribute, out Value value)
    {
        foreach (var method in methods)
        {
            if (method.Name != attribute)
                continue;
            value = new(new BuiltinFunction(method.Name, method.Body, $"<built-in method {method.Name} of type object at 0x0>"));
            return true;
        }
        value = name;
        return attribute == "__name__";
    }

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) =>
        create(context, positional, keywords);
}
