namespace Marchitect.Jinja;

internal abstract record Statement(Position Position) : SyntaxNode(Position);

/// <summary>A whole template.</summary>
internal sealed record TemplateSyntax(IReadOnlyList<Statement> Body);

/// <summary>Text and printed expressions that stand side by side: each part is a <see cref="TextPart"/> or an <see cref="Expression"/>.</summary>
internal sealed record OutputStatement(Position Position, IReadOnlyList<SyntaxNode> Parts) : Statement(Position);

/// <summary>Text as it stands.</summary>
internal sealed record TextPart(Position Position, string Text) : SyntaxNode(Position);

internal sealed record ForStatement(
    Position Position,
    Expression Target,
    Expression Items,
    Expression? Test,
    bool IsRecursive,
    IReadOnlyList<Statement> Body,
    IReadOnlyList<Statement> Otherwise) : Statement(Position);

/// <summary>An <c>if</c>; each <c>elif</c> is an <c>if</c> without branches of its own.</summary>
internal sealed record IfStatement(
    Position Position,
    Expression Test,
    IReadOnlyList<Statement> Body,
    IReadOnlyList<IfStatement> Further,
    IReadOnlyList<Statement> Otherwise) : Statement(Position);

/// <summary><c>{% set target = value %}</c></summary>
internal sealed record SetStatement(Position Position, Expression Target, Expression Value) : Statement(Position);

/// <summary><c>{% set target | filter %}body{% endset %}</c></summary>
internal sealed record SetBlockStatement(Position Position, Expression Target, FilterExpression? Filter, IReadOnlyList<Statement> Body) : Statement(Position);

internal sealed record WithStatement(
    Position Position, IReadOnlyList<Expression> Targets, IReadOnlyList<Expression> Values, IReadOnlyList<Statement> Body) : Statement(Position);

internal sealed record MacroStatement(Position Position, string Name, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Statement> Body) : Statement(Position);

internal sealed record CallBlockStatement(
    Position Position, CallExpression Call, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Statement> Body) : Statement(Position);

/// <summary>A parameter of a macro or call block; the default is null where it has none.</summary>
internal sealed record Parameter(Position Position, string Name, Expression? Default);

internal sealed record FilterBlockStatement(Position Position, FilterExpression Filter, IReadOnlyList<Statement> Body) : Statement(Position);

internal sealed record BlockStatement(Position Position, string Name, bool IsScoped, bool IsRequired, IReadOnlyList<Statement> Body) : Statement(Position);

internal sealed record ExtendsStatement(Position Position, Expression Template) : Statement(Position);

internal sealed record IncludeStatement(Position Position, Expression Template, bool IgnoresMissing, bool WithContext) : Statement(Position);

internal sealed record ImportStatement(Position Position, Expression Template, string Target, bool WithContext) : Statement(Position);

internal sealed record FromImportStatement(
    Position Position, Expression Template, IReadOnlyList<ImportedName> Names, bool WithContext) : Statement(Position);

/// <summary>A name to import, and what it is called here.</summary>
internal sealed record ImportedName(string Name, string Alias);

internal sealed record AutoescapeStatement(Position Position, Expression Value, IReadOnlyList<Statement> Body) : Statement(Position);

/// <summary><c>{% do expression %}</c></summary>
internal sealed record DoStatement(Position Position, Expression Value) : Statement(Position);

internal sealed record BreakStatement(Position Position) : Statement(Position);

internal sealed record ContinueStatement(Position Position) : Statement(Position);
