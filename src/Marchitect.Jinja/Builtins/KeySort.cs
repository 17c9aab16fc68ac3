namespace Marchitect.Jinja;

/// <summary>Sorting as Python's <c>sorted</c> does it: stable, asking only which of two is less.</summary>
/// <remarks>
/// Up to 64 items it takes the very steps of Python (a run, then binary insertion), so that keys without a true order, such as
/// <c>nan</c>, come out alike; beyond, it merges, and keys that have an order come out alike.
/// </remarks>
internal static class KeySort
{
    private const int InsertionLimit = 64;

    /// <summary>The items by their keys, in a new array.</summary>
    public static T[] By<T>(CallContext context, IReadOnlyList<T> items, Func<T, Value> key, bool reverse) =>
        By(context, items, item => [key(item)], reverse, asTuples: false);

    /// <summary>The items by several keys, the first first, in a new array.</summary>
    /// <param name="context">The rendering.</param>
    /// <param name="items">The items.</param>
    /// <param name="keys">The keys of an item.</param>
    /// <param name="reverse">Whether the largest comes first; equal ones keep their order all the same.</param>
    /// <param name="asTuples">Whether keys are compared as the items of lists are: equal ones are passed over before one is found less.</param>
    public static T[] By<T>(CallContext context, IReadOnlyList<T> items, Func<T, Value[]> keys, bool reverse, bool asTuples = true)
    {
        context.Budget.Iterate(items.Count);
        var entries = new Entry<T>[items.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new(keys(items[i]), items[i]);
        if (reverse)
            Array.Reverse(entries);
        Func<Value[], Value[], bool> less = asTuples ? LessTuple : static (left, right) => Ordering.Less(left[0], right[0]);
        if (entries.Length < InsertionLimit)
            Insert(entries, less);
        else
            Merge(entries, new Entry<T>[entries.Length], 0, entries.Length, less);
        if (reverse)
            Array.Reverse(entries);
        return Array.ConvertAll(entries, static entry => entry.Item);
    }

    private static bool LessTuple(Value[] left, Value[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (!ValueComparer.SameOrEqual(left[i], right[i]))
                return Ordering.Less(left[i], right[i]);
        }
        return false;
    }

    private static void Insert<T>(Entry<T>[] entries, Func<Value[], Value[], bool> less)
    {
        for (var i = Run(entries, less); i < entries.Length; i++)
        {
            var entry = entries[i];
            var (low, high) = (0, i);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (less(entry.Keys, entries[middle].Keys))
                    high = middle;
                else
                    low = middle + 1;
            }
            Array.Copy(entries, low, entries, low + 1, i - low);
            entries[low] = entry;
        }
    }

    // How many of the first entries are in order already; ones that strictly descend are turned round.
    private static int Run<T>(Entry<T>[] entries, Func<Value[], Value[], bool> less)
    {
        if (entries.Length < 2)
            return entries.Length;
        var descends = less(entries[1].Keys, entries[0].Keys);
        var length = 2;
        while (length < entries.Length && less(entries[length].Keys, entries[length - 1].Keys) == descends)
            length++;
        if (descends)
            Array.Reverse(entries, 0, length);
        return length;
    }

    private static void Merge<T>(Entry<T>[] entries, Entry<T>[] space, int start, int end, Func<Value[], Value[], bool> less)
    {
        if (end - start < 2)
            return;
        var middle = (start + end) / 2;
        Merge(entries, space, start, middle, less);
        Merge(entries, space, middle, end, less);
        if (!less(entries[middle].Keys, entries[middle - 1].Keys))
            return;
        Array.Copy(entries, start, space, start, middle - start);
        var (left, right, to) = (start, middle, start);
        while (left < middle && right < end)
            entries[to++] = less(entries[right].Keys, space[left].Keys) ? entries[right++] : space[left++];
        Array.Copy(space, left, entries, to, middle - left);
    }

    private readonly record struct Entry<T>(Value[] Keys, T Item);
}
