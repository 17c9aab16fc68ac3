namespace Marchitect.Jinja;

/// <summary>A variable of the function itself.</summary>
internal sealed class NameCode(TemplateText text, Position position, string name, int slot) : Code(text, position)
{
    public int Slot => slot;

    public override Value Evaluate(Frame frame)
    {
        ref readonly var value = ref frame.Slots[slot];
        return value.IsMissing ? frame.Context.UndefinedName(name, this) : value;
    }
}

/// <summary>A variable of a function around it.</summary>
internal sealed class OuterNameCode(TemplateText text, Position position, string name, int depth, int slot) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        var owner = frame;
        for (var i = depth; i > 0; i--)
            owner = owner.Outer!;
        ref readonly var value = ref owner.Slots[slot];
        return value.IsMissing ? frame.Context.UndefinedName(name, this) : value;
    }
}

/// <summary>The text of the block that a filter is applied to.</summary>
internal sealed class CapturedCode(TemplateText text, Position position) : Code(text, position)
{
    public override Value Evaluate(Frame frame) => frame.Captured;
}
