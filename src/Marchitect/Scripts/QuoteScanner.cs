namespace Marchitect;

/// <summary>
/// Follows shell text to know whether a place in it stands inside quotes. It knows single and double quotes, backslashes,
/// comments, <c>$(...)</c> and <c>${...}</c>; here-documents and <c>`...`</c> it reads as plain text.
/// </summary>
internal sealed class QuoteScanner
{
    // One character for each open construct: ' " ( {
    private readonly Stack<char> _open = new();
    private bool _escaped;
    private bool _afterDollar;
    private bool _wordStart = true;
    private bool _comment;

    /// <summary>Whether a word put here would stand inside quotes of the text around it.</summary>
    public bool InsideQuotes => !_comment && _open.TakeWhile(c => c != '(').Any(c => c is '\'' or '"');

    /// <summary>Follows literal text.</summary>
    public void Read(string text)
    {
        foreach (var c in text)
            Read(c);
    }

    /// <summary>Follows a quoted word: it opens nothing that it does not close.</summary>
    public void ReadWord()
    {
        _escaped = _afterDollar = _wordStart = false;
    }

    private void Read(char c)
    {
        var inside = _open.TryPeek(out var open) ? open : '\0';
        if (_comment)
        {
            _comment = c != '\n';
            _wordStart = true;
            return;
        }
        if (inside == '\'')
        {
            if (c == '\'')
                _open.Pop();
            return;
        }
        if (_escaped)
        {
            _escaped = _wordStart = false;
            return;
        }
        var afterDollar = _afterDollar;
        var wordStart = _wordStart;
        _afterDollar = c == '$';
        _wordStart = c is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')';
        switch (c)
        {
            case '\\':
                _escaped = true;
                break;
            case '"' when inside == '"':
                _open.Pop();
                break;
            case '"':
                _open.Push('"');
                break;
            case '\'' when inside != '"':
                _open.Push('\'');
                break;
            case '(' when afterDollar || inside != '"':
                _open.Push('(');
                break;
            case ')' when inside == '(':
                _open.Pop();
                break;
            case '{' when afterDollar:
                _open.Push('{');
                break;
            case '}' when inside == '{':
                _open.Pop();
                break;
            case '#' when wordStart && inside is '\0' or '(':
                _comment = wordStart;
                break;
            default:
                break;
        }
    }
}
