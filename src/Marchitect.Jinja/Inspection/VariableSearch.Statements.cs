namespace Marchitect.Jinja;

internal sealed partial class VariableSearch
{
    private const int NoMacro = -1;

    // The level of the macro that the search is within: variables further out may be set before it is called.
    private int _macroLevel = NoMacro;
    private readonly List<string> _macros = [];

    private void VisitAll(IReadOnlyList<Statement> statements, CompilationFrame frame)
    {
        var guards = _guards;
        foreach (var statement in statements)
            Visit(statement, frame);
        _guards = guards;
    }

    private void Visit(Statement statement, CompilationFrame frame)
    {
        switch (statement)
        {
            case OutputStatement output:
                if (frame.ChecksForParent && _hasKnownExtends)
                    break;
                foreach (var part in output.Parts.OfType<Expression>())
                    Visit(part, ValueUse.Printed, frame);
                break;
            case ForStatement loop:
                VisitFor(loop, frame);
                break;
            case IfStatement condition:
                VisitIf(condition, frame);
                break;
            case SetStatement set:
                Visit(set.Value, UseByTarget(set.Target), frame);
                Assign(set.Target, frame);
                break;
            case SetBlockStatement set:
                VisitSetBlock(set, frame);
                break;
            case WithStatement with:
                VisitWith(with, frame);
                break;
            case MacroStatement macro:
                VisitMacro(macro, frame);
                break;
            case CallBlockStatement call:
                VisitMacroBody(call.Parameters, call.Body, frame, isDeferred: false);
                Visit(call.Call, ValueUse.Printed, frame);
                break;
            case FilterBlockStatement filter:
                var filtered = frame.Inner();
                SymbolAnalysis.OfFilterBlockBody(filtered.Symbols, filter.Filter, filter.Body);
                VisitAll(filter.Body, filtered);
                Visit(filter.Filter, ValueUse.Printed, filtered);
                break;
            case BlockStatement block:
                // Whoever is extended decides where the block goes.
                if (!frame.IsTopLevel || !_hasKnownExtends)
                    VisitBlock(block.Name, 0, block.IsScoped ? VisibleFrom(frame) : null);
                break;
            case ExtendsStatement extends:
                Visit(extends.Template, ValueUse.Computed, frame);
                _parents.Add(Named(extends.Template));
                _hasKnownExtends |= frame.IsRootLevel;
                break;
            case IncludeStatement include:
                Visit(include.Template, ValueUse.Computed, frame);
                VisitOther(include.Template, include.WithContext, frame);
                break;
            case ImportStatement import:
                Visit(import.Template, ValueUse.Computed, frame);
                VisitOther(import.Template, import.WithContext, frame);
                Assign(import.Target, frame);
                break;
            case FromImportStatement import:
                Visit(import.Template, ValueUse.Computed, frame);
                VisitOther(import.Template, import.WithContext, frame);
                foreach (var (_, alias) in import.Names)
                    Assign(alias, frame);
                break;
            case AutoescapeStatement autoescape:
                var escaped = frame.Inner();
                SymbolAnalysis.OfAutoescape(escaped.Symbols, autoescape);
                Visit(autoescape.Value, ValueUse.Tested, escaped);
                VisitAll(autoescape.Body, escaped);
                break;
            case DoStatement statement1:
                Visit(statement1.Value, ValueUse.Kept, frame);
                break;
        }
    }

