namespace Marchitect.Jinja;

/// <summary>Turns a syntax tree into code: names become slots, constants are computed, filters and tests are looked up.</summary>
/// <remarks>
/// What Jinja2 finds out while it compiles is found out here, in the same order: blocks that stand twice, filters that do not exist.
/// Statements are in this part, expressions in the other.
/// </remarks>
internal sealed partial class Compiler : IDisposable
{
    private readonly TemplateText _text;
    private readonly Engine _engine;

    // For what is computed while compiling; made when there is something.
    private Rendering? _rendering;
    private readonly Dictionary<string, BlockStatement> _blocks = [];
    private readonly Dictionary<string, FunctionCode> _blockCodes = [];
    private TemplateSurvey _survey = null!;
    private int _extendsSoFar;

    // Whether the template extends another for certain from here on, so that nothing outside of blocks is printed.
    private bool _hasKnownExtends;

    private Compiler(TemplateText text, Engine engine)
    {
        _text = text;
        _engine = engine;
    }

    public static CompiledTemplate Compile(TemplateSyntax syntax, TemplateText text, Engine engine, Func<bool>? isCurrent = null)
    {
        using var compiler = new Compiler(text, engine);
        return compiler.CompileTemplate(syntax, isCurrent);
    }

    public void Dispose() => _rendering?.Dispose();

    private CompiledTemplate CompileTemplate(TemplateSyntax syntax, Func<bool>? isCurrent)
    {
        _survey = TemplateSurvey.Of(Mentions("block") || Mentions("extends") || Mentions("loop") ? syntax.Body : []);
        foreach (var block in _survey.Blocks)
        {
            if (!_blocks.TryAdd(block.Name, block))
                throw Error(block.Position, $"the block '{block.Name}' stands twice in one template");
        }
        foreach (var block in _blocks.Values)
            _blockCodes.Add(block.Name, new(_text) { BlockName = block.Name });

        var escape = new EscapeMode(_engine.Options.Autoescape(_text.Name));
        var root = new FunctionCode(_text);
        var frame = CompilationFrame.ForTemplate(escape);
        if (Mentions("self") && UndeclaredNames.In(syntax.Body, "self")[0])
            root.SelfSlot = frame.Function.Locate(frame.Symbols.DeclareParameter("self")).Slot;
        SymbolAnalysis.OfBody(frame.Symbols, syntax.Body);
        frame.ChecksForParent = _survey.Extends;
        Complete(root, frame, CompileAll(syntax.Body, frame));

        foreach (var block in _blocks.Values)
            CompileBlock(block, escape);
        return new(_text, root, _blockCodes, isCurrent);
    }

    private void CompileBlock(BlockStatement block, EscapeMode escape)
    {
        var code = _blockCodes[block.Name];
        // A block sees the context alone, not the variables around it.
        var frame = new CompilationFrame(new(null, 0), escape);
        var undeclared = Mentions("self") || Mentions("super") ? UndeclaredNames.In(block.Body, "self", "super") : [false, false];
        if (undeclared[0])
            code.SelfSlot = frame.Function.Locate(frame.Symbols.DeclareParameter("self")).Slot;
        if (undeclared[1])
            code.SuperSlot = frame.Function.Locate(frame.Symbols.DeclareParameter("super")).Slot;
        SymbolAnalysis.OfBody(frame.Symbols, block.Body);
        Complete(code, frame, CompileAll(block.Body, frame));
    }

    // Most templates lack most special words, and are not gone through in search of them.
    private bool Mentions(string word) => _text.Source.Contains(word, StringComparison.Ordinal);

    private static void Complete(FunctionCode code, CompilationFrame frame, Step[] steps)
    {
        // The loads first: they may need slots of their own.
        var loads = Loads(frame);
        code.Complete(frame.Function, loads, steps);
    }

    private static FunctionCode.Load[] Loads(CompilationFrame frame)
    {
        if (frame.Symbols.Count == 0)
            return [];
        var loads = new List<FunctionCode.Load>(frame.Symbols.Count);
        foreach (var symbol in frame.Symbols.Own)
        {
            if (symbol.Load == LoadKind.Parameter)
                continue;
            var (depth, slot) = symbol.Load == LoadKind.Alias ? frame.Function.Locate(symbol.Source!) : (0, 0);
            loads.Add(new(frame.Function.Locate(symbol).Slot, symbol.Load, symbol.Name, depth, slot));
        }
        return [.. loads];
    }

    // Parameters included.
    private static int[] Clears(CompilationFrame frame) => [.. frame.Symbols.Own.Select(symbol => frame.Function.Locate(symbol).Slot)];

