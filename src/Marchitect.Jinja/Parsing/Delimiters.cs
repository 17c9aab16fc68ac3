namespace Marchitect.Jinja;

/// <summary>Finds where tags begin and end.</summary>
internal sealed class Delimiters
{
    private readonly JinjaOptions _options;
    private readonly (TagKind Kind, string Opening)[] _openings;
    private readonly bool _knowsLines;

    /// <exception cref="ArgumentException">One of the delimiters is empty.</exception>
    public Delimiters(JinjaOptions options)
    {
        _options = options;
        _knowsLines = options.LineStatementPrefix is not null || options.LineCommentPrefix is not null;
        List<(TagKind Kind, string Opening)> openings =
        [
            (TagKind.Block, options.BlockStart), (TagKind.Variable, options.VariableStart), (TagKind.Comment, options.CommentStart),
        ];
        if (options.LineStatementPrefix is { } statement)
            openings.Add((TagKind.LineStatement, statement));
        if (options.LineCommentPrefix is { } comment)
            openings.Add((TagKind.LineComment, comment));
        foreach (var opening in openings)
        {
            if (string.IsNullOrEmpty(opening.Opening))
                throw new ArgumentException($"What begins a tag cannot be empty ({opening.Kind}).", nameof(options));
        }
        if (string.IsNullOrEmpty(options.BlockEnd) || string.IsNullOrEmpty(options.VariableEnd) || string.IsNullOrEmpty(options.CommentEnd))
            throw new ArgumentException("What ends a tag cannot be empty.", nameof(options));
        // One opening may begin with another, as <%= with <%: the longest is tried first.
        openings.Sort(static (a, b) => a.Opening.Length != b.Opening.Length ? b.Opening.Length - a.Opening.Length : b.Kind - a.Kind);
        _openings = [.. openings];
    }

    /// <summary>The first tag from the offset on, or null where only text follows.</summary>
    public TagStart? FindTag(string source, int from)
    {
        for (var at = from; at < source.Length; at++)
        {
            if (!_knowsLines)
            {
                var next = source.AsSpan(at).IndexOfAny(_options.BlockStart[0], _options.VariableStart[0], _options.CommentStart[0]);
                if (next < 0)
                    return null;
                at += next;
            }
            if (TagAt(source, at) is { } tag)
                return tag;
        }
        return null;
    }

