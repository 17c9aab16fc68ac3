using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>The methods of a built-in type, by name. Each gets its object as the first argument.</summary>
internal sealed class MethodTable(Dictionary<string, BuiltinFunction> methods)
{
    private readonly FrozenDictionary<string, BuiltinFunction> _methods = methods.ToFrozenDictionary(StringComparer.Ordinal);

    public IEnumerable<string> Names => _methods.Keys;

    public bool Has(string name) => _methods.ContainsKey(name);

    /// <summary>The method itself, to be called with its object first.</summary>
    public BuiltinFunction? Find(string name) => _methods.GetValueOrDefault(name);

    public bool TryBind(ValueObject self, string name, out Value value) => TryBind(new Value(self), name, out value);

    public bool TryBind(in Value self, string name, out Value value)
    {
        if (_methods.TryGetValue(name, out var method))
        {
            value = new(new BoundMethod(self, name, method));
            return true;
        }
        value = default;
        return false;
    }
}
