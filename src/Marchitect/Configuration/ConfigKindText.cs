namespace Marchitect;

/// <summary>Kinds of values in words.</summary>
internal static class ConfigKindText
{
    /// <summary>The kind with its article, e.g. <c>an integer</c>.</summary>
    public static string Of(ConfigKind kind) => kind switch
    {
        ConfigKind.Null => "null",
        ConfigKind.Bool => "a bool",
        ConfigKind.Integer => "an integer",
        ConfigKind.Float => "a float",
        ConfigKind.Text => "a text",
        ConfigKind.Secret => "a secret",
        ConfigKind.List => "a list",
        _ => "a map",
    };
}
