namespace Marchitect.Jinja;

/// <summary>
/// A part of a template that runs with variables of its own: the whole, a block, a macro, the body of a recursive loop, the
/// test of a loop. Scopes within it share its slots.
/// </summary>
internal sealed class FunctionScope(FunctionScope? parent, int baseLevel)
{
    private readonly FunctionScope? _parent = parent;
    private readonly int _baseLevel = baseLevel;
    private readonly Dictionary<(string Name, int Level), int> _slots = [];

    public int SlotCount => _slots.Count;

    /// <summary>Where a variable lies: how many functions further out, and in which slot there.</summary>
    public (int Depth, int Slot) Locate(Symbol symbol)
    {
        var depth = 0;
        var owner = this;
        while (symbol.Level < owner._baseLevel)
        {
            owner = owner._parent ?? throw new InvalidOperationException($"no function holds the variable '{symbol.Name}'");
            depth++;
        }
        if (symbol.Slot < 0)
        {
            // Scopes side by side share the slots of their names.
            if (!owner._slots.TryGetValue((symbol.Name, symbol.Level), out var slot))
                owner._slots.Add((symbol.Name, symbol.Level), slot = owner._slots.Count);
            symbol.Slot = slot;
        }
        return (depth, symbol.Slot);
    }
}
