using System.Diagnostics.CodeAnalysis;

namespace Marchitect;

/// <summary>A map of given keys, and no others: <c>new MapSchema { ["port"] = ConfigSchema.Integer }</c>.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a schema like the others.")]
public sealed record MapSchema : ConfigSchema
{
    private readonly OrderedDictionary<string, ConfigSchema> _settings = [];
    private ConfigMap? _defaults;

    /// <summary>The schema of a key. While the object is made, it is set.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="ArgumentException">The key was set already.</exception>
    public ConfigSchema this[string key]
    {
        get => _settings[key];
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!_settings.TryAdd(key, value))
                throw new ArgumentException($"The key '{key}' stands twice in one schema.", nameof(key));
        }
    }

    /// <summary>The keys, in order.</summary>
    public IReadOnlyList<string> Keys => _settings.Keys;

    internal IReadOnlyList<KeyValuePair<string, ConfigSchema>> Settings => _settings;

    /// <summary>The values of keys that are left out, or null for none beside those that the schemas of the keys have.</summary>
    internal Func<ConfigMap>? Defaults { get; init; }

    /// <summary>What it is the schema of, e.g. <c>NginxConfig</c>; null for a schema without a record.</summary>
    internal string? Name { get; init; }

    /// <summary>The values of keys that are left out.</summary>
    internal ConfigMap DefaultValues => _defaults ??= Defaults?.Invoke() ?? ConfigMap.Of(
        _settings.Where(setting => setting.Value.Default is not null).Select(setting => KeyValuePair.Create(setting.Key, setting.Value.Default!)));

    internal override string Expected => "a map";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value is not ConfigMap given)
        {
            check.Unfit(value, this);
            return value;
        }
        var map = WithDefaults(given);
        foreach (var (key, entry) in given.Entries)
        {
            if (!_settings.ContainsKey(key))
                check.Unknown(entry, key, given, _settings.Keys);
        }
        var entries = new OrderedDictionary<string, ConfigValue>(_settings.Count);
        foreach (var (key, schema) in _settings)
        {
            if (map.Find(key) is { } entry)
                entries.Add(key, schema.Check(entry, check));
            else if (!schema.IsOptional)
                check.Missing(key, given, schema);
        }
        return new ConfigMap(entries, given.Place);
    }

    internal override ConfigSchema? Entry(string key) => _settings.GetValueOrDefault(key);

    private ConfigMap WithDefaults(ConfigMap given)
    {
        // Null gives the default back where it may.
        var kept = given.Entries.Any(entry => IsTakenAway(entry.Key, entry.Value))
            ? ConfigMap.Of(given.Entries.Where(entry => !IsTakenAway(entry.Key, entry.Value)), given.Place)
            : given;
        return ConfigMerge.Over(DefaultValues.PlacedAt(given.Path ?? "", new($"the default of {Name ?? "the schema"}")), kept);
    }

    private bool IsTakenAway(string key, ConfigValue value) => value.IsNull && _settings.GetValueOrDefault(key) is { NullTakesAway: true };
}
