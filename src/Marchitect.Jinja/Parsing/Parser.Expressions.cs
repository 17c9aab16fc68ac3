namespace Marchitect.Jinja;

/// <summary>Operators, from the loosest to the tightest.</summary>
internal sealed partial class Parser
{
    private Expression ParseExpression()
    {
        Deeper();
        var expression = ParseOr();
        for (var length = 0; _current.Is("if"); Longer(ref length))
        {
            var position = Next().Position;
            var test = ParseOr();
            var otherwise = Skip("else") ? ParseExpression() : null;
            expression = new ConditionalExpression(position, test, expression, otherwise);
        }
        _depth--;
        return expression;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        for (var length = 0; _current.Is("or"); Longer(ref length))
        {
            var position = Next().Position;
            left = new BinaryExpression(position, BinaryOperator.Or, left, ParseAnd());
        }
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        for (var length = 0; _current.Is("and"); Longer(ref length))
        {
            var position = Next().Position;
            left = new BinaryExpression(position, BinaryOperator.And, left, ParseNot());
        }
        return left;
    }

    private Expression ParseNot()
    {
        if (!_current.Is("not"))
            return ParseCompare();
        Deeper();
        var expression = new UnaryExpression(Next().Position, UnaryOperator.Not, ParseNot());
        _depth--;
        return expression;
    }

    private Expression ParseCompare()
    {
        var first = ParseSum();
        List<Comparison>? rest = null;
        var position = _current.Position;
        while (SkipComparison() is { } comparison)
            (rest ??= []).Add(new(comparison, ParseSum()));
        return rest is null ? first : new CompareExpression(position, first, [.. rest]);
    }

    private ComparisonOperator? SkipComparison()
    {
        ComparisonOperator? found = _current.Kind switch
        {
            TokenKind.Equal => ComparisonOperator.Equal,
            TokenKind.NotEqual => ComparisonOperator.NotEqual,
            TokenKind.Less => ComparisonOperator.Less,
            TokenKind.LessOrEqual => ComparisonOperator.LessOrEqual,
            TokenKind.Greater => ComparisonOperator.Greater,
            TokenKind.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
            TokenKind.Name when _current.Text == "in" => ComparisonOperator.In,
            TokenKind.Name when _current.Text == "not" && Look().Is("in") => ComparisonOperator.NotIn,
            _ => null,
        };
        if (found is not null)
            Next();
        if (found == ComparisonOperator.NotIn)
            Next();
        return found;
    }

    private Expression ParseSum()
    {
        var left = ParseConcat();
        for (var length = 0; _current.Kind is TokenKind.Add or TokenKind.Subtract; Longer(ref length))
        {
            var op = Next();
            left = new BinaryExpression(
                op.Position, op.Kind == TokenKind.Add ? BinaryOperator.Add : BinaryOperator.Subtract, left, ParseConcat());
        }
        return left;
    }

    private Expression ParseConcat()
    {
        var first = ParseProduct();
        if (_current.Kind != TokenKind.Tilde)
            return first;
        var position = _current.Position;
        List<Expression> items = [first];
        while (Skip(TokenKind.Tilde))
            items.Add(ParseProduct());
        return new ConcatExpression(position, [.. items]);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        for (var length = 0; ProductOperator(_current.Kind) is { } op; Longer(ref length))
        {
            var position = Next().Position;
            left = new BinaryExpression(position, op, left, ParsePower());
        }
        return left;
    }

    private static BinaryOperator? ProductOperator(TokenKind kind) => kind switch
    {
        TokenKind.Multiply => BinaryOperator.Multiply,
        TokenKind.Divide => BinaryOperator.Divide,
        TokenKind.FloorDivide => BinaryOperator.FloorDivide,
        TokenKind.Modulo => BinaryOperator.Modulo,
        _ => null,
    };

    // Binds to the left, and more loosely than a sign: unlike Python, -2 ** 2 is 4.
    private Expression ParsePower()
    {
        var left = ParseUnary(withFilters: true);
        for (var length = 0; _current.Kind == TokenKind.Power; Longer(ref length))
        {
            var position = Next().Position;
            left = new BinaryExpression(position, BinaryOperator.Power, left, ParseUnary(withFilters: true));
        }
        return left;
    }

    // A filter applies to the number with its sign.
    private Expression ParseUnary(bool withFilters)
    {
        Expression expression;
        if (_current.Kind is TokenKind.Subtract or TokenKind.Add)
        {
            Deeper();
            var sign = Next();
            var op = sign.Kind == TokenKind.Subtract ? UnaryOperator.Negate : UnaryOperator.Plus;
            expression = new UnaryExpression(sign.Position, op, ParseUnary(withFilters: false));
            _depth--;
        }
        else
        {
            expression = ParsePrimary();
        }
        expression = ParsePostfix(expression);
        return withFilters ? ParseFiltersAndTests(expression) : expression;
    }
}
