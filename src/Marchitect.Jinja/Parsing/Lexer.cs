namespace Marchitect.Jinja;

/// <summary>Cuts the text of a template into tokens, one at a time, so that of two errors the first is told.</summary>
internal sealed partial class Lexer(SourceText source, JinjaOptions options)
{
    private readonly string _text = source.Text;
    private readonly Delimiters _delimiters = new(options);
    private readonly Stack<(char Closing, Position Position)> _open = new();

    // Where we are: in text where it is null.
    private TagKind? _tag;
    private TagStart _start;
    private Position _startPosition;
    private bool _beginIsDue;

    private int _offset;
    private int _line = 1;
    private int _lastLine = 1;
    private bool _isLineStart = true;


    /// <summary>Whether the tag that is being read, or was read last, is a line statement.</summary>
    public bool IsLineStatement => _start.Kind == TagKind.LineStatement;

    /// <summary>Where the tag that is being read begins, or began last.</summary>
    public Position TagPosition => _startPosition;

    /// <summary>The next token; at the end, the same one again and again.</summary>
    /// <exception cref="TemplateSyntaxException">There is no valid one.</exception>
    public Token Next()
    {
        while (true)
        {
            if (_beginIsDue)
            {
                _beginIsDue = false;
                return Made(new(_tag == TagKind.Variable ? TokenKind.VariableBegin : TokenKind.BlockBegin, _startPosition, _start.End, default));
            }
            if (_offset >= _text.Length && _tag is not TagKind.LineStatement)
                return End();
            if (ReadOn() is { } token)
                return Made(token);
        }
    }

    private Token? ReadOn()
    {
        switch (_tag)
        {
            case null:
                return ReadText();
            case TagKind.Comment:
                SkipTo(_delimiters.FindCommentEnd(_text, _offset)
                    ?? throw source.Error($"This comment does not end: expected '{options.CommentEnd}'.", _line, _start.Start));
                _tag = null;
                return null;
            case TagKind.LineComment:
                SkipTo(_text.IndexOf('\n', _offset) is var newline and >= 0 ? newline : _text.Length);
                _tag = null;
                return null;
            case TagKind.Raw:
                return ReadRaw();
            default:
                return ReadInTag();
        }
    }

    private Token? ReadText()
    {
        var from = Here;
        if (_delimiters.FindTag(_text, _offset) is not { } tag)
        {
            SkipTo(_text.Length);
            return Data(from, _text.AsSpan(from.Offset));
        }
        var text = Strip(_text.AsSpan(_offset, tag.Start - _offset), tag);
        SkipTo(tag.Start);
        _start = tag;
        _startPosition = Here;
        SkipTo(tag.End);
        _tag = tag.Kind;
        _beginIsDue = tag.Kind is TagKind.Block or TagKind.Variable or TagKind.LineStatement;
        return Data(from, text);
    }

    private Token? ReadRaw()
    {
        var from = Here;
        if (_delimiters.FindEndRaw(_text, _offset) is not var (tag, end))
        {
            throw source.Error(
                $"This raw block does not end: expected '{options.BlockStart} endraw {options.BlockEnd}'.", _line, _start.Start);
        }
        var text = Strip(_text.AsSpan(_offset, tag.Start - _offset), tag);
        SkipTo(end);
        _tag = null;
        return Data(from, text);
    }

    // What the sign of the tag behind a text, or lstrip_blocks, leaves of it.
    private ReadOnlySpan<char> Strip(ReadOnlySpan<char> text, TagStart tag)
    {
        var end = text.Length;
        while (end > 0 && CodePoint.IsSpace(text[end - 1]))
            end--;
        if (tag.Sign == '-')
            return text[..end];
        if (tag.Sign == '+' || !options.LstripBlocks || tag.Kind == TagKind.Variable)
            return text;
        var lineStart = text.LastIndexOf('\n') + 1;
        return (lineStart > 0 || _isLineStart) && end <= lineStart ? text[..lineStart] : text;
    }

    private Token? Data(Position from, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return null;
        return new(TokenKind.Data, from, from.Offset + text.Length, WithNewlines(text.ToString()));
    }

    private string WithNewlines(string text) =>
        options.NewlineSequence == "\n" ? text : text.Replace("\n", options.NewlineSequence, StringComparison.Ordinal);

    private Position Here => new(_line, _offset);

    private Token End() => new(TokenKind.End, new(_lastLine, _text.Length), _text.Length, default);

    private Token Made(Token token)
    {
        _lastLine = token.Position.Line;
        return token;
    }

    private void SkipTo(int offset)
    {
        _line += _text.AsSpan(_offset, offset - _offset).Count('\n');
        _isLineStart = offset > _offset && _text[offset - 1] == '\n';
        _offset = offset;
    }
}
