namespace Marchitect.Jinja;

/// <summary>A block to be rendered by a call: <c>self.title()</c>, <c>super()</c>.</summary>
internal sealed class BlockReference(string name, Context context, List<FunctionCode> stack, int index) : ValueObject
{
    public override string TypeName => "BlockReference";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output) => output.Append("<BlockReference>");

    public override bool TryGetAttribute(CallContext caller, string name1, out Value value)
    {
        value = name1 switch
        {
            "super" => index + 1 < stack.Count
                ? new(new BlockReference(name, context, stack, index + 1))
                : caller.Undefined($"there is no parent block called '{name}'", "super"),
            "name" => name,
            _ => default(Value),
        };
        return !value.IsMissing;
    }

    public override Value Call(CallContext caller, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (positional.Length + keywords.Length > 0)
            throw Fail.Type("a block takes no arguments");
        var rendering = context.Rendering;
        var output = rendering.Output;
        var start = output.Length;
        rendering.Enter();
        stack[index].Run(stack[index].NewFrame(context, null));
        rendering.Leave();
        rendering.Budget.Text(output.Length - start);
        var text = output.TakeFrom(start);
        return context.Eval.Autoescape ? Value.Safe(text) : new(text);
    }
}
