using System.Diagnostics.CodeAnalysis;

namespace Marchitect.Jinja;

/// <summary>What lists and tuples have in common.</summary>
internal static class Sequences
{
    public static bool Equal(IReadOnlyList<Value> left, IReadOnlyList<Value> right)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!ValueComparer.SameOrEqual(left[i], right[i]))
                return false;
        }
        return true;
    }

    public static bool TryGetItem(IReadOnlyList<Value> items, in Value key, out Value value)
    {
        if (TryIndex(key, items.Count, out var index))
        {
            value = items[index];
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>An index counted from the start or, negative, from the end; false where it is none or out of range.</summary>
    public static bool TryIndex(in Value key, int count, out int index)
    {
        index = 0;
        if (!key.TryInt64(out var number))
            return false;
        if (number < 0)
            number += count;
        if (number < 0 || number >= count)
            return false;
        index = (int)number;
        return true;
    }

    /// <summary>How many items equal a value.</summary>
    public static long Count(IReadOnlyList<Value> items, in Value wanted)
    {
        var count = 0L;
        for (var i = 0; i < items.Count; i++)
            count += ValueComparer.SameOrEqual(items[i], wanted) ? 1 : 0;
        return count;
    }

    /// <summary>Where the first item stands that equals a value.</summary>
    /// <exception cref="TemplateRuntimeException">None does.</exception>
    public static long Index(IReadOnlyList<Value> items, string typeName, in Value wanted, in Value start, in Value stop)
    {
        var (from, to) = Arguments.Window(start, stop, items.Count);
        for (var i = from; i < to && i < items.Count; i++)
        {
            if (ValueComparer.SameOrEqual(items[(int)i], wanted))
                return i;
        }
        throw Fail.Value($"{ValueText.BriefOf(wanted)} is not in the {typeName}");
    }

    [SuppressMessage("Performance", "CA1859:Use concrete types when possible", Justification = "It is for lists and tuples.")]
    public static void WriteRepr(TextOutput output, ValueObject self, IReadOnlyList<Value> items, char open, char close)
    {
        if (!output.Enter(self))
        {
            output.Append(open);
            output.Append("...");
            output.Append(close);
            return;
        }
        output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Append(", ");
            ValueText.WriteRepr(items[i], output);
        }
        if (open == '(' && items.Count == 1)
            output.Append(',');
        output.Append(close);
        output.Leave();
    }
}
