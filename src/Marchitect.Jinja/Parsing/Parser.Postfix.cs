using System.Text;

namespace Marchitect.Jinja;

/// <summary>What stands behind an expression: attributes, items, calls, filters and tests.</summary>
internal sealed partial class Parser
{
    private Expression ParsePostfix(Expression expression)
    {
        for (var length = 0; ; Longer(ref length))
        {
            switch (_current.Kind)
            {
                case TokenKind.Dot:
                    expression = ParseAttribute(expression);
                    break;
                case TokenKind.LeftBracket:
                    expression = ParseItem(expression);
                    break;
                case TokenKind.LeftParenthesis:
                    expression = new CallExpression(expression.Position, expression, ParseArguments());
                    break;
                default:
                    return expression;
            }
        }
    }

    private Expression ParseFiltersAndTests(Expression expression)
    {
        for (var length = 0; ; Longer(ref length))
        {
            if (_current.Kind == TokenKind.Pipe)
                expression = ParseFilters(expression);
            else if (_current.Is("is"))
                expression = ParseTest(expression);
            else if (_current.Kind == TokenKind.LeftParenthesis)
                expression = new CallExpression(expression.Position, expression, ParseArguments());
            else
                return expression;
        }
    }

    private Expression ParseAttribute(Expression target)
    {
        Next();
        var name = Next();
        return name.Kind switch
        {
            TokenKind.Name => new AttributeExpression(name.Position, target, name.Text),
            TokenKind.Integer => new ItemExpression(name.Position, target, new ConstantExpression(name.Position, name.Value)),
            _ => throw Error($"Unexpected {Describe(name)}: expected a name or a whole number behind the dot.", name.Position),
        };
    }

    private ItemExpression ParseItem(Expression target)
    {
        var position = Next().Position;
        List<Expression> keys = [];
        while (_current.Kind != TokenKind.RightBracket)
        {
            if (keys.Count > 0)
                Expect(TokenKind.Comma);
            keys.Add(ParseKey());
        }
        Next();
        return new(position, target, keys.Count == 1 ? keys[0] : new TupleExpression(position, [.. keys]));
    }

    // A key, or a slice: each of its three parts may be missing.
    private Expression ParseKey()
    {
        var position = _current.Position;
        Expression? start = null;
        if (_current.Kind != TokenKind.Colon)
        {
            start = ParseExpression();
            if (_current.Kind != TokenKind.Colon)
                return start;
        }
        Next();
        var stop = _current.Kind is TokenKind.Colon or TokenKind.RightBracket or TokenKind.Comma ? null : ParseExpression();
        var step = Skip(TokenKind.Colon) && _current.Kind is not (TokenKind.RightBracket or TokenKind.Comma) ? ParseExpression() : null;
        return new SliceExpression(position, start, stop, step);
    }

    private CallArguments ParseArguments()
    {
        var opening = Next();
        List<Expression>? positional = null;
        List<KeywordExpression>? keywords = null;
        Expression? morePositional = null;
        Expression? moreKeywords = null;
        for (var isFirst = true; _current.Kind != TokenKind.RightParenthesis; isFirst = false)
        {
            if (!isFirst)
            {
                Expect(TokenKind.Comma);
                if (_current.Kind == TokenKind.RightParenthesis)
                    break;
            }
            if (_current.Kind == TokenKind.Multiply)
            {
                Ensure(morePositional is null && moreKeywords is null, "'*' can stand only once, and before '**'", opening);
                Next();
                morePositional = ParseExpression();
            }
            else if (_current.Kind == TokenKind.Power)
            {
                Ensure(moreKeywords is null, "'**' can stand only once", opening);
                Next();
                moreKeywords = ParseExpression();
            }
            else if (_current.Kind == TokenKind.Name && Look().Kind == TokenKind.Assign)
            {
                Ensure(moreKeywords is null, "an argument by name must stand before '**'", opening);
                var name = Next().Text;
                Next();
                (keywords ??= []).Add(new(name, ParseExpression()));
            }
            else
            {
                Ensure(
                    morePositional is null && moreKeywords is null && keywords is null,
                    "an argument without a name must stand before those with names, '*' and '**'",
                    opening);
                (positional ??= []).Add(ParseExpression());
            }
        }
        Next();
        return positional is null && keywords is null && morePositional is null && moreKeywords is null
            ? CallArguments.None
            : new(positional?.ToArray() ?? [], keywords?.ToArray() ?? [], morePositional, moreKeywords);
    }

    // Jinja2 reports the line on which the arguments begin.
    private void Ensure(bool isValid, string rule, Token opening)
    {
        if (!isValid)
            throw _source.Error($"Invalid arguments: {rule}.", opening.Position.Line, _current.Position.Offset);
    }

    // One filter or more, from the pipe on.
    private Expression ParseFilters(Expression? target)
    {
        for (var length = 0; Skip(TokenKind.Pipe); Longer(ref length))
            target = ParseFilter(target);
        return target!;
    }

    private FilterExpression ParseFilter(Expression? target)
    {
        var position = _current.Position;
        var name = ParseDottedName();
        var arguments = _current.Kind == TokenKind.LeftParenthesis ? ParseArguments() : CallArguments.None;
        return new(position, target, name, arguments);
    }

    private string ParseDottedName()
    {
        var name = Expect(TokenKind.Name).Text;
        if (_current.Kind != TokenKind.Dot)
            return name;
        var dotted = new StringBuilder(name);
        while (Skip(TokenKind.Dot))
            dotted.Append('.').Append(Expect(TokenKind.Name).Text);
        return dotted.ToString();
    }

    private Expression ParseTest(Expression target)
    {
        var position = Next().Position;
        var isNegated = Skip("not");
        var name = ParseDottedName();
        var test = new TestExpression(position, target, name, ParseTestArguments());
        return isNegated ? new UnaryExpression(position, UnaryOperator.Not, test) : test;
    }

    // A single argument needs no parentheses. Any word but three counts as one, so 'x is defined if y' is an error, as in Jinja2.
    private CallArguments ParseTestArguments()
    {
        switch (_current.Kind)
        {
            case TokenKind.LeftParenthesis:
                return ParseArguments();
            case TokenKind.Name when _current.Text is "else" or "or" or "and":
                return CallArguments.None;
            case TokenKind.Name when _current.Text == "is":
                throw Error("Tests cannot be chained.", _current.Position, "Join them by 'and', or put the first in parentheses.");
            case TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBracket or TokenKind.LeftBrace:
                return new([ParsePostfix(ParsePrimary())], []);
            default:
                return CallArguments.None;
        }
    }
}
