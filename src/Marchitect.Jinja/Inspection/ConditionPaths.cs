namespace Marchitect.Jinja;

/// <summary>The paths that a condition reads.</summary>
internal sealed class ConditionPaths : SyntaxWalk
{
    private readonly List<ConstantPath> _paths = [];

    private ConditionPaths()
    {
    }

    public static List<ConstantPath> In(Expression condition)
    {
        var walk = new ConditionPaths();
        walk.Visit(condition);
        return walk._paths;
    }

    protected override void VisitRead(NameExpression name)
    {
    }

    protected override void VisitTarget(Position position, string name, bool isParameter)
    {
    }

    protected override void Visit(SyntaxNode node)
    {
        if (node is Expression expression && ConstantPath.Of(expression) is { } path)
            _paths.Add(path);
        else
            base.Visit(node);
    }
}
