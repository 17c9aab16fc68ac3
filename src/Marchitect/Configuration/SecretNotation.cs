namespace Marchitect;

/// <summary>
/// Secrets as a file of config writes them: maps of exact shapes, e.g. <c>{ secret_file: db-password }</c>, <c>{ secret_vault: all.yml, key: db.password }</c>.
/// </summary>
internal static class SecretNotation
{
    private const string Prefix = "secret_";
    private const string Given = "secret";

    private static readonly string[] Sources = ["secret_file", "secret_env", "secret_command", "secret_prompt", "secret_vault", "secret_store"];

    /// <summary>Turns such maps into secrets, wherever they stand in a tree.</summary>
    /// <param name="value">The tree; values keep their places.</param>
    /// <param name="folder">The folder that relative paths begin at, or null for the current one.</param>
    /// <param name="problems">Takes what is wrong; the result has it as it was written.</param>
    /// <returns>The tree with secrets.</returns>
    public static ConfigValue Expand(ConfigValue value, string? folder, ICollection<ConfigurationException> problems) => value switch
    {
        ConfigMap map when SourceOf(map, problems) is var (key, isKnown) => isKnown ? SecretOf(map, key, folder, problems) : map,
        ConfigMap map => new ConfigMap(Entries(map, folder, problems), map.Place),
        ConfigList list => new ConfigList([.. list.List.Select(item => Expand(item, folder, problems))], list.Place),
        _ => value,
    };

    private static OrderedDictionary<string, ConfigValue> Entries(ConfigMap map, string? folder, ICollection<ConfigurationException> problems)
    {
        var entries = new OrderedDictionary<string, ConfigValue>(map.Count);
        foreach (var (key, item) in map.Entries)
            entries.Add(key, Expand(item, folder, problems));
        return entries;
    }

    // The key by which a map is a secret; null where it is a map like any other, not known where it is misspelt.
    private static (string Key, bool IsKnown)? SourceOf(ConfigMap map, ICollection<ConfigurationException> problems)
    {
        if (map.Keys.FirstOrDefault(Sources.Contains) is { } known)
            return (known, true);
        // `secret` is a fair name for a key of one's own, so it counts only where it is alone with a text, or with what lacks its quotes.
        if (map is { Count: 1 } && map.Find(Given) is { Kind: ConfigKind.Text or ConfigKind.Integer or ConfigKind.Float or ConfigKind.Bool })
            return (Given, true);
        // So is secret_key: only what is nearly a source, with nothing beside it but what goes with one, is taken for a slip.
        foreach (var key in map.Keys)
        {
            if (Meant(key) is { } meant && map.Keys.All(other => other == key || other is "key" or "name"))
            {
                problems.Add(Problem(map[key], key, "is no source of a secret.", $"Did you mean '{meant}'? Sources: {string.Join(", ", Sources)}."));
                return (key, false);
            }
        }
        return null;
    }

    private static string? Meant(string key)
    {
        var written = key.Replace('-', '_');
        return !written.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? null
            // Without what all have in common: else half of a short word could be wrong.
            : Suggestion.For(written[Prefix.Length..], Sources.Select(source => source[Prefix.Length..])) is { } word ? Prefix + word : null;
    }

    private static ConfigValue SecretOf(ConfigMap map, string source, string? folder, ICollection<ConfigurationException> problems)
    {
        var before = problems.Count;
        var (second, isNeeded) = source switch
        {
            "secret_vault" => ("key", false),
            "secret_store" => ("name", true),
            _ => (null, false),
        };
        foreach (var extra in map.Keys.Where(key => key != source && key != second))
        {
            problems.Add(Problem(
                map[extra], extra, $"does not go with '{source}'.",
                Sources.Contains(extra) ? "A secret has one source."
                : second is not null && Suggestion.For(extra, [second]) is not null ? $"Did you mean '{second}'?"
                : second is null ? "A secret of this source has no other key." : $"Beside it stands '{second}'{(isNeeded ? "" : " or nothing")}."));
        }
        var value = map[source];
        var words = source == "secret_command" ? Words(value, problems) : [Text(value, source, problems)];
        var detail = second is null || map.Find(second) is not { } found ? null : Text(found, second, problems);
        if (isNeeded && map.Find(second!) is null)
            problems.Add(Problem(map[source], source, $"needs '{second}' beside it.", null));
        if (problems.Count > before)
            return map;
        try
        {
            return new ConfigScalar(ConfigKind.Secret, SecretOf(source, words!, detail, folder), map.Place);
        }
        catch (ArgumentException wrong)
        {
            problems.Add(Problem(value, source, $"cannot be used: {wrong.Message.Split(" (Parameter", 2)[0]}", null));
            return map;
        }
    }

    private static Secret SecretOf(string source, string[] words, string? detail, string? folder) => source switch
    {
        "secret_file" => Secret.FromFile(From(folder, words[0])),
        "secret_env" => Secret.FromEnvironment(words[0]),
        "secret_prompt" => Secret.FromPrompt(words[0]),
        "secret_vault" => Secret.FromAnsibleVault(From(folder, words[0]), detail),
        "secret_store" => Secret.FromStore(From(folder, words[0]), detail!),
        // A name is looked up in PATH, a path begins where the others do.
        "secret_command" => Secret.FromCommand(words[0].Contains('/', StringComparison.Ordinal) ? From(folder, words[0]) : words[0], words[1..]),
        _ => Secret.Of(words[0]),
    };

    private static string From(string? folder, string path) =>
        folder is null || path.StartsWith("~/", StringComparison.Ordinal) ? path : Path.Combine(folder, path);

    private static string?[] Words(ConfigValue value, ICollection<ConfigurationException> problems)
    {
        if (value is ConfigList { List.Count: > 0 } list)
            return [.. list.List.Select((word, index) => Text(word, $"secret_command[{index}]", problems, isEmptyOk: index > 0))];
        problems.Add(Problem(
            value, "secret_command", $"should be a list of the program and its arguments, but is {(value is ConfigList ? "empty" : ConfigKindText.Of(value.Kind))}.",
            "Write it as [\"pass\", \"show\", \"db\"]; no shell splits or expands it."));
        return [];
    }

    private static string? Text(ConfigValue value, string key, ICollection<ConfigurationException> problems, bool isEmptyOk = false)
    {
        if (value.Kind == ConfigKind.Text)
        {
            if (isEmptyOk || key == Given || !string.IsNullOrWhiteSpace(value.Text))
                return value.Text;
            problems.Add(Problem(value, key, "is empty.", null));
            return null;
        }
        problems.Add(Problem(
            value, key, $"should be a text, but is {ConfigKindText.Of(value.Kind)}.",
            value.Kind is ConfigKind.Integer or ConfigKind.Float or ConfigKind.Bool ? "Put it in quotes." : null));
        return null;
    }

    // The value itself is not told: it may be a secret.
    private static ConfigurationException Problem(ConfigValue value, string key, string what, string? remedy) =>
        new($"config '{value.Path ?? key}' {what}", value.Path, value.Source, remedy);
}
