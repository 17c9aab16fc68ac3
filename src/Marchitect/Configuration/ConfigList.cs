namespace Marchitect;

/// <summary>Values in order.</summary>
internal sealed class ConfigList : ConfigValue
{
    private readonly ConfigValue[] _items;

    public ConfigList(ConfigValue[] items, ConfigPlace? place = null) : base(place) => _items = Array.ConvertAll(items, item => item ?? Null);

    public override ConfigKind Kind => ConfigKind.List;

    public override IReadOnlyList<ConfigValue> List => Array.AsReadOnly(_items);

    public override bool Equals(ConfigValue? other) => other is ConfigList list && _items.AsSpan().SequenceEqual(list._items);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", _items.AsEnumerable())}]";

    internal override ConfigValue PlacedAt(string path, ConfigSource source) =>
        new ConfigList([.. _items.Select((item, index) => item.PlacedAt(ConfigPath.Join(path, index), source))], new(path, SourceWithin(source)));

    internal override ConfigValue At(ConfigPlace place) => new ConfigList(_items, place);
}