    private void VisitFor(ForStatement loop, CompilationFrame frame)
    {
        // The same scopes as the compiler makes.
        var loopFrame = loop.IsRecursive ? frame.InnerFunction() : frame.Inner();
        var otherwiseFrame = loop.IsRecursive ? loopFrame.Sibling(frame) : frame.Inner();
        if (loop.IsRecursive || UndeclaredNames.In(loop.Body, "loop")[0] || TemplateSurvey.Of([loop]).Blocks.Exists(block => block.IsScoped))
            loopFrame.Symbols.DeclareParameter("loop");
        SymbolAnalysis.OfLoopBody(loopFrame.Symbols, loop);
        SymbolAnalysis.OfBody(otherwiseFrame.Symbols, loop.Otherwise);

        Visit(loop.Items, ValueUse.Consumed, frame);
        var guards = _guards;
        if (loop.Test is not null)
        {
            var testFrame = frame.InnerFunction();
            SymbolAnalysis.OfLoopTest(testFrame.Symbols, loop);
            Visit(loop.Test, ValueUse.Tested, testFrame);
            _guards = GuardsWhere(loop.Test, true, testFrame);
        }
        VisitAll(loop.Body, loopFrame);
        _guards = guards;
        VisitAll(loop.Otherwise, otherwiseFrame);
    }

    private void VisitIf(IfStatement condition, CompilationFrame frame)
    {
        var soft = frame.Soft();
        var (guards, start) = (_guards, _set);
        var ends = new List<Assignments>();
        foreach (var branch in condition.Further.Prepend(condition))
        {
            _set = start;
            Visit(branch.Test, ValueUse.Tested, soft);
            var otherwise = GuardsWhere(branch.Test, false, soft);
            _guards = GuardsWhere(branch.Test, true, soft);
            _set = start.Copy();
            VisitAll(branch.Body, soft);
            ends.Add(_set);
            _guards = otherwise;
        }
        _set = start.Copy();
        VisitAll(condition.Otherwise, soft);
        ends.Add(_set);
        _set = Assignments.AfterOneOf(ends);
        // What follows a branch that leaves the loop runs only where its condition did not hold.
        if (condition is not { Body: [.., BreakStatement or ContinueStatement], Further.Count: 0, Otherwise.Count: 0 })
            _guards = guards;
    }

    private void VisitSetBlock(SetBlockStatement set, CompilationFrame frame)
    {
        var inner = frame.Inner();
        inner.ChecksForParent = false;
        SymbolAnalysis.OfFilterBlockBody(inner.Symbols, set.Filter, set.Body);
        VisitAll(set.Body, inner);
        if (set.Filter is not null)
            Visit(set.Filter, ValueUse.Kept, inner);
        Assign(set.Target, frame);
    }

    private void VisitWith(WithStatement with, CompilationFrame frame)
    {
        var inner = frame.Inner();
        SymbolAnalysis.OfWith(inner.Symbols, with);
        foreach (var (target, value) in with.Targets.Zip(with.Values))
            Visit(value, UseByTarget(target), frame);
        VisitAll(with.Body, inner);
    }

    private void VisitMacro(MacroStatement macro, CompilationFrame frame)
    {
        _macros.Add(macro.Name);
        VisitMacroBody(macro.Parameters, macro.Body, frame, isDeferred: true);
        _macros.RemoveAt(_macros.Count - 1);
        Assign(macro.Name, frame);
    }

    private void VisitMacroBody(IReadOnlyList<Parameter> parameters, IReadOnlyList<Statement> body, CompilationFrame outer, bool isDeferred)
    {
        var frame = outer.InnerFunction();
        frame.ChecksForParent = false;
        SymbolAnalysis.OfMacro(frame.Symbols, parameters, body);
        string[] special = ["caller", "kwargs", "varargs"];
        var undeclared = UndeclaredNames.In(body, special);
        for (var i = 0; i < special.Length; i++)
        {
            if (undeclared[i] && !parameters.Any(parameter => parameter.Name == special[i]))
                frame.Symbols.DeclareParameter(special[i]);
        }
        SymbolAnalysis.OfMacro(frame.Symbols, parameters, body);

        var (level, set) = (_macroLevel, _set);
        if (isDeferred)
            _macroLevel = frame.Symbols.Level;
        _set = set.Copy();
        foreach (var parameter in parameters)
        {
            if (parameter.Default is not null)
                Visit(parameter.Default, ValueUse.Kept, frame);
        }
        VisitAll(body, frame);
        (_macroLevel, _set) = (level, set);
    }

