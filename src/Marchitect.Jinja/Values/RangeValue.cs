using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>Evenly spaced integers: Python's <c>range</c>. Holds no items.</summary>
internal sealed class RangeValue(long start, long stop, long step) : ValueObject
{
    public long Start { get; } = start;

    public long Stop { get; } = stop;

    public long Step { get; } = step;

    public long Count { get; } = step > 0 ? Math.Max(0, (stop - start + step - 1) / step) : Math.Max(0, (start - stop - step - 1) / -step);

    public override string TypeName => "range";

    public override long? Length => Count;

    public override bool HasItems => true;

    public override bool IsIterable => true;

    public override void WriteRepr(TextOutput output) => output.Append(Step == 1
        ? string.Create(CultureInfo.InvariantCulture, $"range({Start}, {Stop})")
        : string.Create(CultureInfo.InvariantCulture, $"range({Start}, {Stop}, {Step})"));

    public override IEnumerator<Value> Iterate()
    {
        for (long i = 0, number = Start; i < Count; i++, number += Step)
            yield return new(number);
    }
}
