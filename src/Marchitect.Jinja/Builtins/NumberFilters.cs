using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Filters for numbers: <c>abs</c>, <c>int</c>, <c>float</c>, <c>round</c>, <c>sum</c>, <c>filesizeformat</c>.</summary>
internal static class NumberFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("abs", 1, "/x", Abs);
        filters.Add("sum", 1, "iterable attribute start", Sum);
    }

    private static Value Abs(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].IsFloat)
            return Math.Abs(arguments[0].Double);
        return arguments[0].TryInteger(out var number)
            ? Value.Integer(BigInteger.Abs(number))
            : throw Fail.Type($"bad operand type for abs(): '{arguments[0].TypeName}'");
    }

    private static Value Sum(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var sum = arguments[2].IsMissing ? 0 : arguments[2];
        var path = Arguments.IsLeftOut(arguments[1]) ? null : AttributePath.Of(arguments[1]);
        using var items = Iteration.Of(arguments[0]);
        if (sum.TextOrNull is not null)
            throw Fail.Type("sum() can't sum strings: use the filter join");
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            sum = Arithmetic.Add(context, sum, path is null ? items.Current : path.Find(context, items.Current));
        }
        return sum;
    }
}
