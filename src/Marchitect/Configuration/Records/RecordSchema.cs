namespace Marchitect;

/// <summary>A map that becomes a record.</summary>
internal sealed record RecordSchema(ConfigRecord Record) : ConfigSchema
{
    internal override string Expected => "a map";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check) => Record.Settings.Check(value, check);

    internal override ConfigSchema? Entry(string key) => Record.Settings.Entry(key);
}
