namespace Marchitect.Jinja;

/// <summary>
/// A part of a template that runs with variables of its own: the whole, a block, a macro, the body of a recursive loop, the
/// test of a loop. Scopes within it share its slots.
/// </summary>
internal sealed class FunctionScope(FunctionScope? parent, int baseLevel)
{
    private readonly Dictionary<Variable, int> _slots = [];

    public int SlotCount => _slots.Count;

    /// <summary>Where a variable lies: how many functions further out, and in which slot there.</summary>
    public (int Depth, int Slot) Locate(Variable variable)
    {
        var depth = 0;
        var owner = this;
        while (variable.Level < owner._baseLevel)
        {
            owner = owner._parent ?? throw new InvalidOperationException($"no function holds the variable '{variable.Name}'");
            depth++;
        }
        if (!owner._slots.TryGetValue(variable, out var slot))
            owner._slots.Add(variable, slot = owner._slots.Count);
        return (depth, slot);
    }

    private readonly FunctionScope? _parent = parent;
    private readonly int _baseLevel = baseLevel;
}
