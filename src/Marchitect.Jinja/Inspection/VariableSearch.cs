using System.Runtime.CompilerServices;

namespace Marchitect.Jinja;

/// <summary>
/// Looks for variables that must come from outside, by going through templates in the order in which they are rendered. What a name
/// means is decided by <see cref="Symbols"/>, as when a template is compiled; this adds what has been set on the way, and what
/// conditions have asked for.
/// </summary>
/// <remarks>Templates and what they load are in this part, statements and expressions in the others.</remarks>
internal sealed partial class VariableSearch
{
    // Templates that include one another under ever other conditions would be gone through in exponentially many ways.
    private const int MostVisitsOfOne = 50;

    private readonly Engine _engine;
    private readonly UndefinedRules _rules;
    private readonly Dictionary<string, (SearchedTemplate? Template, bool IsThere)> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<SearchedTemplate, HashSet<string>> _visited = [];
    private readonly HashSet<string> _mentioned = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<(SearchedTemplate, int, string), FoundVariable> _found = [];
    private readonly CompiledTemplate _main;
    private readonly SearchedTemplate _taken;
    private int _depth;

    // Where the search is.
    private SearchedTemplate _template = null!;
    private Dictionary<string, List<SearchedBlock>> _blocks = [];
    private Assignments _set = new([]);
    private HashSet<string> _setInContext = [];
    private Guards? _guards;
    private List<SearchedTemplate?> _parents = [];
    private bool _hasKnownExtends;

    // Whether it cannot be told that this code is rendered at all.
    private bool _isUncertain;

    private VariableSearch(CompiledTemplate main, Engine engine)
    {
        _engine = engine;
        _rules = new(engine);
        _main = main;
        _taken = Take(main);
    }

    public static IReadOnlyList<TemplateVariable> In(CompiledTemplate template, Engine engine)
    {
        var search = new VariableSearch(template, engine);
        search.VisitTemplate(search._taken, [], null);
        return [.. search._found.Values.Select(search.Report)];
    }

    private TemplateVariable Report(FoundVariable found)
    {
        // A macro that nobody names is not called; one that is may be called after its variable was set.
        var isNeeded = found.IsNeeded || found.NeededWhenCalled.Exists(
            way => Array.TrueForAll(way.Macros, _mentioned.Contains) && !way.SetInContext.Contains(found.Path[0]));
        return new(found.Path[0], found.Path, !isNeeded, found.Template.Name, found.Position.Line, found.Template.ColumnOf(found.Position));
    }

    private SearchedTemplate Take(CompiledTemplate template)
    {
        var (name, source) = (template.Text.Name, template.Text.Source);
        var taken = new SearchedTemplate(name, source, Parser.Parse(source, name, _engine.Options));
        MentionedNames.AddTo(_mentioned, taken.Syntax.Body);
        return taken;
    }

    /// <summary>The template that an include, import or extends names, or null where that cannot be known, or it cannot be loaded.</summary>
    private SearchedTemplate? Named(Expression choice)
    {
        if (choice is ConstantExpression { Value.TextOrNull: { } single })
            return Load(single).Template;
        var items = choice switch
        {
            ListExpression list => list.Items,
            TupleExpression tuple => tuple.Items,
            _ => [],
        };
        foreach (var item in items)
        {
            if (item is not ConstantExpression { Value.TextOrNull: { } name })
                return null;
            // The first that is there, and be it broken.
            if (Load(name) is (var template, true))
                return template;
        }
        return null;
    }

    private (SearchedTemplate? Template, bool IsThere) Load(string name)
    {
        if (!_loaded.TryGetValue(name, out var loaded))
        {
            try
            {
                var template = _engine.Load(name);
                loaded = (template == _main ? _taken : Take(template), true);
            }
            catch (TemplateException error)
            {
                // Rendering tells what is wrong with it, where it comes to it.
                loaded = (null, error is not TemplateNotFoundException);
            }
            _loaded.Add(name, loaded);
        }
        return loaded;
    }

