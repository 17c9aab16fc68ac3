namespace Marchitect.Jinja;

/// <summary>A variable of the compiled template: a name at a depth of nesting. Two scopes side by side share theirs, as in Jinja2.</summary>
internal readonly record struct Variable(int Level, string Name);

internal enum LoadKind
{
    /// <summary>It is a parameter: whoever enters the scope sets it.</summary>
    Parameter,

    /// <summary>It is looked up in the context.</summary>
    Resolve,

    /// <summary>It begins with the value of a variable further out.</summary>
    Alias,

    /// <summary>It begins without a value.</summary>
    Missing,
}

/// <summary>How a variable gets its value when its scope is entered.</summary>
internal readonly record struct Load(LoadKind Kind, string? Name = null, Variable Source = default);

/// <summary>
/// The names of one scope, and where each gets its value when the scope is entered. Jinja2 decides all of this before it renders
/// anything, and what a name means hangs on that: hence the same bookkeeping here.
/// </summary>
internal sealed class Symbols
{
    private Dictionary<string, Variable> _refs;
    private HashSet<string> _stores;

    public Symbols(Symbols? parent)
    {
        Parent = parent;
        Level = parent is null ? 0 : parent.Level + 1;
        _refs = [];
        _stores = [];
        Loads = [];
    }

    public int Level { get; }

    public Symbols? Parent { get; }

    /// <summary>In the order in which they are carried out.</summary>
    public OrderedDictionary<Variable, Load> Loads { get; private set; }

    public IReadOnlySet<string> Stores => _stores;

    /// <summary>A copy for a branch, to be brought back by <see cref="UpdateFrom"/>.</summary>
    public Symbols Copy()
    {
        var copy = (Symbols)MemberwiseClone();
        copy._refs = new(_refs);
        copy._stores = [.. _stores];
        copy.Loads = new(Loads);
        return copy;
    }

    public Variable? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._refs.TryGetValue(name, out var variable))
                return variable;
        }
        return null;
    }

    public Load? FindLoad(Variable variable)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Loads.TryGetValue(variable, out var load))
                return load;
        }
        return null;
    }

    /// <summary>Notes that a name is read.</summary>
    public void Read(string name)
    {
        if (Find(name) is null)
            Define(name, new(LoadKind.Resolve, name));
    }

    /// <summary>Notes that a name is set.</summary>
    public void Store(string name)
    {
        _stores.Add(name);
        if (_refs.ContainsKey(name))
            return;
        Define(name, Parent?.Find(name) is { } outer ? new(LoadKind.Alias, Source: outer) : new(LoadKind.Missing));
    }

    public Variable DeclareParameter(string name)
    {
        _stores.Add(name);
        return Define(name, new(LoadKind.Parameter));
    }

    /// <summary>Takes over what the branches of an <c>if</c> did. A name that not every branch sets must have a value all the same.</summary>
    public void UpdateFrom(ReadOnlySpan<Symbols> branches)
    {
        var counts = new OrderedDictionary<string, int>();
        foreach (var branch in branches)
        {
            foreach (var name in branch._stores)
            {
                if (!_stores.Contains(name))
                    counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }
        foreach (var branch in branches)
        {
            foreach (var (name, variable) in branch._refs)
                _refs[name] = variable;
            foreach (var (variable, load) in branch.Loads)
                Loads[variable] = load;
            _stores.UnionWith(branch._stores);
        }
        foreach (var (name, count) in counts)
        {
            if (count == branches.Length)
                continue;
            Loads[Find(name)!.Value] = Parent?.Find(name) is { } outer ? new(LoadKind.Alias, Source: outer) : new(LoadKind.Resolve, name);
        }
    }

    /// <summary>Every name that is set here or further out, with the variable that holds it here.</summary>
    public Dictionary<string, Variable> VisibleStores()
    {
        var visible = new Dictionary<string, Variable>();
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            foreach (var name in scope._stores)
                visible.TryAdd(name, Find(name)!.Value);
        }
        return visible;
    }

    private Variable Define(string name, Load load)
    {
        var variable = new Variable(Level, name);
        _refs[name] = variable;
        Loads[variable] = load;
        return variable;
    }
}