    private Step[] CompileAll(IReadOnlyList<Statement> statements, CompilationFrame frame)
    {
        var steps = new List<Step>(statements.Count);
        foreach (var statement in statements)
        {
            if (Compile(statement, frame) is { } step)
                steps.Add(step);
            // Nothing after a second extends is ever reached.
            if (statement is ExtendsStatement && steps.Count > 0 && steps[^1] is ExtendsStep { AlwaysFails: true })
                break;
        }
        return [.. steps];
    }

    private Step? Compile(Statement statement, CompilationFrame frame) => statement switch
    {
        OutputStatement output => CompileOutput(output, frame),
        ForStatement loop => CompileFor(loop, frame),
        IfStatement condition => CompileIf(condition, frame),
        SetStatement set => new SetStep(_text, set.Position, CompileTarget(set.Target, frame, frame.IsTopLevel), Compile(set.Value, frame)),
        SetBlockStatement set => CompileSetBlock(set, frame),
        WithStatement with => CompileWith(with, frame),
        MacroStatement macro => CompileMacro(macro, frame),
        CallBlockStatement call => new CallBlockStep(
            _text, call.Position, CompileMacroBody(null, call.Position, call.Parameters, call.Body, frame), CompileCall(call.Call, frame)),
        FilterBlockStatement filter => CompileFilterBlock(filter, frame),
        BlockStatement block => CompileBlockStep(block, frame),
        ExtendsStatement extends => CompileExtends(extends, frame),
        IncludeStatement include => new IncludeStep(
            _text, include.Position, Compile(include.Template, frame), include.IgnoresMissing, include.WithContext ? Visible(frame) : null),
        ImportStatement import => CompileImport(import, frame),
        FromImportStatement import => CompileFromImport(import, frame),
        AutoescapeStatement autoescape => CompileAutoescape(autoescape, frame),
        DoStatement statement1 => new DoStep(_text, statement1.Position, Compile(statement1.Value, frame)),
        BreakStatement => new LeaveLoopStep(_text, statement.Position, Flow.Break),
        ContinueStatement => new LeaveLoopStep(_text, statement.Position, Flow.Continue),
        _ => throw new InvalidOperationException($"no code for {statement.GetType().Name}"),
    };

    private OutputStep? CompileOutput(OutputStatement output, CompilationFrame frame)
    {
        if (frame.ChecksForParent && _hasKnownExtends)
            return null;
        var parts = new List<OutputPart>(output.Parts.Count);
        foreach (var part in output.Parts)
        {
            if (part is TextPart { Text: var text })
            {
                AddText(parts, text);
                continue;
            }
            var code = Compile((Expression)part, frame);
            if (TryPrint(code, frame.Escape.IsOn) is { } printed)
                AddText(parts, printed);
            else
                parts.Add(new("", code));
        }
        return new(_text, output.Position, [.. parts], EscapingOf(frame), frame.ChecksForParent);
    }

    private static void AddText(List<OutputPart> parts, string text)
    {
        if (parts.Count > 0 && parts[^1].Code is null)
            parts[^1] = new(parts[^1].Text + text, null);
        else
            parts.Add(new(text, null));
    }

