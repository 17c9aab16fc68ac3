namespace Marchitect.Jinja;

/// <summary>The methods of <c>str</c> that cut it into pieces.</summary>
internal static class StringSplit
{
    public static Value Split(CallContext context, string text, in Value separator, long most, bool fromEnd)
    {
        var by = Arguments.TextOrNone(separator, "split");
        var pieces = new List<Value>();
        if (most < 0)
            most = long.MaxValue;
        if (by is null)
        {
            if (fromEnd)
                AddWordsFromEnd(context, text, most, pieces);
            else
                AddWords(context, text, most, pieces);
        }
        else if (by.Length == 0)
        {
            throw Fail.Value("empty separator");
        }
        else if (fromEnd)
        {
            AddPiecesFromEnd(context, text, by, most, pieces);
        }
        else
        {
            AddPieces(context, text, by, most, pieces);
        }
        if (fromEnd)
            pieces.Reverse();
        return new(new ListValue(pieces));
    }

    public static Value Lines(CallContext context, string text, bool keepEnds)
    {
        var lines = new List<Value>();
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && !CodePoint.IsLineBreak(text[end]))
                end++;
            var next = end;
            if (end < text.Length)
                next += text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
            Add(context, lines, text[at..(keepEnds ? next : end)]);
            at = next;
        }
        return new(new ListValue(lines));
    }

    private static void Add(CallContext context, List<Value> pieces, string piece)
    {
        context.Budget.Iterate();
        pieces.Add(new(piece));
    }

    private static void AddWords(CallContext context, string text, long most, List<Value> words)
    {
        for (var at = 0; ;)
        {
            while (at < text.Length && CodePoint.IsSpace(text[at]))
                at++;
            if (at == text.Length)
                return;
            if (most-- == 0)
            {
                // What is left keeps the blanks at its far end.
                Add(context, words, text[at..]);
                return;
            }
            var end = at;
            while (end < text.Length && !CodePoint.IsSpace(text[end]))
                end++;
            Add(context, words, text[at..end]);
            at = end;
        }
    }

    private static void AddWordsFromEnd(CallContext context, string text, long most, List<Value> words)
    {
        for (var at = text.Length; ;)
        {
            while (at > 0 && CodePoint.IsSpace(text[at - 1]))
                at--;
            if (at == 0)
                return;
            if (most-- == 0)
            {
                Add(context, words, text[..at]);
                return;
            }
            var start = at;
            while (start > 0 && !CodePoint.IsSpace(text[start - 1]))
                start--;
            Add(context, words, text[start..at]);
            at = start;
        }
    }

    private static void AddPieces(CallContext context, string text, string by, long most, List<Value> pieces)
    {
        var at = 0;
        for (; most > 0; most--)
        {
            var next = text.IndexOf(by, at, StringComparison.Ordinal);
            if (next < 0)
                break;
            Add(context, pieces, text[at..next]);
            at = next + by.Length;
        }
        Add(context, pieces, text[at..]);
    }

    private static void AddPiecesFromEnd(CallContext context, string text, string by, long most, List<Value> pieces)
    {
        var end = text.Length;
        for (; most > 0; most--)
        {
            var next = text.AsSpan(0, end).LastIndexOf(by, StringComparison.Ordinal);
            if (next < 0)
                break;
            Add(context, pieces, text[(next + by.Length)..end]);
            end = next;
        }
        Add(context, pieces, text[..end]);
    }
}
