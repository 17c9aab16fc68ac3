namespace Marchitect;

/// <summary>A list whose items are of one schema.</summary>
internal sealed record ListSchema(ConfigSchema Item) : ConfigSchema
{
    /// <summary>Whether no item may stand in it twice.</summary>
    public bool IsSet { get; init; }

    internal override string Expected => Bounds is { } length ? $"a list of {length.Words("item", "items")}" : "a list";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value.Kind != ConfigKind.List || (Bounds is { } length && !length.Holds(value.List.Count)))
        {
            check.Unfit(value, this);
            return value;
        }
        if (IsSet && value.List.GroupBy(item => item).FirstOrDefault(same => same.Count() > 1) is { } twice)
            check.Wrong(twice.Last(), Item, "stands in the list twice");
        return new ConfigList([.. value.List.Select(item => Item.Check(item, check))], value.Place);
    }

    internal override ConfigSchema? Entry(string key) => int.TryParse(key, out _) ? Item : null;
}