    /// <summary>Goes through a template in a context of its own.</summary>
    private void VisitTemplate(SearchedTemplate template, Dictionary<string, Certainty> context, Guards? guards)
    {
        var names = context.Where(name => name.Value != Certainty.No).Order(Comparer<KeyValuePair<string, Certainty>>.Create(
            static (a, b) => string.CompareOrdinal(a.Key, b.Key)));
        var state = $"{string.Join(' ', names)}\n{Guards.Describe(guards)}\n{_isUncertain}\n{string.Join(' ', _macros)}";
        if (!_visited.TryGetValue(template, out var visits))
            _visited.Add(template, visits = new(StringComparer.Ordinal));
        if (visits.Count == MostVisitsOfOne || !CanGoDeeper() || !visits.Add(state))
            return;
        var before = (_template, _blocks, _set, _setInContext, _guards, _parents, _hasKnownExtends, _macroLevel, _block);
        _depth++;
        // Where it is included within a macro, what is set in that one's context until it is called counts too.
        if (_macros.Count == 0 || context.Count == 0)
            _setInContext = new(StringComparer.Ordinal);
        (_blocks, _set, _guards, _macroLevel, _block) = ([], new(context), guards, NoMacro, null);
        AddBlocksOf(template);
        VisitRoot(template, []);
        _depth--;
        (_template, _blocks, _set, _setInContext, _guards, _parents, _hasKnownExtends, _macroLevel, _block) = before;
    }

    private bool CanGoDeeper() => _depth < _engine.Options.Limits.Depth && RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private void AddBlocksOf(SearchedTemplate template)
    {
        foreach (var block in template.Survey.Blocks)
        {
            if (!_blocks.TryGetValue(block.Name, out var stack))
                _blocks.Add(block.Name, stack = []);
            stack.Add(new(template, block));
        }
    }

    // The template, then what it extends, in the same context.
    private void VisitRoot(SearchedTemplate template, HashSet<SearchedTemplate> children)
    {
        if (!children.Add(template))
            return;
        (_template, _parents, _hasKnownExtends) = (template, [], false);
        var frame = CompilationFrame.ForTemplate(new(false));
        if (UndeclaredNames.In(template.Syntax.Body, "self")[0])
            frame.Symbols.DeclareParameter("self");
        SymbolAnalysis.OfBody(frame.Symbols, template.Syntax.Body);
        frame.ChecksForParent = template.Survey.Extends;
        VisitAll(template.Syntax.Body, frame);

        var (blocks, set) = (_blocks, _set);
        foreach (var parent in _parents)
        {
            _blocks = blocks.ToDictionary(stack => stack.Key, stack => new List<SearchedBlock>(stack.Value));
            _set = set.Copy();
            if (parent is null)
            {
                VisitBlocksOfUnknownParent();
                continue;
            }
            AddBlocksOf(parent);
            VisitRoot(parent, children);
        }
    }

    private void VisitBlocksOfUnknownParent()
    {
        var before = _isUncertain;
        _isUncertain = true;
        foreach (var name in _blocks.Keys)
            VisitBlock(name, 0, null);
        _isUncertain = before;
    }

    /// <summary>Goes through the block that is rendered under that name, or one that is so many below it.</summary>
    private void VisitBlock(string name, int below, Dictionary<string, Certainty>? scoped)
    {
        if (!_blocks.TryGetValue(name, out var stack) || below >= stack.Count || !CanGoDeeper() || !_open.Add(stack[below].Block))
            return;
        var before = (_template, _set, _guards, _hasKnownExtends, _macroLevel, _block);
        _depth++;
        var body = stack[below].Block.Body;
        (_template, _set, _hasKnownExtends, _macroLevel) = (stack[below].Template, new(scoped ?? new(_set.Context)), false, NoMacro);
        var frame = new CompilationFrame(new(null, 0), new(false));
        var undeclared = UndeclaredNames.In(body, "self", "super");
        if (undeclared[0])
            frame.Symbols.DeclareParameter("self");
        if (undeclared[1])
            frame.Symbols.DeclareParameter("super");
        _block = (name, below, undeclared[1]);
        SymbolAnalysis.OfBody(frame.Symbols, body);
        VisitAll(body, frame);
        _depth--;
        _open.Remove(stack[below].Block);
        (_template, _set, _guards, _hasKnownExtends, _macroLevel, _block) = before;
    }

    // Blocks that are being gone through, since a block can render itself.
    private readonly HashSet<BlockStatement> _open = new(ReferenceEqualityComparer.Instance);
    private (string Name, int Below, bool HasSuper)? _block;
}
