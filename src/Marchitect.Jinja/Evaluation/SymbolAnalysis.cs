namespace Marchitect.Jinja;

/// <summary>Finds out which names a scope reads and sets. Scopes within it are left to their own analysis.</summary>
internal sealed class SymbolAnalysis(Symbols symbols) : SyntaxWalk
{
    private Symbols _symbols = symbols;

    public static void OfBody(Symbols symbols, IReadOnlyList<Statement> body) => new SymbolAnalysis(symbols).VisitAll(body);

    public static void OfMacro(Symbols symbols, IReadOnlyList<Parameter> parameters, IReadOnlyList<Statement> body)
    {
        var analysis = new SymbolAnalysis(symbols);
        analysis.VisitParameters(parameters);
        analysis.VisitAll(body);
    }

    public static void OfLoopBody(Symbols symbols, ForStatement loop)
    {
        var analysis = new SymbolAnalysis(symbols);
        analysis.VisitTargets(loop.Target, asParameter: true);
        analysis.VisitAll(loop.Body);
    }

    public static void OfLoopTest(Symbols symbols, ForStatement loop)
    {
        var analysis = new SymbolAnalysis(symbols);
        analysis.VisitTargets(loop.Target, asParameter: true);
        analysis.VisitOptional(loop.Test);
    }

    public static void OfWith(Symbols symbols, WithStatement with)
    {
        var analysis = new SymbolAnalysis(symbols);
        foreach (var target in with.Targets)
            analysis.VisitTargets(target, asParameter: true);
        analysis.VisitAll(with.Body);
    }

    /// <summary>The body that a filter is applied to, and the filter.</summary>
    public static void OfFilterBlockBody(Symbols symbols, FilterExpression? filter, IReadOnlyList<Statement> body)
    {
        var analysis = new SymbolAnalysis(symbols);
        analysis.VisitAll(body);
        analysis.VisitOptional(filter);
    }

    public static void OfAutoescape(Symbols symbols, AutoescapeStatement autoescape)
    {
        var analysis = new SymbolAnalysis(symbols);
        analysis.Visit(autoescape.Value);
        analysis.VisitAll(autoescape.Body);
    }

    protected override void VisitRead(NameExpression name) => _symbols.Read(name.Name);

    protected override void VisitNamespace(NamespaceTarget target) => _symbols.Read(target.Name);

    protected override void VisitTarget(Position position, string name, bool isParameter)
    {
        if (isParameter)
            _symbols.DeclareParameter(name);
        else
            _symbols.Store(name);
    }

    protected override void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case IfStatement condition:
                Visit(condition.Test);
                _symbols.Join(Branch(condition.Body), Branch(condition.Further), Branch(condition.Otherwise));
                break;
            case MacroStatement macro:
                _symbols.Store(macro.Name);
                break;
            case ImportStatement import:
                Visit(import.Template);
                _symbols.Store(import.Target);
                break;
            case FromImportStatement import:
                Visit(import.Template);
                foreach (var (_, alias) in import.Names)
                    _symbols.Store(alias);
                break;
            case SetStatement set:
                // The value is computed before the target is set.
                Visit(set.Value);
                VisitTargets(set.Target);
                break;
            case ForStatement loop:
                Visit(loop.Items);
                break;
            case CallBlockStatement call:
                Visit(call.Call);
                break;
            case FilterBlockStatement filter:
                Visit(filter.Filter);
                break;
            case WithStatement with:
                VisitAll(with.Values);
                break;
            case SetBlockStatement set:
                VisitTargets(set.Target);
                break;
            case AutoescapeStatement or BlockStatement:
                break;
            default:
                base.Visit(node);
                break;
        }

        Symbols Branch(IReadOnlyList<SyntaxNode> nodes)
        {
            var outer = _symbols;
            var branch = _symbols = outer.Branch();
            VisitAll(nodes);
            _symbols = outer;
            return branch;
        }
    }
}
