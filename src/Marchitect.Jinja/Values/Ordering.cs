using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Which of two values is the smaller, as Python orders them, and whether one is in the other.</summary>
internal static class Ordering
{
    // What comparing gives where neither is smaller and they are not equal: nan on either side.
    private const int Unordered = 2;

    public static bool Less(in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
            return left.Int64 < right.Int64;
        if (left.IsFloat && right.IsFloat)
            return left.Double < right.Double;
        return Compare(left, right, "<") == -1;
    }

    public static bool LessOrEqual(in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
            return left.Int64 <= right.Int64;
        if (left.IsFloat && right.IsFloat)
            return left.Double <= right.Double;
        return Compare(left, right, "<=") is -1 or 0;
    }

    public static bool Greater(in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
            return left.Int64 > right.Int64;
        if (left.IsFloat && right.IsFloat)
            return left.Double > right.Double;
        return Compare(left, right, ">") == 1;
    }

    public static bool GreaterOrEqual(in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
            return left.Int64 >= right.Int64;
        if (left.IsFloat && right.IsFloat)
            return left.Double >= right.Double;
        return Compare(left, right, ">=") is 0 or 1;
    }

    /// <summary>Whether an item is in a container (<c>item in container</c>).</summary>
    public static bool Contains(in Value container, in Value item) => container.Reference switch
    {
        string text => StringIndex.Contains(text, item),
        ValueObject instance => instance.Contains(item),
        _ => throw (container.IsMissing ? UndefinedValue.ErrorOf(container) : Fail.NotIterable(container.TypeName, "argument of type ")),
    };

    /// <summary>The order of texts by code point, where .NET's is that of UTF-16 code units.</summary>
    public static int CompareTexts(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        var (a, b) = (left[common], right[common]);
        // A surrogate stands for a code point above all that one unit holds.
        if (char.IsSurrogate(a) != char.IsSurrogate(b))
            return char.IsSurrogate(a) ? 1 : -1;
        return a < b ? -1 : 1;
    }

    private static int Compare(in Value left, in Value right, string sign)
    {
        switch (Numbers.Classify(left, right))
        {
            case NumberPair.Integers:
                return Numbers.Whole(left).CompareTo(Numbers.Whole(right));
            case NumberPair.Floats:
                return CompareNumbers(left, right);
        }
        if (left.TextOrNull is { } text && right.TextOrNull is { } other)
            return Math.Sign(CompareTexts(text, other));
        return (left.Instance, right.Instance) switch
        {
            (ListValue a, ListValue b) => CompareItems(a.Items, b.Items, sign),
            (TupleValue a, TupleValue b) => CompareItems(a.Items, b.Items, sign),
            (BytesValue a, BytesValue b) => Math.Sign(a.Bytes.AsSpan().SequenceCompareTo(b.Bytes)),
            (DictView a, DictView b) when a.IsSet && b.IsSet => CompareSets(a, b),
            _ => throw Unsupported(left, right, sign),
        };
    }

    private static int CompareNumbers(in Value left, in Value right)
    {
        if (left.IsFloat && right.IsFloat)
            return CompareFloats(left.Double, right.Double);
        return left.IsFloat ? Flip(CompareMixed(right, left.Double)) : CompareMixed(left, right.Double);
    }

    private static int Flip(int order) => order == Unordered ? order : -order;

    private static int CompareFloats(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : Unordered;

    // Exactly: a large integer would lose its last digits as a float.
    private static int CompareMixed(in Value integer, double number)
    {
        if (integer.TryInt64(out var small) && Numbers.IsExactAsFloat(small))
            return CompareFloats(small, number);
        if (!double.IsFinite(number))
            return CompareFloats(0, number);
        var floor = Math.Floor(number);
        var order = Numbers.Whole(integer).CompareTo(new BigInteger(floor));
        return order == 0 && floor < number ? -1 : order;
    }

    private static int CompareItems(IReadOnlyList<Value> left, IReadOnlyList<Value> right, string sign)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var common = Math.Min(left.Count, right.Count);
        for (var i = 0; i < common; i++)
        {
            if (!ValueComparer.SameOrEqual(left[i], right[i]))
                return Compare(left[i], right[i], sign);
        }
        return left.Count.CompareTo(right.Count);
    }

    // Sets are in order where one is a part of the other.
    private static int CompareSets(DictView left, DictView right)
    {
        var (inner, outer) = left.Length <= right.Length ? (left, right) : (right, left);
        using var items = inner.Iterate();
        while (items.MoveNext())
        {
            if (!outer.Contains(items.Current))
                return Unordered;
        }
        return left.Length!.Value.CompareTo(right.Length!.Value);
    }

    private static TemplateException Unsupported(in Value left, in Value right, string sign)
    {
        if (left.IsUndefined || right.IsUndefined)
            return UndefinedValue.ErrorOf(left.IsUndefined ? left : right);
        return Fail.Type($"'{sign}' not supported between instances of '{left.TypeName}' and '{right.TypeName}' ({ValueText.BriefOf(left)} and {ValueText.BriefOf(right)})");
    }
}