    /// <summary>The first <c>endraw</c> tag from the offset on, and the offset behind it; null where there is none.</summary>
    public (TagStart Tag, int End)? FindEndRaw(string source, int from)
    {
        for (var at = from; (at = source.IndexOf(_options.BlockStart, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var afterStart = at + _options.BlockStart.Length;
            var sign = SignAt(source, afterStart);
            if (Keyword(source, sign == '\0' ? afterStart : afterStart + 1, "endraw") is { } afterName
                && EndAfterBlanks(source, afterName, _options.BlockEnd, allowsPlus: true, _options.TrimBlocks) is { } end)
            {
                return (new(TagKind.Raw, at, sign, afterStart), end);
            }
        }
        return null;
    }

    /// <summary>The offset behind the end of the comment whose text begins here, or null where it does not end.</summary>
    public int? FindCommentEnd(string source, int from)
    {
        var end = _options.CommentEnd;
        var at = source.IndexOf(end, from, StringComparison.Ordinal);
        if (at < 0)
            return null;
        return (at > from ? EndAt(source, at - 1, end, allowsPlus: true, _options.TrimBlocks) : null)
            ?? EndAt(source, at, end, allowsPlus: true, _options.TrimBlocks);
    }

    /// <summary>The offset behind the end of a statement that stands here, or null.</summary>
    public int? BlockEndAt(string source, int at) => EndAt(source, at, _options.BlockEnd, allowsPlus: true, _options.TrimBlocks);

    /// <summary>The offset behind the end of a printed expression that stands here, or null.</summary>
    public int? VariableEndAt(string source, int at) => EndAt(source, at, _options.VariableEnd, allowsPlus: false, trimsNewline: false);

    /// <summary>The offset behind the end of a line statement that stands here, or null: blanks and newlines up to the next word's line.</summary>
    public static int? LineEndAt(string source, int at)
    {
        var end = SkipSpace(source, at);
        if (end == source.Length)
            return end;
        var newline = source.AsSpan(at, end - at).LastIndexOf('\n');
        return newline < 0 ? null : at + newline + 1;
    }

    public static int SkipSpace(string source, int at)
    {
        while (at < source.Length && CodePoint.IsSpace(source[at]))
            at++;
        return at;
    }

    private TagStart? TagAt(string source, int at)
    {
        if (RawAt(source, at) is { } raw)
            return raw;
        foreach (var (kind, opening) in _openings)
        {
            var end = kind switch
            {
                TagKind.LineStatement => IsLineStart(source, at) ? PrefixAfterBlanks(source, at, opening, IsBlankOfStatement) : -1,
                TagKind.LineComment => IsLineStart(source, at) || !CodePoint.IsSpace(source[at - 1])
                    ? PrefixAfterBlanks(source, at, opening, IsBlankOfComment)
                    : -1,
                _ => StartsAt(source, at, opening) ? at + opening.Length : -1,
            };
            if (end < 0)
                continue;
            var sign = SignAt(source, end);
            return new(kind, at, sign, sign == '\0' ? end : end + 1);
        }
        return null;
    }

    // A raw tag ends without + and keeps the newline behind it, whatever trim_blocks says.
    private TagStart? RawAt(string source, int at)
    {
        if (!StartsAt(source, at, _options.BlockStart))
            return null;
        var afterStart = at + _options.BlockStart.Length;
        var sign = SignAt(source, afterStart);
        return Keyword(source, sign == '\0' ? afterStart : afterStart + 1, "raw") is { } afterName
            && EndAfterBlanks(source, afterName, _options.BlockEnd, allowsPlus: false, trimsNewline: false) is { } end
            ? new(TagKind.Raw, at, sign, end)
            : null;
    }

    private static int? Keyword(string source, int at, string keyword)
    {
        at = SkipSpace(source, at);
        return StartsAt(source, at, keyword) ? at + keyword.Length : null;
    }

    // As many blanks as there are, but fewer where the end itself begins with one.
    private static int? EndAfterBlanks(string source, int from, string end, bool allowsPlus, bool trimsNewline)
    {
        for (var at = SkipSpace(source, from); at >= from; at--)
        {
            if (EndAt(source, at, end, allowsPlus, trimsNewline) is { } behind)
                return behind;
            if (!CodePoint.IsSpace(end[0]))
                return null;
        }
        return null;
    }

    private static int? EndAt(string source, int at, string end, bool allowsPlus, bool trimsNewline)
    {
        if (at >= source.Length)
            return null;
        if (allowsPlus && source[at] == '+' && StartsAt(source, at + 1, end))
            return at + 1 + end.Length;
        if (source[at] == '-' && StartsAt(source, at + 1, end))
            return SkipSpace(source, at + 1 + end.Length);
        if (!StartsAt(source, at, end))
            return null;
        at += end.Length;
        return trimsNewline && at < source.Length && source[at] == '\n' ? at + 1 : at;
    }

    private static int PrefixAfterBlanks(string source, int from, string prefix, Func<char, bool> isBlank)
    {
        var at = from;
        while (at < source.Length && isBlank(source[at]))
            at++;
        for (; at >= from; at--)
        {
            if (StartsAt(source, at, prefix))
                return at + prefix.Length;
            if (!isBlank(prefix[0]))
                return -1;
        }
        return -1;
    }

    private static bool IsLineStart(string source, int at) => at == 0 || source[at - 1] == '\n';

    private static bool IsBlankOfStatement(char c) => c is ' ' or '\t' or '\v';

    private static bool IsBlankOfComment(char c) => c is not ('\r' or '\n') && CodePoint.IsSpace(c);

    private static bool StartsAt(string source, int at, string what) =>
        at <= source.Length && source.AsSpan(at).StartsWith(what, StringComparison.Ordinal);

    private static char SignAt(string source, int at) => at < source.Length && source[at] is '-' or '+' ? source[at] : '\0';
}
