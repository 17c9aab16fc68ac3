namespace Marchitect.Jinja;

/// <summary>What can be assigned to.</summary>
internal sealed partial class Parser
{
    // Where set, in addition, takes an attribute of a namespace.
    private Expression ParseSetTarget()
    {
        if (Look().Kind != TokenKind.Dot)
            return ParseTarget();
        var name = Expect(TokenKind.Name);
        Next();
        return new NamespaceTarget(name.Position, name.Text, Expect(TokenKind.Name).Text);
    }

    // A name or a tuple of names, which may be nested.
    private Expression ParseTarget()
    {
        var target = ParseTuple(isTarget: true);
        if (Unassignable(target) is { } wrong)
            throw CannotAssign(wrong, target is TupleExpression ? _tupleLine : target.Position.Line);
        return target;
    }

    private NameExpression ParseNameTarget()
    {
        var name = Expect(TokenKind.Name);
        var target = new NameExpression(name.Position, name.Text);
        return IsConstant(name.Text) ? throw CannotAssign(target, name.Position.Line) : target;
    }

    private TemplateSyntaxException CannotAssign(Expression wrong, int line) =>
        _source.Error($"Cannot assign to {DescribeTarget(wrong)}: expected a name.", line, wrong.Position.Offset);

    // The part of a target that is no name; null where all is well.
    private static Expression? Unassignable(Expression target)
    {
        if (target is NameExpression)
            return null;
        if (target is not TupleExpression tuple)
            return target;
        foreach (var item in tuple.Items)
        {
            if (Unassignable(item) is { } wrong)
                return wrong;
        }
        return null;
    }

    private static bool IsConstant(string name) => name is "true" or "True" or "false" or "False" or "none" or "None";

    private static string DescribeTarget(Expression target) => target switch
    {
        ConstantExpression { Value.TextOrNull: null } or NameExpression => "a constant",
        ConstantExpression => "a string",
        ListExpression => "a list",
        DictExpression => "a dict",
        CallExpression => "a call",
        AttributeExpression => "an attribute",
        ItemExpression => "an item",
        _ => "an expression",
    };
}
