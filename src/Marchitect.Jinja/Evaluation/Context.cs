namespace Marchitect.Jinja;

/// <summary>The variables and blocks of a template that is being rendered: Jinja2's <c>Context</c>.</summary>
internal sealed class Context
{
    private readonly VariableLayer? _parent;
    private readonly Dictionary<string, List<FunctionCode>> _blocks;
    private Dictionary<string, Value>? _vars;
    private HashSet<string>? _exported;

    public Context(CompiledTemplate template, Engine engine, Rendering rendering, VariableLayer? parent, EvalContext eval)
    {
        Template = template;
        Engine = engine;
        Rendering = rendering;
        Eval = eval;
        _parent = parent;
        _blocks = [];
        foreach (var (name, block) in template.Blocks)
            _blocks.Add(name, [block]);
    }

    private Context(Context origin, VariableLayer? parent)
    {
        Template = origin.Template;
        Engine = origin.Engine;
        Rendering = origin.Rendering;
        Eval = origin.Eval;
        _parent = parent;
        _blocks = new(origin._blocks.Count);
        foreach (var (name, stack) in origin._blocks)
            _blocks.Add(name, [.. stack]);
    }

    public CompiledTemplate Template { get; }

    public Engine Engine { get; }

    public Rendering Rendering { get; }

    public EvalContext Eval { get; }

    /// <summary>The variable of that name, or missing.</summary>
    public Value Resolve(string name) => _vars is not null && _vars.TryGetValue(name, out var value) ? value : _parent?.Find(name) ?? default;

    /// <summary>Sets a variable of the template itself.</summary>
    public void Set(string name, in Value value) => (_vars ??= [])[name] = value;

    /// <summary>Sets a variable of the template itself, for whoever imports it too, unless its name begins with an underscore.</summary>
    public void Export(string name, in Value value)
    {
        Set(name, value);
        if (!name.StartsWith('_'))
            (_exported ??= []).Add(name);
    }

    /// <summary>Sets a variable that came by an import: it is not handed on.</summary>
    public void SetImported(string name, in Value value)
    {
        Set(name, value);
        _exported?.Remove(name);
    }

    public Dictionary<string, Value> Exported()
    {
        var exported = new Dictionary<string, Value>();
        foreach (var name in _exported ?? [])
            exported.Add(name, _vars![name]);
        return exported;
    }

    /// <summary>All variables as they are now, and some more on top.</summary>
    public VariableLayer? Snapshot(Dictionary<string, Value>? more = null)
    {
        var all = _vars is null ? _parent : new DictionaryLayer(new(_vars), _parent);
        return more is null || more.Count == 0 ? all : new DictionaryLayer(more, all);
    }

    /// <summary>A context of its own with some more variables.</summary>
    public Context Derive(Dictionary<string, Value> more) => new(this, Snapshot(more));

    public List<FunctionCode>? BlocksOf(string name) => _blocks.GetValueOrDefault(name);

    /// <summary>Puts the blocks of a template that is extended below those that are there.</summary>
    public void AddBlocksBelow(CompiledTemplate parent)
    {
        foreach (var (name, block) in parent.Blocks)
        {
            if (!_blocks.TryGetValue(name, out var stack))
                _blocks.Add(name, stack = []);
            stack.Add(block);
        }
    }

    /// <summary>The block of that name below another one, or undefined.</summary>
    public Value Super(string name, FunctionCode current)
    {
        var stack = BlocksOf(name);
        var index = stack is null ? -1 : stack.IndexOf(current);
        return index >= 0 && index + 1 < stack!.Count
            ? new(new BlockReference(name, this, stack, index + 1))
            : Eval.Undefined($"there is no parent block called '{name}'", "super");
    }

    /// <summary>An undefined value for a variable that is not there.</summary>
    public Value UndefinedName(string name, Code maker) =>
        new(new UndefinedValue(Engine.Options.Undefined, $"'{name}' is undefined", name, () => Suggestion.For(name, Names)) { Maker = maker });

    public IEnumerable<string> Names => (_vars?.Keys ?? Enumerable.Empty<string>()).Concat(_parent?.Names ?? []);
}
