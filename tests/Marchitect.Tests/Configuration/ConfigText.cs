using System.Text;

namespace Marchitect.Tests.Configuration;

/// <summary>Reads configs from texts as from a file.</summary>
internal static class ConfigText
{
    public static ConfigMap Json(string text) => JsonConfig.Read(new("site.json"), Encoding.UTF8.GetBytes(text));

    public static ConfigMap Toml(string text) => TomlConfig.Read(new("site.toml"), Encoding.UTF8.GetBytes(text));

    public static ConfigMap Yaml(string text) => YamlConfig.Read(new("site.yaml"), Encoding.UTF8.GetBytes(text));

    /// <summary>The paths of all values below a map, each with its line.</summary>
    public static IEnumerable<string> Lines(ConfigValue value, string path = "") => value switch
    {
        ConfigMap map => map.Entries.SelectMany(entry => Lines(entry.Value, ConfigPath.Join(path, entry.Key))).Prepend(Line(value, path)),
        ConfigList list => list.List.SelectMany((item, index) => Lines(item, ConfigPath.Join(path, index))).Prepend(Line(value, path)),
        _ => [Line(value, path)],
    };

    private static string Line(ConfigValue value, string path) => $"{path}:{value.Source?.Line}";
}
