namespace Marchitect.Jinja;

/// <summary>Which of some names a body reads without having set them first.</summary>
internal sealed class UndeclaredNames : SyntaxWalk
{
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _undeclared = [];

    private UndeclaredNames(ReadOnlySpan<string> names) => _names = [.. names];

    public static IReadOnlySet<string> In(IReadOnlyList<Statement> body, params ReadOnlySpan<string> names)
    {
        var walk = new UndeclaredNames(names);
        walk.VisitAll(body);
        return walk._undeclared;
    }

    protected override void VisitRead(NameExpression name)
    {
        if (_names.Contains(name.Name))
            _undeclared.Add(name.Name);
    }

    protected override void VisitTarget(Position position, string name, bool isParameter) => _names.Remove(name);

    protected override void Visit(SyntaxNode node)
    {
        // A block is a scope of its own.
        if (node is not BlockStatement)
            base.Visit(node);
    }
}
