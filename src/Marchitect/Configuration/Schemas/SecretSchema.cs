namespace Marchitect;

/// <summary>A text that must not be seen.</summary>
internal sealed record SecretSchema : ConfigSchema
{
    internal override string Expected => "a secret (a text, or a map that says where it comes from)";

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value.Kind == ConfigKind.Secret)
            return value;
        if (value.Kind == ConfigKind.Text)
        {
            ConfigValue secret = value.Secret;
            return value.Place is { } place ? secret.PlacedAt(place.Path, place.Source) : secret;
        }
        check.Unfit(value, this);
        return value;
    }

    internal override ConfigValue? Read(string text) => Secret.Of(text);
}
