namespace Marchitect;

internal static class ConfigYaml
{
    public static string Print(ConfigMap map, Func<ConfigValue, string?>? comment = null) => map + comment?.ToString() + "\n";
}
