namespace Marchitect.Jinja;

/// <summary>Sorting that keeps the order of what is equal, asks only whether one is less than the other, and lets errors through.</summary>
/// <remarks>
/// Fewer than 64 items are sorted in the very steps of Python (a run, then binary insertion), so that what has no true order, such as
/// <c>nan</c>, comes out alike; more are merged, which gives the same wherever there is an order.
/// </remarks>
internal static class StableSort
{
    private const int InsertionLimit = 64;

    /// <summary>Sorts, the largest first where reversed; equal ones keep their order either way.</summary>
    public static void Sort<T>(T[] items, Func<T, T, bool> isLess, bool isReversed = false)
    {
        if (isReversed)
            Array.Reverse(items);
        if (items.Length < InsertionLimit)
            Insert(items, isLess);
        else
            Merge(items, new T[items.Length], 0, items.Length, isLess);
        if (isReversed)
            Array.Reverse(items);
    }

    private static void Insert<T>(T[] items, Func<T, T, bool> isLess)
    {
        for (var i = Run(items, isLess); i < items.Length; i++)
        {
            var item = items[i];
            var (low, high) = (0, i);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (isLess(item, items[middle]))
                    high = middle;
                else
                    low = middle + 1;
            }
            Array.Copy(items, low, items, low + 1, i - low);
            items[low] = item;
        }
    }

    // How many of the first items are in order already; ones that strictly descend are turned round.
    private static int Run<T>(T[] items, Func<T, T, bool> isLess)
    {
        if (items.Length < 2)
            return items.Length;
        var descends = isLess(items[1], items[0]);
        var length = 2;
        while (length < items.Length && isLess(items[length], items[length - 1]) == descends)
            length++;
        if (descends)
            Array.Reverse(items, 0, length);
        return length;
    }

    private static void Merge<T>(T[] items, T[] spare, int start, int end, Func<T, T, bool> isLess)
    {
        if (end - start < 2)
            return;
        var middle = (start + end) / 2;
        Merge(items, spare, start, middle, isLess);
        Merge(items, spare, middle, end, isLess);
        // In order already, as much of what is sorted is.
        if (!isLess(items[middle], items[middle - 1]))
            return;
        Array.Copy(items, start, spare, start, middle - start);
        var (left, right, to) = (start, middle, start);
        while (left < middle && right < end)
            items[to++] = isLess(items[right], spare[left]) ? items[right++] : spare[left++];
        Array.Copy(spare, left, items, to, middle - left);
    }
}
