using System.Text;

namespace Marchitect;

/// <summary>A value that is given as a text alone, on a command line or in an environment variable.</summary>
internal static class YamlText
{
    /// <summary>The value that the text is in YAML, e.g. a list for <c>[a, b]</c>; the text itself where it is none.</summary>
    public static ConfigValue Read(string text)
    {
        try
        {
            return WithoutPlace(YamlConfig.Read(new SourceFile(""), Encoding.UTF8.GetBytes($"value: {text}"))["value"]);
        }
        catch (ConfigurationException)
        {
            return text;
        }
    }

    private static ConfigValue WithoutPlace(ConfigValue value) => value.Kind switch
    {
        ConfigKind.List => ConfigValue.ListOf([.. value.List.Select(WithoutPlace)]),
        ConfigKind.Map => ConfigMap.Of(value.Map.Entries.Select(entry => KeyValuePair.Create(entry.Key, WithoutPlace(entry.Value)))),
        ConfigKind.Null => ConfigValue.Null,
        ConfigKind.Bool => value.Bool,
        ConfigKind.Integer => value.BigInteger,
        ConfigKind.Float => value.Float,
        ConfigKind.Text => value.Text,
        _ => value,
    };
}
