namespace Marchitect;

/// <summary>A value that fits one of several schemas.</summary>
internal sealed record AnyOfSchema(IReadOnlyList<ConfigSchema> Schemas) : ConfigSchema
{
    internal override string Expected => string.Join(" or ", Schemas.Select(schema => schema.Expected));

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        ConfigCheck? nearest = null;
        foreach (var schema in Schemas)
        {
            var attempt = new ConfigCheck();
            var result = schema.Check(value, attempt);
            if (attempt.Count == 0)
                return result;
            // What is wrong deeper within tells more than that the whole does not fit.
            if (attempt.IsDeeperThan(value) && (nearest is null || attempt.Count < nearest.Count))
                nearest = attempt;
        }
        if (nearest is null)
            check.Unfit(value, this);
        else
            check.Take(nearest);
        return value;
    }

    internal override ConfigValue? Read(string text) => Schemas.Select(schema => schema.Read(text)).FirstOrDefault(value => value is not null);

    internal override ConfigSchema? Entry(string key) => Schemas.Select(schema => schema.Entry(key)).FirstOrDefault(schema => schema is not null);
}
