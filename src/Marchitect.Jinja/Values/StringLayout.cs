using System.Text;

namespace Marchitect.Jinja;

/// <summary>The methods of <c>str</c> that pad, strip and join.</summary>
internal static class StringLayout
{
    public static string Center(CallContext context, string text, long width, in Value fill)
    {
        var with = Fill(fill, "center");
        var padding = width - StringIndex.Length(text);
        if (padding <= 0)
            return text;
        // The odd one stands on the left where the width is odd too: Python's own rounding.
        var left = padding / 2 + (padding & width & 1);
        return Pad(context, text, left, padding - left, with);
    }

    public static string Justify(CallContext context, string text, long width, in Value fill, bool toLeft)
    {
        var with = Fill(fill, toLeft ? "ljust" : "rjust");
        var padding = Math.Max(0, width - StringIndex.Length(text));
        return toLeft ? Pad(context, text, 0, padding, with) : Pad(context, text, padding, 0, with);
    }

    public static string Pad(CallContext context, string text, long left, long right, string with)
    {
        if (left == 0 && right == 0)
            return text;
        // Asked part by part, as the sum of two huge numbers may be anything.
        context.Budget.Text(Math.Max(left, right));
        context.Budget.Text(text.Length + (left + right) * with.Length);
        var padded = new StringBuilder(text.Length + (int)(left + right) * with.Length);
        for (; left > 0; left--)
            padded.Append(with);
        padded.Append(text);
        for (; right > 0; right--)
            padded.Append(with);
        return padded.ToString();
    }

    public static string ZeroFill(CallContext context, string text, long width)
    {
        var padding = width - StringIndex.Length(text);
        if (padding <= 0)
            return text;
        var sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return text[..sign] + Pad(context, text[sign..], padding, 0, "0");
    }

    public static string Strip(string text, string? characters, bool atStart, bool atEnd)
    {
        var (start, end) = (0, text.Length);
        if (characters is null)
        {
            while (atStart && start < end && CodePoint.IsSpace(text[start]))
                start++;
            while (atEnd && end > start && CodePoint.IsSpace(text[end - 1]))
                end--;
            return text[start..end];
        }
        if (StringIndex.IsSimple(characters))
        {
            // A half of a pair is none of the characters, so code units will do.
            while (atStart && start < end && characters.Contains(text[start], StringComparison.Ordinal))
                start++;
            while (atEnd && end > start && characters.Contains(text[end - 1], StringComparison.Ordinal))
                end--;
            return text[start..end];
        }
        var set = new HashSet<string>(StringIndex.Split(characters), StringComparer.Ordinal);
        var parts = StringIndex.Split(text);
        end = parts.Length;
        while (atStart && start < end && set.Contains(parts[start]))
            start++;
        while (atEnd && end > start && set.Contains(parts[end - 1]))
            end--;
        return string.Concat(parts[start..end]);
    }

    public static string ExpandTabs(CallContext context, string text, long size)
    {
        using var expanded = new TextOutput(context.Budget.Limits.TextLength);
        var column = 0L;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\t')
            {
                if (size <= 0)
                    continue;
                var blanks = size - column % size;
                context.Budget.Text(blanks);
                expanded.Append(' ', (int)blanks);
                column += blanks;
                continue;
            }
            expanded.Append(c);
            if (c is '\n' or '\r')
                column = 0;
            else if (!char.IsLowSurrogate(c))
                column++;
        }
        context.Budget.Text(expanded.Length);
        return expanded.ToString();
    }

    public static string Join(CallContext context, string separator, in Value iterable)
    {
        using var joined = new TextOutput(context.Budget.Limits.TextLength);
        using var items = Iteration.Of(iterable);
        for (var i = 0; items.MoveNext(); i++)
        {
            context.Budget.Iterate();
            var item = items.Current;
            if (i > 0)
                joined.Append(separator);
            joined.Append(item.TextOrNull ?? throw Fail.Type($"sequence item {i}: expected str instance, {item.TypeName} found ({ValueText.BriefOf(item)}); the filter 'join' takes any values"));
        }
        context.Budget.Text(joined.Length);
        return joined.ToString();
    }

    private static string Fill(in Value fill, string method)
    {
        if (fill.IsMissing)
            return " ";
        return fill.TextOrNull is { } text && StringIndex.Length(text) == 1
            ? text
            : throw Fail.Type($"{method}(): the fill character must be exactly one character long, not {ValueText.BriefOf(fill)}");
    }
}
