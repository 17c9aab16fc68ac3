namespace Marchitect;

/// <summary>Any value.</summary>
internal sealed record AnythingSchema : ConfigSchema
{
    internal override string Expected => "a value";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check) => value;
}
