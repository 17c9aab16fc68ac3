namespace Marchitect.Jinja;

/// <summary>Gives its items in turn, over and over: Jinja2's <c>cycler</c>.</summary>
internal sealed class CyclerValue(Value[] items) : ValueObject
{
    private int _position;

    public override string TypeName => "Cycler";

    public override void WriteRepr(TextOutput output) => output.Append("<jinja2.utils.Cycler object at 0x0>");

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        switch (name)
        {
            case "current":
                value = items[_position];
                return true;
            case "items":
                value = new(new TupleValue(items));
                return true;
            case "pos":
                value = _position;
                return true;
            case "next" or "__next__":
                value = new(new BoundMethod(new(this), name, Next));
                return true;
            case "reset":
                value = new(new BoundMethod(new(this), name, Reset));
                return true;
            default:
                value = default;
                return false;
        }
    }

    private static readonly BuiltinFunction Next = new(new("next", 1, "self"), static (_, arguments) =>
    {
        var cycler = (CyclerValue)arguments[0].Instance!;
        var current = cycler.Items[cycler._position];
        cycler._position = (cycler._position + 1) % cycler.Items.Length;
        return current;
    });

    private static readonly BuiltinFunction Reset = new(new("reset", 1, "self"), static (_, arguments) =>
    {
        ((CyclerValue)arguments[0].Instance!)._position = 0;
        return Value.None;
    });

    private Value[] Items => items;
}
