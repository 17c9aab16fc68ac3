using System.Text;

namespace Marchitect.Jinja;

/// <summary>What stands within <c>{{ }}</c>, <c>{% %}</c> and line statements.</summary>
internal sealed partial class Lexer
{
    // A name is mostly one that came before, or a word of the language.
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names =
        new HashSet<string>().GetAlternateLookup<ReadOnlySpan<char>>();

    private Token? ReadInTag()
    {
        // Within brackets an end is none: }} may close two dicts, and a line statement goes on.
        if (_open.Count == 0 && EndOfTag() is { } end)
        {
            var kind = _tag == TagKind.Variable ? TokenKind.VariableEnd : TokenKind.BlockEnd;
            var token = new Token(kind, Here, end, default);
            SkipTo(end);
            _tag = null;
            return token;
        }
        if (_offset >= _text.Length)
            return End();
        var c = _text[_offset];
        if (c == ' ' && _offset + 1 < _text.Length && !CodePoint.IsSpace(_text[_offset + 1]))
        {
            // One blank between words, the most frequent of all.
            _offset++;
            _isLineStart = false;
            return null;
        }
        if (CodePoint.IsSpace(c))
        {
            SkipTo(Delimiters.SkipSpace(_text, _offset));
            return null;
        }
        if (char.IsAsciiLetter(c) || c == '_')
            return ReadName();
        if (c is '"' or '\'')
            return ReadString(c);
        return ReadNumber() ?? ReadOperator() ?? ReadName() ?? throw UnexpectedCharacter();
    }

    private int? EndOfTag() => _tag switch
    {
        TagKind.Variable => _delimiters.VariableEndAt(_text, _offset),
        TagKind.Block => _delimiters.BlockEndAt(_text, _offset),
        _ => Delimiters.LineEndAt(_text, _offset),
    };

    private Token? ReadNumber()
    {
        var number = NumberLiteral.At(_text, _offset);
        if (number.Length == 0)
            return null;
        var from = Here;
        _offset += number.Length;
        return number.Read() is { } value
            ? new(number.IsFloat ? TokenKind.Float : TokenKind.Integer, from, _offset, value)
            : throw source.Error(number.Problem, from.Line, from.Offset);
    }

    private Token? ReadName()
    {
        var end = _offset;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'))
            end++;
        var isAscii = end >= _text.Length || char.IsAscii(_text[end]);
        if (!isAscii)
        {
            // A half of a surrogate pair on its own is no character, so it ends the name too.
            while (end < _text.Length && Rune.TryGetRuneAt(_text, end, out var rune) && CharacterClass.IsNamePart(rune))
                end += rune.Utf16SequenceLength;
        }
        if (end == _offset)
            return null;
        var from = Here;
        var name = _text.AsSpan(_offset, end - _offset);
        if (!isAscii && !CharacterClass.IsIdentifier(name))
            throw source.Error($"'{name}' is not a valid name.", from.Line, from.Offset);
        _offset = end;
        if (!_names.TryGetValue(name, out var known))
        {
            known = name.ToString();
            _names.Set.Add(known);
        }
        return new(TokenKind.Name, from, end, known);
    }

    private Token ReadString(char quote)
    {
        var end = _offset + 1;
        while (end < _text.Length && _text[end] != quote)
            end += _text[end] == '\\' ? 2 : 1;
        if (end >= _text.Length)
            throw source.Error($"This string does not end: expected {quote}.", _line, _offset);
        var from = Here;
        var text = WithNewlines(_text[(_offset + 1)..end]);
        if (text.Contains('\\', StringComparison.Ordinal) && !StringEscapes.TryDecode(text, out text, out var problem))
            throw source.Error(problem, from.Line, from.Offset);
        SkipTo(end + 1);
        return new(TokenKind.String, from, _offset, text);
    }

    private Token? ReadOperator()
    {
        var next = _offset + 1 < _text.Length ? _text[_offset + 1] : '\0';
        (TokenKind Kind, int Length) found = (_text[_offset], next) switch
        {
            ('/', '/') => (TokenKind.FloorDivide, 2),
            ('*', '*') => (TokenKind.Power, 2),
            ('=', '=') => (TokenKind.Equal, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('+', _) => (TokenKind.Add, 1),
            ('-', _) => (TokenKind.Subtract, 1),
            ('/', _) => (TokenKind.Divide, 1),
            ('*', _) => (TokenKind.Multiply, 1),
            ('%', _) => (TokenKind.Modulo, 1),
            ('~', _) => (TokenKind.Tilde, 1),
            ('[', _) => (TokenKind.LeftBracket, 1),
            (']', _) => (TokenKind.RightBracket, 1),
            ('(', _) => (TokenKind.LeftParenthesis, 1),
            (')', _) => (TokenKind.RightParenthesis, 1),
            ('{', _) => (TokenKind.LeftBrace, 1),
            ('}', _) => (TokenKind.RightBrace, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('<', _) => (TokenKind.Less, 1),
            ('=', _) => (TokenKind.Assign, 1),
            ('.', _) => (TokenKind.Dot, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('|', _) => (TokenKind.Pipe, 1),
            (',', _) => (TokenKind.Comma, 1),
            (';', _) => (TokenKind.Semicolon, 1),
            _ => default,
        };
        if (found.Length == 0)
            return null;
        Balance(found.Kind);
        var token = new Token(found.Kind, Here, _offset + found.Length, default);
        _offset = token.End;
        return token;
    }

    private void Balance(TokenKind kind)
    {
        switch (kind)
        {
            case TokenKind.LeftBracket:
                _open.Push((']', Here));
                break;
            case TokenKind.LeftParenthesis:
                _open.Push((')', Here));
                break;
            case TokenKind.LeftBrace:
                _open.Push(('}', Here));
                break;
            case TokenKind.RightBracket or TokenKind.RightParenthesis or TokenKind.RightBrace:
                var found = _text[_offset];
                if (!_open.TryPop(out var open))
                    throw source.Error($"Unexpected '{found}': nothing is open that it could close.", _line, _offset);
                if (open.Closing != found)
                {
                    throw source.Error(
                        $"Unexpected '{found}': expected '{open.Closing}' to close the '{_text[open.Position.Offset]}' of line {open.Position.Line}.",
                        _line,
                        _offset);
                }
                break;
            default:
                break;
        }
    }

    private TemplateSyntaxException UnexpectedCharacter()
    {
        var c = Rune.TryGetRuneAt(_text, _offset, out var rune) ? rune.ToString() : $"\\u{(int)_text[_offset]:x4}";
        return source.Error($"Unexpected character '{c}'.", _line, _offset, SyntaxHints.ForCharacter(_text[_offset]));
    }
}
