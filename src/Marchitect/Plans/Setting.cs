using System.Collections;

namespace Marchitect;

/// <summary>One setting of one whiteprint or alias as a text: what it means, the schema says.</summary>
/// <param name="Words">Where it comes from, e.g. <c>--set nginx.workers</c>.</param>
/// <param name="Name">The whiteprint or alias.</param>
/// <param name="Path">The keys below it, one or more.</param>
/// <param name="Text">The value's text.</param>
internal sealed record Setting(string Words, string Name, IReadOnlyList<string> Path, string Text)
{
    private const string Prefix = "MARCHITECT_";
    private const string Separator = "__";

    /// <summary>Whether it is a variable, whose capitals do not count.</summary>
    public bool IsFromEnvironment { get; private init; }

    /// <summary>The settings among the environment variables.</summary>
    public static IEnumerable<Setting> FromEnvironment() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => FromVariable((string)variable.Key, (string)variable.Value!))
        .OfType<Setting>()
        .OrderBy(setting => setting.Words, StringComparer.Ordinal);

    /// <summary>The setting that a variable is; null where it is none.</summary>
    public static Setting? FromVariable(string name, string value)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
#pragma warning disable CA1308 // Keys are written in lower case.
        var parts = name[Prefix.Length..].ToLowerInvariant().Split(Separator);
#pragma warning restore CA1308
        return parts.Length > 1 ? new(name, parts[0], parts[1..], value) { IsFromEnvironment = true } : null;
    }

    /// <summary>Reads <c>NAME.PATH=VALUE</c>. A key that holds a dot stands in double quotes: <c>nginx.headers."X.Y"=1</c>.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public static Setting Parse(string text)
    {
        var keys = new List<string>();
        var start = 0;
        while (true)
        {
            string key;
            int end;
            if (start < text.Length && text[start] == '"')
            {
                end = text.IndexOf('"', start + 1) + 1;
                if (end == 0)
                    throw Unreadable(text);
                key = text[(start + 1)..(end - 1)];
            }
            else
            {
                end = text.AsSpan(start).IndexOfAny('.', '=') is >= 0 and var length ? start + length : text.Length;
                key = text[start..end];
            }
            keys.Add(key);
            if (key.Length == 0 || end >= text.Length || text[end] is not ('.' or '='))
                throw Unreadable(text);
            if (text[end] == '=')
                return keys.Count > 1 ? new($"--set {text[..end]}", keys[0], keys[1..], text[(end + 1)..]) : throw Unreadable(text);
            start = end + 1;
        }
    }

    /// <summary>Whether it is for that whiteprint or alias.</summary>
    public bool Names(string name) => IsFromEnvironment ? string.Equals(Name, name.Replace('-', '_'), StringComparison.OrdinalIgnoreCase) : Name == name;

    /// <summary>The config that sets it alone.</summary>
    /// <param name="schema">What the config may hold; null for anything.</param>
    public ConfigMap ValueFor(ConfigSchema? schema)
    {
        foreach (var key in Path)
            schema = schema?.Entry(key);
        var value = Read(schema);
        for (var i = Path.Count - 1; i > 0; i--)
            value = ConfigMap.Of([new(Path[i], value)]);
        return ConfigMap.Of([new(Path[0], value)]);
    }

    private ConfigValue Read(ConfigSchema? schema)
    {
        if (Text == "null" && schema is null or { AllowsNull: true } or { NullTakesAway: true })
            return ConfigValue.Null;
        // What the schema cannot read as what it expects, it will tell; a list or a map is written as in YAML.
        return schema?.Read(Text) ?? (schema is TextSchema or IntegerSchema or NumberSchema or BoolSchema or OneOfSchema ? Text : YamlText.Read(Text));
    }

    private static ConfigurationException Unreadable(string text) => new(
        $"--set '{text[..(text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? at : text.Length)]}' does not name a setting", remedy: "write NAME.SETTING=VALUE with the name of a whiteprint or an alias, e.g. nginx.workers=4");
}
