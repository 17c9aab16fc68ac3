namespace Marchitect.Jinja;

/// <summary><c>target.name</c></summary>
internal sealed class AttributeCode(TemplateText text, Position position, Code target, string name) : Code(text, position)
{
    private readonly Value _key = new(name);
    private readonly bool _isDictMethod = DictMethods.Table.Has(name);

    public Code Target => target;

    public string Name => name;

    public override Value Evaluate(Frame frame)
    {
        try
        {
            return Of(frame, target.Evaluate(frame));
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }

    /// <summary>The attribute of a value that has been computed.</summary>
    public Value Of(Frame frame, in Value value)
    {
        // Nearly every look-up is one of a key in a dictionary.
        if (!_isDictMethod && value.Reference is DictValue dict && dict.TryGet(_key, out var found))
            return found;
        return Made(Lookup.Attribute(frame.Eval, value, name));
    }
}

/// <summary><c>target[key]</c></summary>
internal sealed class ItemCode(TemplateText text, Position position, Code target, Code key) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            return Made(Lookup.Item(frame.Eval, target.Evaluate(frame), key.Evaluate(frame)));
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}

/// <summary><c>target[start:stop:step]</c></summary>
internal sealed class SliceCode(TemplateText text, Position position, Code target, Code? start, Code? stop, Code? step) : Code(text, position)
{
    /// <summary>Whether it goes by steps of zero, an error by itself.</summary>
    public bool HasNoStep(Frame frame) => step is not null && step.Evaluate(frame).TryInt64(out var number) && number == 0;

    public override Value Evaluate(Frame frame)
    {
        try
        {
            return Slicing.Of(
                frame.Eval, target.Evaluate(frame), start?.Evaluate(frame) ?? default, stop?.Evaluate(frame) ?? default, step?.Evaluate(frame) ?? default);
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}

/// <summary>A part of a constant that has none: undefined to what is computed before rendering, an error when it is reached.</summary>
internal sealed class UndefinedSliceCode(SliceCode slice, UndefinedPolicy policy) : Code(slice.Text, slice.Position)
{
    public override Value Evaluate(Frame frame) => frame.IsCompiling ? frame.Eval.Undefined("a constant has no such part") : slice.Evaluate(frame);

    public override bool TryConstant(out Value value)
    {
        value = new(new UndefinedValue(policy, "a constant has no such part", null));
        return true;
    }
}

/// <summary>A key that holds slices among others: no built-in type takes one.</summary>
internal sealed class SlicesKeyCode(TemplateText text, Position position) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        var error = Fail.Type("slices separated by commas cannot be looked up");
        Locate(error);
        throw error;
    }
}
