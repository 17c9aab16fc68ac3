namespace Marchitect.Jinja;

/// <summary>Sorting by keys, as Python's <c>sorted</c> with <c>key=</c>: each key is found once.</summary>
internal static class KeySort
{
    /// <summary>The items by their keys, in a new array.</summary>
    public static T[] By<T>(CallContext context, IReadOnlyList<T> items, Func<T, Value> key, bool reverse) =>
        Sorted(context, items, key, static (left, right) => Ordering.Less(left.Key, right.Key), reverse);

    /// <summary>The items by several keys, in a new array. Keys are compared as the items of lists are: equal ones are passed over before one is found less.</summary>
    public static T[] By<T>(CallContext context, IReadOnlyList<T> items, Func<T, Value[]> keys, bool reverse) =>
        Sorted(context, items, keys, static (left, right) => IsLess(left.Key, right.Key), reverse);

    private static T[] Sorted<T, TKey>(CallContext context, IReadOnlyList<T> items, Func<T, TKey> key, Func<Entry<T, TKey>, Entry<T, TKey>, bool> isLess, bool reverse)
    {
        context.Budget.Iterate(items.Count);
        var entries = new Entry<T, TKey>[items.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new(key(items[i]), items[i]);
        StableSort.Sort(entries, isLess, reverse);
        return Array.ConvertAll(entries, static entry => entry.Item);
    }

    private static bool IsLess(Value[] left, Value[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (!ValueComparer.SameOrEqual(left[i], right[i]))
                return Ordering.Less(left[i], right[i]);
        }
        return false;
    }

    private readonly record struct Entry<T, TKey>(TKey Key, T Item);
}
