namespace Marchitect;

/// <summary>Collects what is wrong with a config while it is held against a schema.</summary>
internal sealed class ConfigCheck
{
    private const int ShownCharacters = 60;
    private readonly List<ConfigurationException> _problems = [];

    public int Count => _problems.Count;

    public IReadOnlyList<ConfigurationException> Problems => _problems;

    /// <summary>The value is not what the schema expects.</summary>
    public void Unfit(ConfigValue value, ConfigSchema schema, string? meant = null)
    {
        if (schema.Message is { } message)
        {
            Wrong(value, schema, message);
            return;
        }
        var what = value.IsNull
            ? $"{Name(value)} cannot be null, {schema.Expected} is expected"
            : $"{Name(value)} must be {schema.Expected}, and is {Found(value)}";
        Add(value, schema, what, value.Kind == ConfigKind.Secret ? "make it a Secret in the record or the schema" : meant is null ? null : $"did you mean {meant}?");
    }

    /// <summary>The value is of the right kind, and something about it is wrong.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="message">What is wrong, after its path.</param>
    public void Wrong(ConfigValue value, ConfigSchema schema, string message) =>
        Add(value, schema, $"{Name(value)}{(message.StartsWith(':') ? "" : " ")}{message.TrimEnd('.')}{(schema is SecretSchema ? "" : $", and is {Found(value)}")}", null);

    /// <summary>The map has a key that the schema does not know.</summary>
    public void Unknown(ConfigValue value, string key, ConfigMap map, IReadOnlyList<string> known)
    {
        var parent = map.Path ?? "";
        var meant = Suggestion.For(key, known);
        // The value itself is not told: what is misspelt may be a secret.
        _problems.Add(new(
            $"{Name(value)} is not a setting", value.Path, value.Source,
            meant is not null ? $"did you mean {ConfigPath.Join(parent, meant)}?"
            : known.Count == 0 ? $"{(parent.Length == 0 ? "this whiteprint" : parent)} has none"
            : $"settings{(parent.Length == 0 ? "" : $" of {parent}")}: {string.Join(", ", known)}"));
    }

    /// <summary>The map lacks a key that the schema requires.</summary>
    public void Missing(string key, ConfigMap map, ConfigSchema schema)
    {
        var path = ConfigPath.Join(map.Path ?? "", key);
        // Within a map that somebody wrote, that is the place to mend; else no place is to blame.
        _problems.Add(new($"{path} is required, and nothing sets it; {schema.Expected} is expected", path, map.Path is null or "" ? null : map.Source)
        {
            Expected = schema.Expected,
            Found = "nothing",
        });
    }

    /// <summary>What the code of a record says of itself.</summary>
    public void Said(ConfigValue? at, string path, string message) => _problems.Add(new($"{(path.Length == 0 ? "the config" : path)}: {message.TrimEnd('.')}", path, at?.Source));

    /// <summary>Whether all that is wrong is so within a value, rather than with it.</summary>
    public bool IsDeeperThan(ConfigValue value) => _problems.TrueForAll(problem => problem.Path != value.Path);

    public void Take(ConfigCheck attempt) => _problems.AddRange(attempt._problems);

    /// <summary>A value in words for whoever is to mend it; never that of a secret.</summary>
    public static string Found(ConfigValue value) => value.Kind switch
    {
        ConfigKind.Secret => "a secret",
        ConfigKind.List => value.List.Count == 0 ? "an empty list" : $"a list of {value.List.Count} {(value.List.Count == 1 ? "item" : "items")}",
        ConfigKind.Map => value.Map.Count == 0 ? "an empty map" : $"a map of {value.Map.Count} {(value.Map.Count == 1 ? "entry" : "entries")}",
        _ => value.ToString() is { Length: > ShownCharacters } text ? $"{text[..ShownCharacters]}..." : value.ToString(),
    };

    private void Add(ConfigValue value, ConfigSchema schema, string what, string? remedy) => _problems.Add(
        new(what, value.Path, value.Source, remedy)
        {
            Expected = schema.Expected,
            Found = Found(value),
        });

    private static string Name(ConfigValue value) => value.Path is { Length: > 0 } path ? path : "the config";
}
