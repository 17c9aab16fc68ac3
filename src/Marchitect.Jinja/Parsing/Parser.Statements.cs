namespace Marchitect.Jinja;

/// <summary>Statements: what stands in <c>{% %}</c>.</summary>
internal sealed partial class Parser
{
    private static readonly string[] IfTags = ["elif", "else", "endif"];
    private static readonly string[] EndIf = ["endif"];
    private static readonly string[] ForTags = ["endfor", "else"];
    private static readonly string[] EndFor = ["endfor"];
    private static readonly string[] EndSet = ["endset"];
    private static readonly string[] EndWith = ["endwith"];
    private static readonly string[] EndAutoescape = ["endautoescape"];
    private static readonly string[] EndBlock = ["endblock"];
    private static readonly string[] EndMacro = ["endmacro"];
    private static readonly string[] EndCall = ["endcall"];
    private static readonly string[] EndFilter = ["endfilter"];

    // The statements that are open, and the tags that the innermost waits for: for errors.
    private readonly Stack<(string Name, Position Position)> _open = new();
    private string[] _expected = [];
    private string? _statement;

    /// <summary>Text, printed expressions and statements up to one of the tags, which is then current, or to the end.</summary>
    private Statement[] ParseBody(string[] endTags)
    {
        var outside = _expected;
        _expected = endTags;
        List<Statement> body = [];
        List<SyntaxNode> output = [];
        while (_current.Kind != TokenKind.End)
        {
            switch (_current.Kind)
            {
                case TokenKind.Data:
                    output.Add(new TextPart(_current.Position, _current.Text));
                    Next();
                    break;
                case TokenKind.VariableBegin:
                    Next();
                    _statement = null;
                    output.Add(ParseTuple());
                    Expect(TokenKind.VariableEnd);
                    break;
                default:
                    Flush(output, body);
                    Next();
                    if (_current.Kind == TokenKind.Name && Array.IndexOf(endTags, _current.Text) >= 0)
                    {
                        _expected = outside;
                        return [.. body];
                    }
                    body.Add(ParseStatement());
                    Expect(TokenKind.BlockEnd);
                    break;
            }
        }
        // The end of a template ends no statement: its tags are still looked for.
        Flush(output, body);
        return [.. body];
    }

    private static void Flush(List<SyntaxNode> output, List<Statement> body)
    {
        if (output.Count == 0)
            return;
        body.Add(new OutputStatement(output[0].Position, [.. output]));
        output.Clear();
    }

    private Statement ParseStatement()
    {
        if (_current.Kind != TokenKind.Name)
            throw Unexpected("the name of a statement");
        Deeper();
        var name = _current;
        _statement = name.Text;
        _open.Push((name.Text, name.Position));
        Statement? statement = name.Text switch
        {
            "for" => ParseFor(),
            "if" => ParseIf(),
            "block" => ParseBlock(),
            "extends" => new ExtendsStatement(Next().Position, ParseExpression()),
            "print" => ParsePrint(),
            "macro" => ParseMacro(),
            "include" => ParseInclude(),
            "from" => ParseFrom(),
            "import" => ParseImport(),
            "set" => ParseSet(),
            "with" => ParseWith(),
            "autoescape" => new AutoescapeStatement(Next().Position, ParseExpression(), ParseToEnd(EndAutoescape)),
            "call" => ParseCallBlock(),
            "filter" => ParseFilterBlock(),
            "do" when _options.Extensions.HasFlag(JinjaExtensions.Do) => new DoStatement(Next().Position, ParseTuple()),
            "break" when _options.Extensions.HasFlag(JinjaExtensions.LoopControls) => new BreakStatement(Next().Position),
            "continue" when _options.Extensions.HasFlag(JinjaExtensions.LoopControls) => new ContinueStatement(Next().Position),
            _ => null,
        };
        _open.Pop();
        _depth--;
        return statement ?? throw UnknownStatement(name);
    }

    // The rest of a tag, then a body up to one of the tags, which is then current. A colon is allowed as in Python.
    private Statement[] ParseTo(string[] endTags)
    {
        Skip(TokenKind.Colon);
        Expect(TokenKind.BlockEnd);
        var body = ParseBody(endTags);
        return _current.Kind == TokenKind.End ? throw Unclosed() : body;
    }

    private Statement[] ParseToEnd(string[] endTag)
    {
        var body = ParseTo(endTag);
        _statement = endTag[0];
        Next();
        return body;
    }

    private ForStatement ParseFor()
    {
        var position = Next().Position;
        var target = ParseTarget();
        Expect("in");
        var items = ParseTuple(withConditional: false);
        var test = Skip("if") ? ParseExpression() : null;
        var isRecursive = Skip("recursive");
        var body = ParseTo(ForTags);
        return new(position, target, items, test, isRecursive, body, ParseElse(EndFor));
    }

    private IfStatement ParseIf()
    {
        var position = Next().Position;
        var test = ParseTuple(withConditional: false);
        var body = ParseTo(IfTags);
        List<IfStatement> further = [];
        while (_current.Is("elif"))
        {
            _statement = "elif";
            var at = Next().Position;
            var elifTest = ParseTuple(withConditional: false);
            further.Add(new(at, elifTest, ParseTo(IfTags), [], []));
        }
        return new(position, test, body, [.. further], ParseElse(EndIf));
    }

    // From the tag behind the body, which is an else or the end.
    private Statement[] ParseElse(string[] endTag)
    {
        _statement = _current.Text;
        return Next().Text == "else" ? ParseToEnd(endTag) : [];
    }

