namespace Marchitect.Jinja;

/// <summary>A macro with the variables it sees around it.</summary>
internal sealed class MacroValue(MacroCode code, Frame outer) : ValueObject
{
    public override string TypeName => "Macro";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output)
    {
        output.Append("<Macro ");
        if (code.Name is null)
            output.Append("anonymous");
        else
            TextRepr.Write(code.Name, output);
        output.Append('>');
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        value = name switch
        {
            "name" => code.Name,
            "arguments" => new(new TupleValue(Array.ConvertAll(code.Parameters, parameter => new Value(parameter.Name)))),
            "catch_kwargs" => code.KeywordsSlot >= 0,
            "catch_varargs" => code.VarargsSlot >= 0,
            "caller" => code.UsesCaller,
            "explicit_caller" => code.DeclaresCaller,
            _ => default(Value),
        };
        return !value.IsMissing;
    }

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        var rendering = outer.Context.Rendering;
        var frame = code.Function.NewFrame(outer.Context, outer);
        Bind(context, frame, positional, keywords);
        rendering.Enter();
        var output = frame.Output;
        var start = output.Length;
        foreach (var parameter in code.Parameters)
        {
            ref var slot = ref frame.Slots[parameter.Slot];
            if (!slot.IsMissing)
                continue;
            var value = parameter.Default?.Evaluate(frame) ?? context.Undefined($"parameter '{parameter.Name}' was not provided", parameter.Name);
            frame.Slots[parameter.Slot] = value;
        }
        code.Function.Run(frame);
        rendering.Leave();
        context.Budget.Text(output.Length - start);
        var text = output.TakeFrom(start);
        return context.Autoescape ? Value.Safe(text) : new(text);
    }

    private void Bind(CallContext context, Frame frame, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        var parameters = code.Parameters;
        var given = Math.Min(positional.Length, parameters.Length);
        for (var i = 0; i < given; i++)
            frame.Slots[parameters[i].Slot] = positional[i];

        // The keyword arguments that no parameter takes.
        DictValue? further = null;
        var caller = default(Value);
        foreach (var (name, value) in keywords)
        {
            var index = Array.FindIndex(parameters, given, parameter => parameter.Name == name);
            if (index >= 0)
                frame.Slots[parameters[index].Slot] = value;
            else if (name == "caller" && code.CallerSlot >= 0)
                caller = value;
            else
                (further ??= new())[name] = value;
        }
        if (code.CallerSlot >= 0)
            frame.Slots[code.CallerSlot] = caller.IsMissing || caller.IsNone ? context.Undefined("no caller defined", "caller") : caller;
        if (code.KeywordsSlot >= 0)
            frame.Slots[code.KeywordsSlot] = new(further ?? new());
        else if (further is not null)
            throw Unexpected(further);
        if (code.VarargsSlot >= 0)
            frame.Slots[code.VarargsSlot] = new(positional.Length > given ? new TupleValue(positional[given..].ToArray()) : TupleValue.Empty);
        else if (positional.Length > parameters.Length)
            throw Fail.Type($"{Title} takes not more than {parameters.Length} argument(s), but {positional.Length} were given");
    }

    private TemplateRuntimeException Unexpected(DictValue further)
    {
        if (further.TryGet("caller", out _))
            return Fail.Type($"{Title} does not use 'caller', so it cannot be the macro of a call block");
        var name = further.Entries.GetAt(0).Key.ToString();
        var error = Fail.Type($"{Title} takes no keyword argument '{name}'");
        error.Remedy = Suggestion.For(name, code.Parameters.Select(parameter => parameter.Name));
        return error;
    }

    private string Title => code.Name is null ? "the body of the call block" : $"macro '{code.Name}'";
}
