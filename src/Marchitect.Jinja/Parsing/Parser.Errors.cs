namespace Marchitect.Jinja;

/// <summary>What is told about a template that is not valid.</summary>
internal sealed partial class Parser
{
    private TemplateSyntaxException Error(string problem, Position position, string? remedy = null) =>
        _source.Error(problem, position.Line, position.Offset, remedy);

    private TemplateSyntaxException Unexpected(string expected) => Error(
        _current.Kind == TokenKind.End
            ? $"The template ends within the tag that begins on line {_lexer.TagPosition.Line}: expected {expected}."
            : $"Unexpected {Describe(_current)}: expected {expected}.",
        _current.Position,
        SyntaxHints.ForToken(_current, _before, _statement));

    private TemplateSyntaxException UnknownStatement(Token name)
    {
        var isKnown = IsContinuation(name.Text);
        var problem = isKnown ? $"'{name.Text}' does not belong to any open statement." : $"Unknown statement '{name.Text}'.";
        if (_open.TryPeek(out var open))
        {
            var statement = $"the '{open.Name}' of line {open.Position.Line}";
            var expected = Alternatives(_expected);
            problem = isKnown
                ? $"Unexpected '{name.Text}': expected {expected} for {statement}."
                : $"Unknown statement '{name.Text}' within {statement}, which goes on with {expected}.";
        }
        return Error(problem, name.Position, isKnown ? null : SyntaxHints.ForStatement(name.Text, _expected));
    }

    private TemplateSyntaxException Unclosed()
    {
        var (open, at) = _open.Peek();
        return Error($"The template ends, but the '{open}' of line {at.Line} does not: expected {Alternatives(_expected)}.", _current.Position);
    }

    private static bool IsContinuation(string name) => name is "else" or "elif" or "endfor" or "endif" or "endblock" or "endmacro" or "endset"
        or "endwith" or "endautoescape" or "endcall" or "endfilter" or "endraw";

    private static string Alternatives(string[] names) => names.Length switch
    {
        1 => $"'{names[0]}'",
        2 => $"'{names[0]}' or '{names[1]}'",
        _ => $"{string.Join(", ", names.SkipLast(1).Select(static name => $"'{name}'"))} or '{names[^1]}'",
    };

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.Name => $"'{token.Text}'",
        TokenKind.String => "string",
        TokenKind.Integer or TokenKind.Float => $"number '{_source.Text.AsSpan(token.Position.Offset..token.End)}'",
        TokenKind.BlockEnd when _lexer.IsLineStatement => "end of the line",
        _ => Describe(token.Kind),
    };

    private string Describe(TokenKind kind) => kind switch
    {
        TokenKind.Data => "text",
        TokenKind.VariableBegin => $"'{_options.VariableStart}'",
        TokenKind.VariableEnd => $"'{_options.VariableEnd}'",
        TokenKind.BlockBegin => $"'{_options.BlockStart}'",
        TokenKind.BlockEnd => _lexer.IsLineStatement ? "the end of the line" : $"'{_options.BlockEnd}'",
        TokenKind.Name => "a name",
        TokenKind.String => "a string",
        TokenKind.Integer or TokenKind.Float => "a number",
        TokenKind.End => "end of the template",
        TokenKind.Add => "'+'",
        TokenKind.Subtract => "'-'",
        TokenKind.Divide => "'/'",
        TokenKind.FloorDivide => "'//'",
        TokenKind.Multiply => "'*'",
        TokenKind.Modulo => "'%'",
        TokenKind.Power => "'**'",
        TokenKind.Tilde => "'~'",
        TokenKind.LeftBracket => "'['",
        TokenKind.RightBracket => "']'",
        TokenKind.LeftParenthesis => "'('",
        TokenKind.RightParenthesis => "')'",
        TokenKind.LeftBrace => "'{'",
        TokenKind.RightBrace => "'}'",
        TokenKind.Equal => "'=='",
        TokenKind.NotEqual => "'!='",
        TokenKind.Greater => "'>'",
        TokenKind.GreaterOrEqual => "'>='",
        TokenKind.Less => "'<'",
        TokenKind.LessOrEqual => "'<='",
        TokenKind.Assign => "'='",
        TokenKind.Dot => "'.'",
        TokenKind.Colon => "':'",
        TokenKind.Pipe => "'|'",
        TokenKind.Comma => "','",
        _ => "';'",
    };
}
