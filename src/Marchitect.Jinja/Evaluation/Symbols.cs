namespace Marchitect.Jinja;

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

/// <summary>A variable of the compiled template: a name at a depth of nesting. Two scopes side by side share theirs, as in Jinja2.</summary>
internal sealed class Symbol(int level, string name)
{
    public int Level { get; } = level;

    public string Name { get; } = name;

    /// <summary>How it gets its value when its scope is entered.</summary>
    public LoadKind Load { get; set; }

    /// <summary>The variable further out that it begins with.</summary>
    public Symbol? Source { get; set; }

    /// <summary>Whether its scope sets it.</summary>
    public bool IsStored { get; set; }

    /// <summary>Its slot in the function that holds it, once that has given it one.</summary>
    public int Slot { get; set; } = -1;
}

/// <summary>
/// The names of one scope, and where each gets its value when the scope is entered. Jinja2 decides all of this before it renders
/// anything, and what a name means hangs on that: hence the same bookkeeping here.
/// </summary>
internal sealed class Symbols
{
    // Made when there is something to hold: most scopes have few names, many branches none.
    private OrderedDictionary<string, Symbol>? _own;

    // What a branch of an if adds to; null for a scope.
    private readonly Symbols? _trunk;

    public Symbols(Symbols? parent)
    {
        Parent = parent;
        Level = parent is null ? 0 : parent.Level + 1;
    }

    private Symbols(Symbols trunk, Symbols? parent)
    {
        _trunk = trunk;
        Parent = parent;
        Level = trunk.Level;
    }

    public int Level { get; }

    public Symbols? Parent { get; }

    /// <summary>The variables of the scope, in the order in which they get their values.</summary>
    public IEnumerable<Symbol> Own => _own?.Values ?? Enumerable.Empty<Symbol>();

    public int Count => _own?.Count ?? 0;

    /// <summary>A branch of an <c>if</c>: it sees what is here, and adds to itself until <see cref="Join"/>.</summary>
    public Symbols Branch() => new(this, Parent);

    public Symbol? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.FindHere(name) is { } symbol)
                return symbol;
        }
        return null;
    }

    /// <summary>Notes that a name is read.</summary>
    public void Read(string name)
    {
        if (Find(name) is null)
            Define(name).Load = LoadKind.Resolve;
    }

    /// <summary>Notes that a name is set.</summary>
    public void Store(string name)
    {
        if (FindHere(name) is { } known)
        {
            // What a branch sets, the scope around it does not set yet.
            if (!known.IsStored)
                OwnCopy(known).IsStored = true;
            return;
        }
        var symbol = Define(name);
        symbol.IsStored = true;
        (symbol.Load, symbol.Source) = Parent?.Find(name) is { } outer ? (LoadKind.Alias, outer) : (LoadKind.Missing, null);
    }

    public Symbol DeclareParameter(string name)
    {
        var symbol = FindHere(name) is { } known ? OwnCopy(known) : Define(name);
        symbol.IsStored = true;
        (symbol.Load, symbol.Source) = (LoadKind.Parameter, null);
        return symbol;
    }

    /// <summary>Takes over what the branches of an <c>if</c> did. A name that not every branch sets must have a value all the same.</summary>
    public void Join(params ReadOnlySpan<Symbols> branches)
    {
        List<string>? partly = null;
        foreach (var branch in branches)
        {
            foreach (var symbol in branch.Own)
            {
                if (symbol.IsStored && FindHere(symbol.Name) is not { IsStored: true } && !StoredInAll(branches, symbol.Name))
                    (partly ??= []).Add(symbol.Name);
            }
        }
        foreach (var branch in branches)
        {
            foreach (var symbol in branch.Own)
            {
                var mine = FindHere(symbol.Name) is { } known ? OwnCopy(known) : Define(symbol.Name);
                (mine.Load, mine.Source) = (symbol.Load, symbol.Source);
                mine.IsStored |= symbol.IsStored;
            }
        }
        foreach (var name in partly ?? [])
        {
            var symbol = FindHere(name)!;
            (symbol.Load, symbol.Source) = Parent?.Find(name) is { } outer ? (LoadKind.Alias, outer) : (LoadKind.Resolve, null);
        }
    }

    /// <summary>Every name that is set here or further out, with the variable that holds it here.</summary>
    public Dictionary<string, Symbol> VisibleStores()
    {
        var visible = new Dictionary<string, Symbol>();
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            foreach (var symbol in scope.Own)
            {
                if (symbol.IsStored)
                    visible.TryAdd(symbol.Name, Find(symbol.Name)!);
            }
        }
        return visible;
    }

    private static bool StoredInAll(ReadOnlySpan<Symbols> branches, string name)
    {
        foreach (var branch in branches)
        {
            if (branch._own is null || !branch._own.TryGetValue(name, out var symbol) || !symbol.IsStored)
                return false;
        }
        return true;
    }

    private Symbol? FindHere(string name)
    {
        for (var part = this; part is not null; part = part._trunk)
        {
            if (part._own is not null && part._own.TryGetValue(name, out var symbol))
                return symbol;
        }
        return null;
    }

    private Symbol Define(string name)
    {
        var symbol = new Symbol(Level, name);
        (_own ??= []).Add(name, symbol);
        return symbol;
    }

    // A branch changes a copy of what the scope around it has.
    private Symbol OwnCopy(Symbol known)
    {
        if (_own is not null && _own.TryGetValue(known.Name, out var own))
            return own;
        var copy = Define(known.Name);
        (copy.Load, copy.Source, copy.IsStored) = (known.Load, known.Source, known.IsStored);
        return copy;
    }
}
