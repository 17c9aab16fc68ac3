using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Parts of sequences: <c>value[start:stop:step]</c>; a part that is left out is missing.</summary>
internal static class Slicing
{
    public static Value Of(CallContext context, in Value value, in Value start, in Value stop, in Value step)
    {
        switch (value.Reference)
        {
            case string text:
                return new(Part(context, text, start, stop, step));
            case Markup markup:
                return new(new Markup(Part(context, markup.Text, start, stop, step)));
            case ListValue list:
                return new(new ListValue(Part(context, list.Items, start, stop, step)));
            case TupleValue tuple:
                return new(new TupleValue([.. Part(context, tuple.Items, start, stop, step)]));
            case BytesValue bytes:
                var slice = Resolve(bytes.Bytes.Length, start, stop, step);
                var part = new byte[slice.Count];
                for (var i = 0; i < part.Length; i++)
                    part[i] = bytes.Bytes[slice.Start + i * slice.Step];
                return new(new BytesValue(part));
            case RangeValue range:
                // By its indices alone, so that it prints with the end that Python computes.
                var (first, end, by) = Indices(range.Count, start, stop, step);
                return RangeValue.Of(
                    range.Start + (BigInteger)first * range.Step,
                    range.Start + (BigInteger)end * range.Step,
                    (BigInteger)by * range.Step);
            case UndefinedValue { Policy: UndefinedPolicy.Chainable }:
                return value;
            default:
                throw value.IsUndefined
                    ? UndefinedValue.ErrorOf(value)
                    : value.Instance is DictValue ? Fail.Type("unhashable type: 'slice'; a dictionary has no order to slice by") : Fail.Type($"'{value.TypeName}' object is not subscriptable");
        }
    }

    private static string Part(CallContext context, string text, in Value start, in Value stop, in Value step)
    {
        var isSimple = StringIndex.IsSimple(text);
        var (first, count, by) = Resolve(isSimple ? text.Length : StringIndex.Length(text), start, stop, step);
        if (count == 0)
            return "";
        context.Budget.Text(count);
        if (by == 1)
            return isSimple ? text.Substring((int)first, (int)count) : StringIndex.Part(text, (int)first, (int)(first + count));
        if (isSimple)
        {
            var picked = new char[count];
            for (var i = 0; i < picked.Length; i++)
                picked[i] = text[(int)(first + i * by)];
            return new string(picked);
        }
        var characters = StringIndex.Split(text);
        var parts = new string[count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = characters[first + i * by];
        return string.Concat(parts);
    }

    private static List<Value> Part(CallContext context, IReadOnlyList<Value> items, in Value start, in Value stop, in Value step)
    {
        var (first, count, by) = Resolve(items.Count, start, stop, step);
        context.Budget.Iterate(count);
        var part = new List<Value>((int)count);
        for (long i = 0; i < count; i++)
            part.Add(items[(int)(first + i * by)]);
        return part;
    }

    private static (long Start, long Count, long Step) Resolve(long length, in Value start, in Value stop, in Value step)
    {
        var (first, end, by) = Indices(length, start, stop, step);
        long count;
        if (by > 0)
            count = first < end ? (end - first - 1) / by + 1 : 0;
        else
            count = end < first ? (first - end - 1) / -by + 1 : 0;
        return (first, count, by);
    }

    // Python's slice.indices: where to begin, before which index to end, and how far to go each time.
    private static (long Start, long End, long Step) Indices(long length, in Value start, in Value stop, in Value step)
    {
        var by = Index(step, 1);
        if (by == 0)
            throw Fail.Value("slice step cannot be zero");
        // Its negation must be a long as well; no sequence is so long that it would make a difference.
        by = Math.Max(by, -long.MaxValue);
        var (lowest, highest) = by > 0 ? (0L, length) : (-1L, length - 1);
        return (Bound(start, by > 0 ? lowest : highest), Bound(stop, by > 0 ? highest : lowest), by);

        long Bound(in Value bound, long otherwise)
        {
            if (bound.IsMissing || bound.IsNone)
                return otherwise;
            var index = Index(bound, 0);
            if (index < 0)
                index += length;
            return Math.Clamp(index, lowest, highest);
        }
    }

    private static long Index(in Value value, long otherwise)
    {
        if (value.IsMissing || value.IsNone)
            return otherwise;
        if (value.TryInt64(out var number))
            return number;
        if (value.Reference is BigInteger big)
            return big.Sign < 0 ? long.MinValue / 2 : long.MaxValue / 2;
        throw Fail.Type($"slice indices must be integers or none, not '{value.TypeName}' ({ValueText.BriefOf(value)})");
    }
}
