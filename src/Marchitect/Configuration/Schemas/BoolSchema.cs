namespace Marchitect;

/// <summary>True or false.</summary>
internal sealed record BoolSchema : ConfigSchema
{
    internal override string Expected => "true or false";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value.Kind != ConfigKind.Bool)
            check.Unfit(value, this);
        return value;
    }

    internal override ConfigValue? Read(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
