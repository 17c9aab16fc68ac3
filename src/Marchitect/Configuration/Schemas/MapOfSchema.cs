namespace Marchitect;

/// <summary>A map with any keys whose values are of one schema.</summary>
internal sealed record MapOfSchema(ConfigSchema Value) : ConfigSchema
{
    internal override string Expected => Bounds is { } length ? $"a map of {length.Words("entry", "entries")}" : "a map";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value is not ConfigMap map)
        {
            check.Unfit(value, this);
            return value;
        }
        var entries = new OrderedDictionary<string, ConfigValue>(map.Count);
        foreach (var (key, entry) in map.Entries)
        {
            // Where null takes entries away, it is told of the map, whose values need not be nullable.
            if (!(entry.IsNull && NullTakesAway))
                entries.Add(key, Value.Check(entry, check));
        }
        var result = new ConfigMap(entries, map.Place);
        if (Bounds is { } length && !length.Holds(result.Count))
            check.Unfit(result, this);
        return result;
    }

    internal override ConfigSchema? Entry(string key) => Value;
}
