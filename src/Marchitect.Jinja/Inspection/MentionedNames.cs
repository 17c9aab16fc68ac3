namespace Marchitect.Jinja;

/// <summary>Every name by which a template may call a macro, its own or that of another template.</summary>
internal sealed class MentionedNames : SyntaxWalk
{
    private readonly HashSet<string> _names;

    private MentionedNames(HashSet<string> names) => _names = names;

    public static void AddTo(HashSet<string> names, IReadOnlyList<Statement> body) => new MentionedNames(names).VisitAll(body);

    protected override void VisitRead(NameExpression name) => _names.Add(name.Name);

    protected override void VisitTarget(Position position, string name, bool isParameter)
    {
    }

    protected override void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case AttributeExpression attribute:
                _names.Add(attribute.Name);
                break;
            case ConstantExpression { Value.TextOrNull: { } text }:
                _names.Add(text);
                break;
            case FromImportStatement import:
                foreach (var (name, _) in import.Names)
                    _names.Add(name);
                break;
        }
        base.Visit(node);
    }
}
