using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Marchitect;

/// <summary>
/// Values by key, in the order written: <c>new() { ["server_name"] = "example.org", ["tls"] = new ConfigMap { ["port"] = 443 } }</c>.
/// It does not change once it is made.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a value like the others.")]
public sealed partial class ConfigMap : ConfigValue
{
    private readonly OrderedDictionary<string, ConfigValue> _entries;

    /// <summary>Begins a map; an initialiser fills it.</summary>
    public ConfigMap() : this([], null)
    {
    }

    internal ConfigMap(OrderedDictionary<string, ConfigValue> entries, ConfigPlace? place = null) : base(place) => _entries = entries;

    /// <summary>A map without entries.</summary>
    public static ConfigMap Empty { get; } = new();

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Map;

    /// <inheritdoc/>
    public override ConfigMap Map => this;

    /// <summary>How many entries it has.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys, in order.</summary>
    public IReadOnlyList<string> Keys => _entries.Keys;

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigValue>> Entries => _entries;

    /// <summary>The value of a key. While the map is made, it is set; null becomes the value null.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ConfigurationException">The map has no such key.</exception>
    /// <exception cref="ArgumentException">The key was set already.</exception>
    [AllowNull]
    public new ConfigValue this[string key]
    {
        get => Get(key);
        init
        {
            if (!_entries.TryAdd(key, value ?? Null))
                throw new ArgumentException($"The key '{key}' stands twice in one map.", nameof(key));
        }
    }

    /// <summary>The value of a key that need not be there: <c>Config.Find("workers")?.Integer ?? 2</c>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value; null (and not <see cref="ConfigValue.Null"/>) where the map has no such key.</returns>
    public ConfigValue? Find(string key) => _entries.GetValueOrDefault(key);

    /// <inheritdoc/>
    public override bool Equals(ConfigValue? other) =>
        other is ConfigMap map && map.Count == Count && _entries.All(entry => entry.Value.Equals(map.Find(entry.Key)));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        // Order does not count, so the entries' hashes are put together in a way that has none.
        _entries.Aggregate(Count, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    /// <inheritdoc/>
    public override string ToString() =>
        _entries.Count == 0 ? "{}" : $"{{{string.Join(", ", _entries.Select(entry => $"\"{JsonEncodedText.Encode(entry.Key)}\": {entry.Value}"))}}}";

    /// <summary>A map of entries that have no place yet.</summary>
    internal static ConfigMap Of(IEnumerable<KeyValuePair<string, ConfigValue>> entries, ConfigPlace? place = null) => new(new(entries), place);

    internal ConfigValue Get(string key)
    {
        if (_entries.TryGetValue(key, out var value))
            return value;
        var known = Count == 0 ? "There are no keys here." : $"Known keys: {string.Join(", ", Keys)}.";
        throw new ConfigurationException(
            $"config '{ConfigPath.Join(Path ?? "", key)}' is missing.",
            ConfigPath.Join(Path ?? "", key),
            remedy: Suggestion.For(key, Keys) is { } meant ? $"Did you mean '{meant}'? {known}" : known);
    }

    internal override ConfigMap PlacedAt(string path, ConfigSource source)
    {
        var entries = new OrderedDictionary<string, ConfigValue>(Count);
        foreach (var (key, value) in _entries)
            entries.Add(key, value.PlacedAt(ConfigPath.Join(path, key), source));
        return new(entries, new(path, SourceWithin(source)));
    }

    internal override ConfigValue At(ConfigPlace place) => new ConfigMap(_entries, place);

    internal OrderedDictionary<string, ConfigValue> CopyEntries() => new(_entries);
}
