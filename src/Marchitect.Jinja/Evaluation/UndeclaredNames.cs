namespace Marchitect.Jinja;

/// <summary>Which of some names a body reads without having set them first.</summary>
internal sealed class UndeclaredNames : SyntaxWalk
{
    private readonly string[] _names;
    private readonly bool[] _isSet;
    private readonly bool[] _isUndeclared;

    private UndeclaredNames(string[] names)
    {
        _names = names;
        _isSet = new bool[names.Length];
        _isUndeclared = new bool[names.Length];
    }

    /// <summary>For each of the names, whether it is read undeclared.</summary>
    public static bool[] In(IReadOnlyList<Statement> body, params string[] names)
    {
        var walk = new UndeclaredNames(names);
        walk.VisitAll(body);
        return walk._isUndeclared;
    }

    protected override void VisitRead(NameExpression name)
    {
        var index = Array.IndexOf(_names, name.Name);
        if (index >= 0 && !_isSet[index])
            _isUndeclared[index] = true;
    }

    protected override void VisitTarget(Position position, string name, bool isParameter)
    {
        var index = Array.IndexOf(_names, name);
        if (index >= 0)
            _isSet[index] = true;
    }

    protected override void Visit(SyntaxNode node)
    {
        // A block is a scope of its own.
        if (node is not BlockStatement)
            base.Visit(node);
    }
}
