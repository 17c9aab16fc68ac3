namespace Marchitect.Jinja;

/// <summary>Sorting that keeps the order of what is equal, asks only whether one is less than the other, and lets errors through.</summary>
internal static class StableSort
{
    /// <summary>Sorts, the largest first where reversed; equal ones keep their order either way.</summary>
    public static void Sort<T>(T[] items, Func<T, T, bool> isLess, bool isReversed = false)
    {
        if (isReversed)
            Array.Reverse(items);
        if (items.Length > 1)
            Sort(items, new T[items.Length], 0, items.Length, isLess);
        if (isReversed)
            Array.Reverse(items);
    }

    private static void Sort<T>(T[] items, T[] spare, int start, int end, Func<T, T, bool> isLess)
    {
        if (end - start <= 8)
        {
            for (var i = start + 1; i < end; i++)
            {
                var item = items[i];
                var at = i;
                for (; at > start && isLess(item, items[at - 1]); at--)
                    items[at] = items[at - 1];
                items[at] = item;
            }
            return;
        }
        var middle = (start + end) / 2;
        Sort(items, spare, start, middle, isLess);
        Sort(items, spare, middle, end, isLess);
        // In order already, as much of what is sorted is.
        if (!isLess(items[middle], items[middle - 1]))
            return;
        Array.Copy(items, start, spare, start, end - start);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
            items[i] = right >= end || left < middle && !isLess(spare[right], spare[left]) ? spare[left++] : spare[right++];
    }
}
