namespace Marchitect.Jinja;

/// <summary>Variables by name, and those below them that they hide.</summary>
internal abstract class VariableLayer(VariableLayer? below)
{
    public VariableLayer? Below { get; } = below;

    public abstract bool TryGetOwn(string name, out Value value);

    public abstract IEnumerable<string> OwnNames { get; }

    /// <summary>The variable of that name, or missing.</summary>
    public Value Find(string name)
    {
        for (var layer = this; layer is not null; layer = layer.Below)
        {
            if (layer.TryGetOwn(name, out var value))
                return value;
        }
        return default;
    }

    public IEnumerable<string> Names => Below is null ? OwnNames : OwnNames.Concat(Below.Names);
}

/// <summary>Variables that the engine itself holds.</summary>
internal sealed class DictionaryLayer(Dictionary<string, Value> values, VariableLayer? below = null) : VariableLayer(below)
{
    public override IEnumerable<string> OwnNames => values.Keys;

    public override bool TryGetOwn(string name, out Value value) => values.TryGetValue(name, out value);
}

/// <summary>Variables that came as a map.</summary>
internal sealed class MapLayer(DictValue values, VariableLayer? below = null) : VariableLayer(below)
{
    public override IEnumerable<string> OwnNames => values.Entries.Keys.Select(key => key.TextOrNull).OfType<string>();

    public override bool TryGetOwn(string name, out Value value) => values.TryGet(name, out value);
}
