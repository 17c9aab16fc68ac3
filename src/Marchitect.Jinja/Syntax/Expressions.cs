namespace Marchitect.Jinja;

internal abstract record Expression(Position Position) : SyntaxNode(Position);

/// <summary>A number, text, <c>true</c>, <c>false</c> or <c>none</c>.</summary>
internal sealed record ConstantExpression(Position Position, Value Value) : Expression(Position);

/// <summary>A variable; as a target, the one to set.</summary>
internal sealed record NameExpression(Position Position, string Name) : Expression(Position);

/// <summary><c>name.attribute</c> as the target of a <c>set</c>.</summary>
internal sealed record NamespaceTarget(Position Position, string Name, string Attribute) : Expression(Position);

/// <summary><c>a, b</c>; also a target of several names.</summary>
internal sealed record TupleExpression(Position Position, IReadOnlyList<Expression> Items) : Expression(Position);

/// <summary><c>[a, b]</c></summary>
internal sealed record ListExpression(Position Position, IReadOnlyList<Expression> Items) : Expression(Position);

/// <summary><c>{a: b}</c></summary>
internal sealed record DictExpression(Position Position, IReadOnlyList<DictEntry> Entries) : Expression(Position);

internal sealed record DictEntry(Expression Key, Expression Value);

/// <summary><c>then if test else otherwise</c>; null where there is no <c>else</c>.</summary>
internal sealed record ConditionalExpression(Position Position, Expression Test, Expression Then, Expression? Otherwise) : Expression(Position);

/// <summary><c>target|name(arguments)</c>; the target is null where the filter applies to a block.</summary>
internal sealed record FilterExpression(Position Position, Expression? Target, string Name, CallArguments Arguments) : Expression(Position);

/// <summary><c>target is name(arguments)</c></summary>
internal sealed record TestExpression(Position Position, Expression Target, string Name, CallArguments Arguments) : Expression(Position);

/// <summary><c>callee(arguments)</c></summary>
internal sealed record CallExpression(Position Position, Expression Callee, CallArguments Arguments) : Expression(Position);

/// <summary><c>target[key]</c>; the key may be a <see cref="SliceExpression"/>, or a tuple that holds some.</summary>
internal sealed record ItemExpression(Position Position, Expression Target, Expression Key) : Expression(Position);

/// <summary><c>target.name</c></summary>
internal sealed record AttributeExpression(Position Position, Expression Target, string Name) : Expression(Position);

/// <summary><c>start:stop:step</c> within brackets.</summary>
internal sealed record SliceExpression(Position Position, Expression? Start, Expression? Stop, Expression? Step) : Expression(Position);

/// <summary><c>a ~ b ~ c</c></summary>
internal sealed record ConcatExpression(Position Position, IReadOnlyList<Expression> Items) : Expression(Position);

/// <summary><c>a &lt; b &lt;= c</c>, a chain of one or more.</summary>
internal sealed record CompareExpression(Position Position, Expression First, IReadOnlyList<Comparison> Rest) : Expression(Position);

internal sealed record Comparison(ComparisonOperator Operator, Expression Operand);

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

internal sealed record BinaryExpression(Position Position, BinaryOperator Operator, Expression Left, Expression Right) : Expression(Position);

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    And,
    Or,
}

internal sealed record UnaryExpression(Position Position, UnaryOperator Operator, Expression Operand) : Expression(Position);

internal enum UnaryOperator
{
    Not,
    Negate,
    Plus,
}

/// <summary>Arguments of a call, filter or test.</summary>
/// <param name="Positional">Those given by place.</param>
/// <param name="Keywords">Those given by name.</param>
/// <param name="MorePositional"><c>*expression</c>, or null.</param>
/// <param name="MoreKeywords"><c>**expression</c>, or null.</param>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<KeywordExpression> Keywords,
    Expression? MorePositional = null,
    Expression? MoreKeywords = null)
{
    public static CallArguments None { get; } = new([], []);
}

internal sealed record KeywordExpression(string Name, Expression Value);
