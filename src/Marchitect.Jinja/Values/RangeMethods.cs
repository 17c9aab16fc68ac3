namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>range</c>.</summary>
internal static class RangeMethods
{
    public static MethodTable Table { get; } = new(new()
    {
        ["count"] = new(new("count", 2, "self", "value"), static (context, a) => new(Self(a).IndexOf(a[1]) >= 0 ? 1L : 0)),
        ["index"] = new(new("index", 2, "self", "value"), static (context, a) => Self(a).IndexOf(a[1]) is >= 0 and var index
            ? new Value(index)
            : throw Fail.Value($"{ValueText.BriefOf(a[1])} is not in range")),
    });

    private static RangeValue Self(ReadOnlySpan<Value> arguments) => (RangeValue)arguments[0].Instance!;
}
