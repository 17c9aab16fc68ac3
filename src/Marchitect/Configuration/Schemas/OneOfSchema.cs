namespace Marchitect;

/// <summary>One of some values.</summary>
internal sealed record OneOfSchema(IReadOnlyList<ConfigValue> Values) : ConfigSchema
{
    internal override string Expected => Values.Count == 1 ? Words(Values[0]) : $"one of {string.Join(", ", Values.Select(Words))}";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (!Values.Contains(value))
            check.Unfit(value, this, value.Kind == ConfigKind.Text ? Suggestion.For(value.Text, Values.Where(known => known.Kind == ConfigKind.Text).Select(known => known.Text)) : null);
        return value;
    }

    internal override ConfigValue? Read(string text) => Values.FirstOrDefault(value => Words(value) == text);

    private static string Words(ConfigValue value) => value.Kind == ConfigKind.Text && value.Text.Length > 0 ? value.Text : value.ToString();
}