    private void VisitOther(Expression name, bool withContext, CompilationFrame frame)
    {
        if (Named(name) is { } other)
            VisitTemplate(other, withContext ? VisibleFrom(frame) : [], withContext ? _guards : null);
    }

    private static ValueUse UseByTarget(Expression target) => target is TupleExpression ? ValueUse.Consumed : ValueUse.Kept;

    private void Assign(Expression target, CompilationFrame frame)
    {
        switch (target)
        {
            case NameExpression name:
                Assign(name.Name, frame);
                break;
            case TupleExpression tuple:
                foreach (var item in tuple.Items)
                    Assign(item, frame);
                break;
            case NamespaceTarget reference:
                Read(new(new(reference.Position, reference.Name), [reference.Name]), ValueUse.Computed, frame);
                break;
        }
    }

    private void Assign(string name, CompilationFrame frame)
    {
        _set.Set(frame.Symbols.Find(name)!);
        if (frame.IsTopLevel)
        {
            _set.Context[name] = Certainty.Yes;
            _setInContext.Add(name);
        }
    }

    /// <summary>The context that a template sees that is included here.</summary>
    private Dictionary<string, Certainty> VisibleFrom(CompilationFrame frame)
    {
        var visible = new Dictionary<string, Certainty>(_set.Context);
        foreach (var (name, symbol) in frame.Symbols.VisibleStores())
        {
            var certainty = CertaintyOf(symbol, isMissingSet: false);
            if (certainty > visible.GetValueOrDefault(name))
                visible[name] = certainty;
        }
        return visible;
    }

    /// <summary>Whether a variable has been set within the templates, rather than outside.</summary>
    /// <param name="symbol">The variable.</param>
    /// <param name="isMissingSet">Whether one that is not looked up outside counts as set even before it is.</param>
    private Certainty CertaintyOf(Symbol symbol, bool isMissingSet)
    {
        if (symbol.Load == LoadKind.Parameter || symbol.Load == LoadKind.Missing && isMissingSet)
            return Certainty.Yes;
        var certainty = _set.Of(symbol);
        if (certainty == Certainty.No && symbol.IsStored && symbol.Level < _macroLevel)
            certainty = Certainty.Perhaps;
        var before = symbol.Load switch
        {
            LoadKind.Resolve => _set.Context.GetValueOrDefault(symbol.Name),
            LoadKind.Alias => CertaintyOf(symbol.Source!, isMissingSet),
            _ => Certainty.No,
        };
        return certainty > before ? certainty : before;
    }

    /// <summary>What is defined here, and where a condition has come out so.</summary>
    private Guards? GuardsWhere(Expression condition, bool outcome, CompilationFrame frame) => With(_guards, condition, outcome, frame);

    private Guards? With(Guards? guards, Expression condition, bool outcome, CompilationFrame frame)
    {
        // Each half has come out so, and is asked alone: a long condition is then no more than the sum of its parts.
        if (condition is BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } both && (both.Operator == BinaryOperator.And) == outcome)
            return With(With(guards, both.Left, outcome, frame), both.Right, outcome, frame);
        if (condition is UnaryExpression { Operator: UnaryOperator.Not } not)
            return With(guards, not.Operand, !outcome, frame);
        foreach (var path in ConditionPaths.In(condition))
        {
            var shortest = _rules.ReachesThrough ? 1 : path.Names.Length;
            for (var length = shortest; length <= path.Names.Length; length++)
            {
                var part = path.Names[..length];
                if (IsFromOutside(path.Root, frame) && SupposedCondition.Holds(condition, part, _rules) == !outcome)
                    guards = new(part, guards);
            }
        }
        return guards;
    }

    private bool IsFromOutside(NameExpression name, CompilationFrame frame) =>
        frame.Symbols.Find(name.Name) is { } symbol && CertaintyOf(symbol, isMissingSet: true) == Certainty.No;
}