    // What is known before rendering is printed now; what cannot be printed fails when it is reached.
    private static string? TryPrint(Code code, bool escapes)
    {
        try
        {
            if (!code.TryConstant(out var value))
                return null;
            return escapes ? HtmlEscape.Of(value).ToString() : ValueText.Of(value);
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private static Escaping EscapingOf(CompilationFrame frame) =>
        frame.Escape.IsVolatile ? Escaping.Asked : frame.Escape.IsOn ? Escaping.On : Escaping.Off;

    private Step CompileFor(ForStatement loop, CompilationFrame frame)
    {
        var loopFrame = loop.IsRecursive ? frame.InnerFunction() : frame.Inner();
        var otherwiseFrame = loop.IsRecursive ? loopFrame.Sibling(frame) : frame.Inner();
        // Nearly no template has what is looked for here, so that nearly no loop has to be gone through for it.
        var survey = _survey.AssignedLoop is null && _survey.Blocks.Count == 0 ? _survey : TemplateSurvey.Of([loop]);
        var isExtended = loop.IsRecursive || Mentions("loop") && UndeclaredNames.In(loop.Body, "loop")[0] || survey.Blocks.Exists(block => block.IsScoped);
        var loopSlot = isExtended ? loopFrame.Function.Locate(loopFrame.Symbols.DeclareParameter("loop")).Slot : -1;
        SymbolAnalysis.OfLoopBody(loopFrame.Symbols, loop);
        if (loop.Otherwise.Count > 0)
            SymbolAnalysis.OfBody(otherwiseFrame.Symbols, loop.Otherwise);

        var test = loop.Test is null ? null : CompileTest(loop, frame);
        if (survey.AssignedLoop is { } assigned)
            throw Error(assigned, "the special variable 'loop' cannot be assigned to within a loop");

        // In the order of Jinja2, which tells the first error: target, items, body.
        var target = CompileTarget(loop.Target, loopFrame, false);
        var items = Compile(loop.Items, frame);
        var body = CompileAll(loop.Body, loopFrame);
        var otherwise = CompileAll(loop.Otherwise, otherwiseFrame);
        var code = new LoopCode(
            items, target, test, loopSlot, Loads(loopFrame), body, Loads(otherwiseFrame), otherwise, Clears(loopFrame));
        if (!loop.IsRecursive)
            return new ForStep(_text, loop.Position, code);
        var function = new FunctionCode(_text);
        function.Complete(loopFrame.Function, [], []);
        return new RecursiveForStep(_text, loop.Position, code, function);
    }

    private LoopTest CompileTest(ForStatement loop, CompilationFrame frame)
    {
        var testFrame = frame.InnerFunction();
        SymbolAnalysis.OfLoopTest(testFrame.Symbols, loop);
        var target = CompileTarget(loop.Target, testFrame, false);
        var condition = Compile(loop.Test!, testFrame);
        var function = new FunctionCode(_text);
        Complete(function, testFrame, []);
        return new(function, target, condition);
    }

    private IfStep CompileIf(IfStatement condition, CompilationFrame frame)
    {
        var soft = frame.Soft();
        var branches = new List<(Code, Step[])> { (Compile(condition.Test, soft), CompileAll(condition.Body, soft)) };
        foreach (var further in condition.Further)
            branches.Add((Compile(further.Test, soft), CompileAll(further.Body, soft)));
        return new(_text, condition.Position, [.. branches], CompileAll(condition.Otherwise, soft));
    }

    private Target CompileTarget(Expression target, CompilationFrame frame, bool exports)
    {
        switch (target)
        {
            case NameExpression name:
                return new NameTarget(frame.Function.Locate(frame.Symbols.Find(name.Name)!).Slot, exports ? name.Name : null);
            case TupleExpression tuple:
                return new TupleTarget([.. tuple.Items.Select(item => CompileTarget(item, frame, exports))]);
            case NamespaceTarget reference:
                return new AttributeTarget(CompileName(reference.Position, reference.Name, frame), reference.Attribute);
            default:
                throw new InvalidOperationException($"no target: {target.GetType().Name}");
        }
    }

    private SetBlockStep CompileSetBlock(SetBlockStatement set, CompilationFrame frame)
    {
        var inner = frame.Inner();
        // What is captured is not printed, so it counts in a template that extends another one too.
        inner.ChecksForParent = false;
        SymbolAnalysis.OfFilterBlockBody(inner.Symbols, set.Filter, set.Body);
        var body = CompileAll(set.Body, inner);
        var target = CompileTarget(set.Target, frame, frame.IsTopLevel);
        var filter = set.Filter is null ? null : Compile(set.Filter, inner);
        return new(_text, set.Position, target, Loads(inner), body, EscapingOf(inner), filter);
    }

    private FilterBlockStep CompileFilterBlock(FilterBlockStatement filter, CompilationFrame frame)
    {
        var inner = frame.Inner();
        SymbolAnalysis.OfFilterBlockBody(inner.Symbols, filter.Filter, filter.Body);
        var body = CompileAll(filter.Body, inner);
        return new(_text, filter.Position, Loads(inner), body, EscapingOf(inner), Compile(filter.Filter, inner));
    }

    private WithStep CompileWith(WithStatement with, CompilationFrame frame)
    {
        var inner = frame.Inner();
        SymbolAnalysis.OfWith(inner.Symbols, with);
        var assignments = with.Targets.Zip(with.Values, (target, value) => (CompileTarget(target, inner, false), Compile(value, frame))).ToArray();
        var body = CompileAll(with.Body, inner);
        return new(_text, with.Position, Loads(inner), assignments, body, Clears(inner));
    }

    private MacroStep CompileMacro(MacroStatement macro, CompilationFrame frame)
    {
        var code = CompileMacroBody(macro.Name, macro.Position, macro.Parameters, macro.Body, frame);
        var target = new NameTarget(frame.Function.Locate(frame.Symbols.Find(macro.Name)!).Slot, frame.IsTopLevel ? macro.Name : null);
        return new(_text, macro.Position, code, target);
    }

    private MacroCode CompileMacroBody(
        string? name, Position position, IReadOnlyList<Parameter> parameters, IReadOnlyList<Statement> body, CompilationFrame outer)
    {
        var frame = outer.InnerFunction();
        SymbolAnalysis.OfMacro(frame.Symbols, parameters, body);
        var undeclared = Mentions("caller") || Mentions("args") ? UndeclaredNames.In(body, "caller", "kwargs", "varargs") : [false, false, false];
        var usesCaller = undeclared[0];
        var callerSlot = -1;
        if (usesCaller)
        {
            var declared = parameters.FirstOrDefault(parameter => parameter.Name == "caller");
            if (declared is { Default: null })
                throw Error(position, "the special argument 'caller' of a macro or call block must be left out or have a default");
            if (declared is null)
                callerSlot = frame.Function.Locate(frame.Symbols.DeclareParameter("caller")).Slot;
        }
        var keywordsSlot = SpecialSlot(1, "kwargs");
        var varargsSlot = SpecialSlot(2, "varargs");
        frame.ChecksForParent = false;
        // What was declared since changes what the body means by it.
        if (callerSlot >= 0 || keywordsSlot >= 0 || varargsSlot >= 0)
            SymbolAnalysis.OfMacro(frame.Symbols, parameters, body);
        var codes = parameters
            .Select(parameter => new MacroParameter(
                parameter.Name,
                frame.Function.Locate(frame.Symbols.Find(parameter.Name)!).Slot,
                parameter.Default is null ? null : Compile(parameter.Default, frame)))
            .ToArray();
        var function = new FunctionCode(_text);
        Complete(function, frame, CompileAll(body, frame));
        return new(name, function, codes, usesCaller, callerSlot, keywordsSlot, varargsSlot);

        int SpecialSlot(int index, string special) => undeclared[index] && !parameters.Any(parameter => parameter.Name == special)
            ? frame.Function.Locate(frame.Symbols.DeclareParameter(special)).Slot
            : -1;
    }

    private BlockStep? CompileBlockStep(BlockStatement block, CompilationFrame frame)
    {
        var checks = false;
        if (frame.IsTopLevel)
        {
            // Whoever is extended decides where the block goes.
            if (_hasKnownExtends)
                return null;
            checks = _extendsSoFar > 0;
        }
        return new(_text, block.Position, block.Name, block.IsRequired, checks, block.IsScoped ? Visible(frame) : null);
    }

    private ExtendsStep CompileExtends(ExtendsStatement extends, CompilationFrame frame)
    {
        if (!frame.IsTopLevel)
            throw Error(extends.Position, "'extends' can only stand at the top of a template, not within a block, loop or macro");
        var mayFail = _extendsSoFar > 0;
        if (mayFail && _hasKnownExtends)
            return new(_text, extends.Position, null, mayFail);
        var step = new ExtendsStep(_text, extends.Position, Compile(extends.Template, frame), mayFail);
        if (frame.IsRootLevel)
            _hasKnownExtends = true;
        _extendsSoFar++;
        return step;
    }

    private ImportStep CompileImport(ImportStatement import, CompilationFrame frame)
    {
        var slot = frame.Function.Locate(frame.Symbols.Find(import.Target)!).Slot;
        return new(
            _text, import.Position, Compile(import.Template, frame), slot, frame.IsTopLevel ? import.Target : null, import.WithContext ? Visible(frame) : null);
    }

    private FromImportStep CompileFromImport(FromImportStatement import, CompilationFrame frame)
    {
        var names = import.Names
            .Select(name => (name.Name, name.Alias, frame.Function.Locate(frame.Symbols.Find(name.Alias)!).Slot))
            .ToArray();
        return new(_text, import.Position, Compile(import.Template, frame), names, frame.IsTopLevel, import.WithContext ? Visible(frame) : null);
    }

    private AutoescapeStep CompileAutoescape(AutoescapeStatement autoescape, CompilationFrame frame)
    {
        var inner = frame.Inner();
        SymbolAnalysis.OfAutoescape(inner.Symbols, autoescape);
        var value = Compile(autoescape.Value, inner);
        var (wasOn, wasVolatile) = (inner.Escape.IsOn, inner.Escape.IsVolatile);
        if (value.TryConstant(out var known))
            inner.Escape.IsOn = known.IsTrue();
        else
            inner.Escape.IsVolatile = true;
        var body = CompileAll(autoescape.Body, inner);
        (inner.Escape.IsOn, inner.Escape.IsVolatile) = (wasOn, wasVolatile);
        return new(_text, autoescape.Position, Loads(inner), value, body);
    }

    private static VisibleName[] Visible(CompilationFrame frame) =>
        [.. frame.Symbols.VisibleStores().Select(store =>
        {
            var (depth, slot) = frame.Function.Locate(store.Value);
            return new VisibleName(store.Key, depth, slot);
        })];

    private TemplateSyntaxException Error(Position position, string problem)
    {
        var error = new TemplateSyntaxException(problem);
        error.At(_text.Place(position));
        return error;
    }
}
