namespace Marchitect;

/// <summary>Makes one config of its layers, and notes for each value which layer set it.</summary>
internal static class ConfigMerge
{
    /// <summary>The key of the target's facts, which no config may set.</summary>
    public const string ReservedKey = "_target";

    /// <summary>Merges layers, later over earlier: maps deeply, everything else replaced.</summary>
    /// <param name="layers">The layers in order; those that set nothing may stand in it.</param>
    /// <param name="problems">Takes what is wrong; the result leaves it out.</param>
    /// <returns>The merged config.</returns>
    public static ConfigMap Merge(IEnumerable<ConfigLayer> layers, ICollection<ConfigurationException> problems)
    {
        var merged = new ConfigMap([], new("", new("merged")));
        foreach (var layer in layers)
        {
            var values = layer.Values.PlacedAt("", new(layer.Name));
            if (values.Find(ReservedKey) is { } reserved)
            {
                problems.Add(new(
                    $"config '{ReservedKey}' is reserved for what the host tells of itself.", ReservedKey, reserved.Source, "Give the key another name."));
            }
            merged = Merge(merged, values, problems);
        }
        return merged;
    }

    /// <summary>Merges layers, or throws what is wrong with them.</summary>
    public static ConfigMap Merge(IEnumerable<ConfigLayer> layers)
    {
        var problems = new List<ConfigurationException>();
        var merged = Merge(layers, problems);
        return problems.Count == 0 ? merged : throw ConfigurationException.Of(problems);
    }

    private static ConfigMap Merge(ConfigMap lower, ConfigMap upper, ICollection<ConfigurationException> problems)
    {
        var entries = lower.CopyEntries();
        foreach (var (key, value) in upper.Entries)
        {
            switch (lower.Find(key), value)
            {
                case (ConfigMap below, ConfigMap above):
                    entries[key] = Merge(below, above, problems);
                    break;
                // Null takes a map away on purpose; any other value there is a slip that would lose all the map's keys.
                case (ConfigMap below, { IsNull: false }):
                    problems.Add(new(
                        $"config '{value.Path}' should be a map, as in {below.Source}, but is {ConfigKindText.Of(value.Kind)}.",
                        value.Path,
                        value.Source,
                        $"Give a map (its keys are merged), or null to take '{value.Path}' away."));
                    break;
                default:
                    entries[key] = value;
                    break;
            }
        }
        // A map's own source is whoever first said that there is one; its entries know theirs.
        return new(entries, lower.Place);
    }

    /// <summary>Lays a map over defaults; where one of both is no map, the upper counts, and whoever checks it tells.</summary>
    public static ConfigMap Over(ConfigMap defaults, ConfigMap upper)
    {
        var entries = defaults.CopyEntries();
        foreach (var (key, value) in upper.Entries)
            entries[key] = defaults.Find(key) is ConfigMap below && value is ConfigMap above ? Over(below, above) : value;
        return new(entries, upper.Place);
    }
}
