using Marchitect.Jinja;

namespace Marchitect;

/// <summary>
/// Looks before the first host is reached whether the templates of a whiteprint name variables that no config can have. What is said is always so: where it
/// cannot be known, nothing is.
/// </summary>
/// <param name="schema">What the config may hold; null for anything.</param>
/// <param name="found">What earlier hosts' templates were found to need, which is the same for all hosts.</param>
/// <param name="whiteprint">The whiteprint's class.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class TemplateForesight(
    ConfigSchema? schema, TemplateNeeds found, Type whiteprint, ICollection<ConfigurationException> problems)
{
    private readonly HashSet<(string?, int, int)> _told = [];

    /// <summary>Looks at a template.</summary>
    /// <param name="template">Its file or its text.</param>
    /// <param name="configOverride">What is set over the config for it alone, or null.</param>
    /// <param name="read">Reads what it needs.</param>
    /// <param name="fileOf">The file of a template by its name; null where it has none.</param>
    public void Look(string template, ConfigMap? configOverride, Func<IReadOnlyList<TemplateVariable>> read, Func<string?, string?> fileOf)
    {
        foreach (var variable in found.Of(whiteprint, template, read).Where(variable => !variable.IsTested))
        {
            if (Problem(variable, configOverride) is { } problem && _told.Add((variable.TemplateName, variable.Line, variable.Column)))
            {
                problems.Add(new(
                    problem.What, string.Join('.', variable.Path),
                    fileOf(variable.TemplateName) is { } file ? new("the template", Shown(file), variable.Line) : new($"line {variable.Line} of a template in the code"), problem.Meant));
            }
        }
    }

    private (string What, string? Meant)? Problem(TemplateVariable variable, ConfigMap? configOverride)
    {
        var name = variable.Name;
        if (name == ConfigMerge.ReservedKey)
        {
            return variable.Path.Count < 2 || TemplateValues.Facts.Contains(variable.Path[1]) ? null
                : Words($"{name}.{variable.Path[1]}", "is no fact of a machine", $"{name}.", variable.Path[1], TemplateValues.Facts);
        }
        // Without a schema the config may have any key, and so may what is set for one template alone.
        if (schema is null || configOverride?.Find(name) is not null)
            return null;
        var at = schema;
        var path = "";
        foreach (var key in variable.Path)
        {
            // What is no map of given keys has methods and keys that nobody can foresee.
            if (Settings(at) is not { } settings)
                return null;
            if (!settings.Contains(key))
                return Words(ConfigPath.Join(path, key), "is not a setting", path.Length == 0 ? "" : $"{path}.", key, settings);
            (at, path) = (at.Entry(key)!, ConfigPath.Join(path, key));
        }
        return null;
    }

    private static (string What, string? Meant) Words(string path, string what, string before, string key, IReadOnlyList<string> known) =>
        ($"a template names {path}, which {what}", Suggestion.For(key, known) is { } meant ? $"did you mean {before}{meant}?" : null);

    private static IReadOnlyList<string>? Settings(ConfigSchema schema) => schema switch
    {
        RecordSchema record => record.Record.Settings.Keys,
        MapSchema { Conversion: null } map => map.Keys,
        _ => null,
    };

    // As somebody would write it who looks at it from here.
    private static string Shown(string file)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}
