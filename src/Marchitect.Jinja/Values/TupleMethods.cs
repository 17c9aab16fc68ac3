namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>tuple</c>.</summary>
internal static class TupleMethods
{
    public static MethodTable Table { get; } = new(new()
    {
        ["count"] = new(new("count", 2, "self", "<value>"), static (_, a) => new(Sequences.Count(Self(a), a[1]))),
        ["index"] = new(new("index", 2, "self", "<value>", "<start>", "<stop>"), static (_, a) => new(Sequences.Index(Self(a), "tuple", a[1], a[2], a[3]))),
    });

    private static Value[] Self(ReadOnlySpan<Value> arguments) => ((TupleValue)arguments[0].Instance!).Items;
}