    private Statement ParseSet()
    {
        var position = Next().Position;
        var target = ParseSetTarget();
        if (Skip(TokenKind.Assign))
            return new SetStatement(position, target, ParseTuple());
        var filter = _current.Kind == TokenKind.Pipe ? (FilterExpression)ParseFilters(null) : null;
        return new SetBlockStatement(position, target, filter, ParseToEnd(EndSet));
    }

    private WithStatement ParseWith()
    {
        var position = Next().Position;
        List<Expression> targets = [];
        List<Expression> values = [];
        while (_current.Kind != TokenKind.BlockEnd)
        {
            if (targets.Count > 0)
                Expect(TokenKind.Comma);
            targets.Add(ParseTarget());
            Expect(TokenKind.Assign);
            values.Add(ParseExpression());
        }
        return new(position, [.. targets], [.. values], ParseToEnd(EndWith));
    }

    private BlockStatement ParseBlock()
    {
        var position = Next().Position;
        var name = Expect(TokenKind.Name).Text;
        var isScoped = Skip("scoped");
        var isRequired = Skip("required");
        if (_current.Kind == TokenKind.Subtract)
            throw Error("The name of a block cannot contain a hyphen.", _current.Position, "Use an underscore instead.");
        var body = ParseToEnd(EndBlock);
        if (isRequired && !IsBlank(body))
            throw Error($"The required block '{name}' can only contain comments and blanks.", _current.Position);
        Skip(name);
        return new(position, name, isScoped, isRequired, body);
    }

    private static bool IsBlank(Statement[] body)
    {
        foreach (var statement in body)
        {
            if (statement is not OutputStatement output)
                return false;
            foreach (var part in output.Parts)
            {
                if (part is not TextPart text || Delimiters.SkipSpace(text.Text, 0) < text.Text.Length)
                    return false;
            }
        }
        return true;
    }

    private IncludeStatement ParseInclude()
    {
        var position = Next().Position;
        var template = ParseExpression();
        var ignoresMissing = _current.Is("ignore") && Look().Is("missing");
        if (ignoresMissing)
        {
            Next();
            Next();
        }
        return new(position, template, ignoresMissing, ParseContext() ?? true);
    }

    private ImportStatement ParseImport()
    {
        var position = Next().Position;
        var template = ParseExpression();
        Expect("as");
        return new(position, template, ParseNameTarget().Name, ParseContext() ?? false);
    }

    private FromImportStatement ParseFrom()
    {
        var position = Next().Position;
        var template = ParseExpression();
        Expect("import");
        List<ImportedName> names = [];
        bool? withContext = null;
        while (true)
        {
            if (names.Count > 0)
                Expect(TokenKind.Comma);
            if (_current.Kind != TokenKind.Name)
                throw Unexpected(Describe(TokenKind.Name));
            if ((withContext = ParseContext()) is not null)
                break;
            var name = ParseNameTarget();
            if (name.Name.StartsWith('_'))
                throw Error($"'{name.Name}' cannot be imported: names that begin with an underscore are private.", name.Position);
            names.Add(new(name.Name, Skip("as") ? ParseNameTarget().Name : name.Name));
            // Here, and only here, Jinja2 also takes a string for the word.
            if ((withContext = ParseContext(alsoAsString: true)) is not null || _current.Kind != TokenKind.Comma)
                break;
        }
        return new(position, template, [.. names], withContext ?? false);
    }

    // "with context" or "without context"; null where neither stands there.
    private bool? ParseContext(bool alsoAsString = false)
    {
        if (_current.Kind != TokenKind.Name && !(alsoAsString && _current.Kind == TokenKind.String)
            || _current.Text is not ("with" or "without")
            || !Look().Is("context"))
        {
            return null;
        }
        var withContext = Next().Text == "with";
        Next();
        return withContext;
    }

    private MacroStatement ParseMacro()
    {
        var position = Next().Position;
        var name = ParseNameTarget().Name;
        var parameters = ParseParameters();
        return new(position, name, parameters, ParseToEnd(EndMacro));
    }

    private CallBlockStatement ParseCallBlock()
    {
        var position = Next().Position;
        var parameters = _current.Kind == TokenKind.LeftParenthesis ? ParseParameters() : [];
        if (ParseExpression() is not CallExpression call)
            throw Error("Expected the call of a macro, as in {% call name() %}.", position);
        return new(position, call, parameters, ParseToEnd(EndCall));
    }

    private Parameter[] ParseParameters()
    {
        Expect(TokenKind.LeftParenthesis);
        List<Parameter> parameters = [];
        while (_current.Kind != TokenKind.RightParenthesis)
        {
            if (parameters.Count > 0)
                Expect(TokenKind.Comma);
            var name = ParseNameTarget();
            Expression? value = null;
            if (Skip(TokenKind.Assign))
                value = ParseExpression();
            else if (parameters.Count > 0 && parameters[^1].Default is not null)
                throw Error($"The parameter '{name.Name}' needs a default, as the one before it has one.", _current.Position);
            parameters.Add(new(name.Position, name.Name, value));
        }
        Next();
        return [.. parameters];
    }

    private FilterBlockStatement ParseFilterBlock()
    {
        var position = Next().Position;
        var filter = ParseFilter(null);
        if (_current.Kind == TokenKind.Pipe)
            filter = (FilterExpression)ParseFilters(filter);
        return new(position, filter, ParseToEnd(EndFilter));
    }

    private OutputStatement ParsePrint()
    {
        var position = Next().Position;
        List<SyntaxNode> parts = [];
        while (_current.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0)
                Expect(TokenKind.Comma);
            parts.Add(ParseExpression());
        }
        return new(position, [.. parts]);
    }
}
