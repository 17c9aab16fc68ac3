using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Filters for numbers: <c>abs</c>, <c>int</c>, <c>float</c>, <c>round</c>, <c>sum</c>, <c>filesizeformat</c>.</summary>
internal static class NumberFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("abs", 1, "/x", Abs);
        filters.Add("int", 1, "value default base", Int);
        filters.Add("float", 1, "value default", Float);
        filters.Add("round", 1, "value precision method", Round);
        filters.Add("filesizeformat", 1, "value binary", FileSizeFormat);
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
        var path = FilterArguments.IsLeftOut(arguments[1]) ? null : AttributePath.Of(arguments[1]);
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

    // A text that is no integer may still be a float, whose fraction is then cut off.
    private static Value Int(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var value = arguments[0];
        FilterArguments.Defined(value);
        if (value.TryInteger(out var whole))
            return Value.Integer(whole);
        var otherwise = arguments[1].IsMissing ? 0 : arguments[1];
        if (value.IsFloat)
            return double.IsNaN(value.Double) ? otherwise : Value.Integer(Numbers.Truncate(value.Double));
        if (value.TextOrNull is not { } text)
            return otherwise;
        var numberBase = 10L;
        if ((arguments[2].IsMissing || arguments[2].TryInt64(out numberBase)) && numberBase is 0 or >= 2 and <= 36 &&
            Numbers.TryParseInteger(text, (int)numberBase, out whole))
        {
            return Value.Integer(whole);
        }
        return Numbers.TryParseFloat(text, out var number) && !double.IsNaN(number) ? Value.Integer(Numbers.Truncate(number)) : otherwise;
    }

    private static Value Float(CallContext context, ReadOnlySpan<Value> arguments) =>
        TryFloat(arguments[0], out var number) ? number : arguments[1].IsMissing ? 0.0 : arguments[1];

    private static bool TryFloat(in Value value, out double number)
    {
        FilterArguments.Defined(value);
        if (value.TextOrNull is { } text)
            return Numbers.TryParseFloat(text, out number);
        number = Numbers.IsNumber(value) ? Numbers.Float(value) : 0;
        return Numbers.IsNumber(value);
    }

    private static Value Round(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var (value, precision) = (arguments[0], arguments[1].IsMissing ? 0 : arguments[1]);
        FilterArguments.Defined(arguments[2]);
        var method = arguments[2].IsMissing ? "common" : arguments[2].TextOrNull;
        if (method == "common")
            return Numbers.IsNumber(value) ? Numbers.Round(value, precision) : throw Fail.Type($"a {value.TypeName} cannot be rounded");
        if (method is not ("ceil" or "floor"))
            throw Fail.Runtime("method must be common, ceil or floor");
        var scale = Arithmetic.Power(context, 10, precision);
        var scaled = Arithmetic.Multiply(context, value, scale);
        if (scaled.IsFloat)
            scaled = Value.Integer(Numbers.Truncate(method == "ceil" ? Math.Ceiling(scaled.Double) : Math.Floor(scaled.Double)));
        else if (!scaled.TryInteger(out _))
            throw Fail.Type($"must be real number, not {scaled.TypeName}");
        return Arithmetic.Divide(context, scaled, scale);
    }

    private static Value FileSizeFormat(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (!TryFloat(arguments[0], out var bytes))
            throw Fail.Value($"could not convert {ValueText.ReprOf(arguments[0])} to a number of bytes");
        var binary = FilterArguments.IsYes(arguments[1]);
        var unit = binary ? 1024.0 : 1000.0;
        if (bytes == 1)
            return "1 Byte";
        if (bytes < unit)
            return $"{ValueText.Of(Value.Integer(Numbers.Truncate(bytes)))} Bytes";
        var power = 1;
        while (power < 8 && !(bytes < Math.Pow(unit, power + 1)))
            power++;
        var amount = Arithmetic.Modulo(context, "%.1f", unit * bytes / Math.Pow(unit, power + 1));
        return $"{amount.TextOrNull} {(binary ? "KMGTPEZY" : "kMGTPEZY")[power - 1]}{(binary ? "iB" : "B")}";
    }
}
