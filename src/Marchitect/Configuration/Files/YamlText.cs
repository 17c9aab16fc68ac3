namespace Marchitect;

internal static class YamlText
{
    public static ConfigValue Read(string text) => text;
}
