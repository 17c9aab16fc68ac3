namespace Marchitect.Jinja;

/// <summary>Text in lines of a width: Python's <c>textwrap.wrap</c>, with tabs and line breaks left as they are.</summary>
internal readonly ref struct TextWrap
{
    private readonly int[] _text;
    private readonly int _width;
    private readonly bool _breakLongWords;
    private readonly bool _breakOnHyphens;

    private TextWrap(string text, int width, bool breakLongWords, bool breakOnHyphens)
    {
        var codePoints = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
            codePoints.Add(CodePoint.At(text, i));
        (_text, _width, _breakLongWords, _breakOnHyphens) = ([.. codePoints], width, breakLongWords, breakOnHyphens);
    }

    /// <summary>The lines, without blanks at their ends.</summary>
    /// <exception cref="TemplateRuntimeException">The width is not positive.</exception>
    public static List<string> Wrap(string text, int width, bool breakLongWords, bool breakOnHyphens) => width > 0
        ? new TextWrap(text, width, breakLongWords, breakOnHyphens).Lines()
        : throw Fail.Value($"invalid width {width} (must be > 0)");

    // A chunk is a word, a part of one that ends in a hyphen, or a run of blanks; a line is chunks that follow one another.
    private List<string> Lines()
    {
        var lines = new List<string>();
        var chunks = Chunks();
        for (var next = 0; next < chunks.Count;)
        {
            if (lines.Count > 0 && IsBlank(chunks[next]))
                next++;
            if (next == chunks.Count)
                break;
            var start = chunks[next].Start;
            var end = start;
            var last = new Chunk(start, start);
            while (next < chunks.Count && chunks[next].End - start <= _width)
            {
                last = chunks[next++];
                end = last.End;
            }
            if (next < chunks.Count && chunks[next].Length > _width)
            {
                if (_breakLongWords)
                {
                    // It may be that nothing of it fits; then it is that nothing which ends the line, and blanks before it stay.
                    last = new(end, Break(chunks[next], _width - (end - start)));
                    end = last.End;
                    chunks[next] = chunks[next] with { Start = end };
                }
                else if (end == start)
                {
                    last = chunks[next++];
                    end = last.End;
                }
            }
            if (IsBlank(last))
                end = last.Start;
            if (end > start || last.Length == 0 && start < last.Start)
                lines.Add(Text(start, end));
        }
        return lines;
    }

    // Where to break a word of which so many characters fit: behind a hyphen if there is one with more than hyphens before it.
    private int Break(Chunk word, int space)
    {
        if (_breakOnHyphens && word.Length > space)
        {
            for (var hyphen = word.Start + space - 1; hyphen > word.Start; hyphen--)
            {
                if (_text[hyphen] != '-')
                    continue;
                return _text.AsSpan(word.Start, hyphen - word.Start).IndexOfAnyExcept('-') >= 0 ? hyphen + 1 : word.Start + space;
            }
        }
        return word.Start + space;
    }

    private List<Chunk> Chunks()
    {
        var chunks = new List<Chunk>();
        for (var at = 0; at < _text.Length;)
        {
            var end = at;
            while (end < _text.Length && IsSeparator(_text[end]))
                end++;
            if (end == at)
                end = _breakOnHyphens ? WordEnd(at) : SimpleWordEnd(at);
            chunks.Add(new(at, end));
            at = end;
        }
        return chunks;
    }

    private int SimpleWordEnd(int at)
    {
        while (at < _text.Length && !IsSeparator(_text[at]))
            at++;
        return at;
    }

    private int WordEnd(int start)
    {
        if (start > 0 && IsWordPunctuation(_text[start - 1]) && DashEnd(start) is > 0 and var dashes)
            return dashes;
        for (var end = start + 1; ; end++)
        {
            if (IsHyphenation(end))
                return end + 1;
            if (end == _text.Length || IsSeparator(_text[end]) || IsWordPunctuation(_text[end - 1]) && DashEnd(end) > 0)
                return end;
        }
    }

    // A hyphen between letters, at least two of them (or a letter, a hyphen and a letter) before it, and two behind it.
    private bool IsHyphenation(int at) => At(at) == '-'
        && IsLetter(At(at - 1)) && (IsLetter(At(at - 2)) || At(at - 2) == '-' && IsLetter(At(at - 3)))
        && IsLetter(At(at + 1)) && (IsLetter(At(at + 2)) || At(at + 2) == '-' && IsLetter(At(at + 3)));

    // The end of two or more hyphens with a word behind them: a dash; 0 where there is none.
    private int DashEnd(int at)
    {
        var end = at;
        while (At(end) == '-')
            end++;
        return end - at >= 2 && IsWord(At(end)) ? end : 0;
    }

    private int At(int index) => index >= 0 && index < _text.Length ? _text[index] : -1;

    private bool IsBlank(Chunk chunk)
    {
        foreach (var c in _text.AsSpan(chunk.Start, chunk.Length))
        {
            if (c >= 0x10000 || !CodePoint.IsSpace((char)c))
                return false;
        }
        return true;
    }

    private string Text(int start, int end)
    {
        var text = new System.Text.StringBuilder(end - start);
        foreach (var c in _text.AsSpan(start, end - start))
            CodePoint.Append(text, c);
        return text.ToString();
    }

    private static bool IsSeparator(int c) => c is '\t' or '\n' or '\v' or '\f' or '\r' or ' ';

    private static bool IsWord(int c) => c >= 0 && (c == '_' || CodePoint.IsAlpha(c) || CodePoint.IsNumeric(c) || CodePoint.IsDigit(c));

    private static bool IsLetter(int c) => IsWord(c) && !CodePoint.IsDecimal(c);

    private static bool IsWordPunctuation(int c) => IsWord(c) || c is '!' or '"' or '\'' or '&' or '.' or ',' or '?';

    private readonly record struct Chunk(int Start, int End)
    {
        public int Length => End - Start;
    }
}
