using System.Text;

namespace Marchitect.Jinja;

/// <summary>The methods of <c>str</c> that look for a part of it. Indices count code points.</summary>
internal static class StringSearch
{
    public static long Find(string text, in Value part, in Value start, in Value end, bool fromEnd)
    {
        var wanted = Arguments.Text(part, fromEnd ? "rfind" : "find");
        if (!TryWindow(text, start, end, out var from, out var to))
            return -1;
        var window = text.AsSpan(from, to - from);
        var at = fromEnd ? window.LastIndexOf(wanted, StringComparison.Ordinal) : window.IndexOf(wanted, StringComparison.Ordinal);
        // .NET finds nothing at the very end behind the last character; Python does.
        if (fromEnd && wanted.Length == 0)
            at = window.Length;
        return at < 0 ? -1 : StringIndex.IsSimple(text) ? from + at : StringIndex.CodePoint(text, from + at);
    }

    public static long Count(string text, in Value part, in Value start, in Value end)
    {
        var wanted = Arguments.Text(part, "count");
        if (!TryWindow(text, start, end, out var from, out var to))
            return 0;
        var window = text.AsSpan(from, to - from);
        return wanted.Length == 0 ? StringIndex.Length(window.ToString()) + 1 : window.Count(wanted);
    }

    public static bool StartsWith(string text, in Value prefix, in Value start, in Value end) => HasAffix(text, prefix, start, end, atEnd: false);

    public static bool EndsWith(string text, in Value suffix, in Value start, in Value end) => HasAffix(text, suffix, start, end, atEnd: true);

    public static string Replace(CallContext context, string text, string old, string with, long count)
    {
        if (count == 0)
            return text;
        var limit = count < 0 ? long.MaxValue : count;
        var found = Math.Min(limit, old.Length == 0 ? StringIndex.Length(text) + 1L : text.AsSpan().Count(old));
        if (found == 0)
            return text;
        context.Budget.Text(text.Length + found * (with.Length - old.Length));
        if (old.Length == 0)
            return Between(text, with, found);
        if (count < 0)
            return text.Replace(old, with, StringComparison.Ordinal);
        var replaced = new StringBuilder(text.Length);
        var at = 0;
        for (; found > 0; found--)
        {
            var next = text.IndexOf(old, at, StringComparison.Ordinal);
            replaced.Append(text, at, next - at).Append(with);
            at = next + old.Length;
        }
        return replaced.Append(text, at, text.Length - at).ToString();
    }

    public static Value Partition(string text, in Value separator, bool fromEnd)
    {
        var by = Arguments.Text(separator, fromEnd ? "rpartition" : "partition");
        if (by.Length == 0)
            throw Fail.Value("empty separator");
        var at = fromEnd ? text.LastIndexOf(by, StringComparison.Ordinal) : text.IndexOf(by, StringComparison.Ordinal);
        if (at < 0)
            return new(new TupleValue(fromEnd ? [new(""), new(""), new(text)] : [new(text), new(""), new("")]));
        return new(new TupleValue([new(text[..at]), separator, new(text[(at + by.Length)..])]));
    }

    private static string Between(string text, string with, long count)
    {
        var spread = new StringBuilder(text.Length + (int)count * with.Length);
        for (var i = 0; i < text.Length;)
        {
            if (count-- > 0)
                spread.Append(with);
            var width = CodePoint.WidthAt(text, i);
            spread.Append(text, i, width);
            i += width;
        }
        if (count > 0)
            spread.Append(with);
        return spread.ToString();
    }

    private static bool HasAffix(string text, in Value affix, in Value start, in Value end, bool atEnd)
    {
        var isWindow = TryWindow(text, start, end, out var from, out var to);
        var name = atEnd ? "endswith" : "startswith";
        if (affix.TextOrNull is { } one)
            return isWindow && Matches(text.AsSpan(from, to - from), one, atEnd);
        if (affix.Instance is not TupleValue several)
            throw Fail.Type($"{name} first arg must be str or a tuple of str, not {affix.TypeName}");
        foreach (var item in several.Items)
        {
            var wanted = item.TextOrNull ?? throw Fail.Type($"tuple for {name} must only contain str, not {item.TypeName}");
            if (isWindow && Matches(text.AsSpan(from, to - from), wanted, atEnd))
                return true;
        }
        return false;
    }

    private static bool Matches(ReadOnlySpan<char> text, string affix, bool atEnd) =>
        atEnd ? text.EndsWith(affix, StringComparison.Ordinal) : text.StartsWith(affix, StringComparison.Ordinal);

    // The part between start and end, in code units; false where the start lies behind the end.
    private static bool TryWindow(string text, in Value start, in Value end, out int from, out int to)
    {
        (from, to) = (0, text.Length);
        if (start.IsMissing && end.IsMissing)
            return true;
        var isSimple = StringIndex.IsSimple(text);
        var (first, last) = Arguments.Window(start, end, isSimple ? text.Length : StringIndex.Length(text));
        if (first > last)
            return false;
        (from, to) = isSimple ? ((int)first, (int)last) : (StringIndex.Offset(text, (int)first), StringIndex.Offset(text, (int)last));
        return true;
    }
}
