namespace Marchitect.Jinja;

/// <summary>Names, literals and brackets.</summary>
internal sealed partial class Parser
{
    // The line that Jinja2 gives the tuple read last: that of its last comma.
    private int _tupleLine;

    private Expression ParsePrimary()
    {
        var token = _current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                Next();
                return token.Text switch
                {
                    "true" or "True" => new ConstantExpression(token.Position, Value.True),
                    "false" or "False" => new ConstantExpression(token.Position, Value.False),
                    "none" or "None" => new ConstantExpression(token.Position, Value.None),
                    _ => new NameExpression(token.Position, token.Text),
                };
            case TokenKind.String:
                return ParseStrings();
            case TokenKind.Integer or TokenKind.Float:
                Next();
                return new ConstantExpression(token.Position, token.Value);
            case TokenKind.LeftParenthesis:
                Next();
                var inner = ParseTuple(mayBeEmpty: true);
                Expect(TokenKind.RightParenthesis);
                return inner;
            case TokenKind.LeftBracket:
                return ParseList();
            case TokenKind.LeftBrace:
                return ParseDict();
            default:
                throw Unexpected("an expression");
        }
    }

    // Strings that stand side by side are one.
    private ConstantExpression ParseStrings()
    {
        var first = Next();
        if (_current.Kind != TokenKind.String)
            return new(first.Position, first.Value);
        List<string> texts = [first.Text];
        while (_current.Kind == TokenKind.String)
            texts.Add(Next().Text);
        return new(first.Position, string.Concat(texts));
    }

    /// <summary>An expression, or a tuple where commas follow.</summary>
    /// <param name="withConditional">Whether <c>a if b else c</c> is allowed without parentheses.</param>
    /// <param name="mayBeEmpty">Whether there may be nothing, as in <c>()</c>.</param>
    /// <param name="isTarget">Whether only names, literals and brackets are allowed.</param>
    private Expression ParseTuple(bool withConditional = true, bool mayBeEmpty = false, bool isTarget = false)
    {
        var start = _current.Position;
        var line = start.Line;
        if (IsTupleEnd)
        {
            if (!mayBeEmpty)
                throw Unexpected(isTarget ? "a name to assign to" : "an expression");
            _tupleLine = line;
            return new TupleExpression(start, []);
        }
        var first = ParseItem(withConditional, isTarget);
        if (_current.Kind != TokenKind.Comma)
            return first;
        List<Expression> items = [first];
        while (_current.Kind == TokenKind.Comma)
        {
            line = Next().Position.Line;
            if (IsTupleEnd)
                break;
            items.Add(ParseItem(withConditional, isTarget));
        }
        _tupleLine = line;
        return new TupleExpression(start, [.. items]);
    }

    private Expression ParseItem(bool withConditional, bool isTarget) =>
        isTarget ? ParsePrimary() : withConditional ? ParseExpression() : ParseOr();

    // Where a comma may be the last. Words are none of it, so 'for a, in b' is an error, as in Jinja2.
    private bool IsTupleEnd => _current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.RightParenthesis;

    private ListExpression ParseList()
    {
        var position = Next().Position;
        List<Expression> items = [];
        while (_current.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
                Expect(TokenKind.Comma);
            if (_current.Kind == TokenKind.RightBracket)
                break;
            items.Add(ParseExpression());
        }
        Next();
        return new(position, [.. items]);
    }

    private DictExpression ParseDict()
    {
        var position = Next().Position;
        List<DictEntry> entries = [];
        while (_current.Kind != TokenKind.RightBrace)
        {
            if (entries.Count > 0)
                Expect(TokenKind.Comma);
            if (_current.Kind == TokenKind.RightBrace)
                break;
            var key = ParseExpression();
            Expect(TokenKind.Colon);
            entries.Add(new(key, ParseExpression()));
        }
        Next();
        return new(position, [.. entries]);
    }
}
