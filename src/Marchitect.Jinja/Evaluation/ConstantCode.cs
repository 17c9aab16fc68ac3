namespace Marchitect.Jinja;

/// <summary>A value that is known before rendering.</summary>
internal sealed class ConstantCode(TemplateText text, Position position, Value value) : Code(text, position)
{
    // Jinja2 writes constants into Python source, where infinity and not-a-number are names that nobody defined.
    private readonly string? _unwritable = value.IsFloat && !double.IsFinite(value.Double) ? ValueText.ReprOf(value) : null;

    public override Value Evaluate(Frame frame)
    {
        if (_unwritable is null || frame.IsCompiling)
            return value;
        var error = Fail.Runtime($"the constant {_unwritable} can only be printed");
        Locate(error);
        throw error;
    }

    public override bool TryConstant(out Value constant)
    {
        constant = value;
        return true;
    }
}
