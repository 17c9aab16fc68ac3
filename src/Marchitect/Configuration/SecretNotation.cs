namespace Marchitect;

internal static class SecretNotation
{
    public static ConfigValue Expand(ConfigValue value, string? folder, ICollection<ConfigurationException> problems) => value;
}
