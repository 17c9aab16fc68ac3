using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Evenly spaced integers: Python's <c>range</c>. Holds no items. Its bounds fit a <c>long</c>, unlike Python's.</summary>
internal sealed class RangeValue(long start, long stop, long step) : ValueObject
{
    public long Start { get; } = start;

    public long Stop { get; } = stop;

    public long Step { get; } = step;

    /// <summary>How many there are; no more than a <c>long</c> can tell, which is more than can ever be gone through.</summary>
    public long Count { get; } = CountOf(start, stop, step);

    public override string TypeName => "range";

    public override long? Length => Count;

    public override bool HasItems => true;

    public override bool IsIterable => true;

    /// <summary>A range between any integers.</summary>
    /// <exception cref="TemplateRuntimeException">The step is zero, or an integer is too large.</exception>
    public static Value Of(in BigInteger start, in BigInteger stop, in BigInteger step)
    {
        if (step.IsZero)
            throw Fail.Value("range() arg 3 must not be zero");
        return new(new RangeValue(Bound(start), Bound(stop), Bound(step)));

        static long Bound(in BigInteger bound) => bound >= long.MinValue && bound <= long.MaxValue
            ? (long)bound
            : throw Fail.Runtime("the bounds of a range must fit into 64 bits");
    }

    public override void WriteRepr(TextOutput output) => output.Append(Step == 1
        ? string.Create(CultureInfo.InvariantCulture, $"range({Start}, {Stop})")
        : string.Create(CultureInfo.InvariantCulture, $"range({Start}, {Stop}, {Step})"));

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        switch (name)
        {
            case "start":
                value = new(Start);
                return true;
            case "stop":
                value = new(Stop);
                return true;
            case "step":
                value = new(Step);
                return true;
            default:
                return RangeMethods.Table.TryBind(this, name, out value);
        }
    }

    public override bool TryGetItem(CallContext context, in Value key, out Value value)
    {
        value = default;
        if (!key.TryInt64(out var index))
            return false;
        if (index < 0)
            index += Count;
        if (index < 0 || index >= Count)
            return false;
        value = new(At(index));
        return true;
    }

    public override IEnumerator<Value> Iterate()
    {
        var number = Start;
        for (long i = 0; i < Count; i++)
        {
            yield return new(number);
            number = unchecked(number + Step);
        }
    }

    public override bool Contains(in Value item) => IndexOf(item) >= 0;

    /// <summary>Where an equal number stands, or -1.</summary>
    public long IndexOf(in Value item)
    {
        if (Count == 0)
            return -1;
        // Asked of the first item, an undefined value tells whether it may be compared.
        if (item.Instance is UndefinedValue undefined)
            undefined.EqualTo(new(Start));
        long number;
        if (item.IsFloat)
        {
            if (!double.IsInteger(item.Double) || Math.Abs(item.Double) >= 9.2e18)
                return -1;
            number = (long)item.Double;
        }
        else if (!item.TryInt64(out number))
        {
            return -1;
        }
        var distance = (Int128)number - Start;
        var index = distance / Step;
        return distance % Step == 0 && index >= 0 && index < Count ? (long)index : -1;
    }

    // As sequences: by their items, whatever the bounds are called.
    public override bool EqualTo(in Value other) => other.Instance is RangeValue range && range.Count == Count
        && (Count == 0 || range.Start == Start && (Count == 1 || range.Step == Step));

    public override int Hash() => HashCode.Combine(Count, Count == 0 ? 0 : Start, Count < 2 ? 0 : Step);

    private long At(long index) => (long)((Int128)Start + (Int128)index * Step);

    private static long CountOf(long start, long stop, long step)
    {
        var distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var by = Int128.Abs(step);
        return distance <= 0 ? 0 : (long)Int128.Min((distance + by - 1) / by, long.MaxValue);
    }
}
