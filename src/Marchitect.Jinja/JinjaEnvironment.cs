using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>What templates share: options, a loader, and filters, tests and globals of one's own. It does not change, and any thread may use it.</summary>
/// <remarks>
/// <code>
/// var environment = new JinjaEnvironment(new() { TrimBlocks = true }, new FolderLoader("templates"))
/// {
///     Filters = new Dictionary&lt;string, TemplateFilter&gt; { ["shout"] = (value, _) => value.ToString().ToUpperInvariant() + "!" },
/// };
/// Console.Write(environment.GetTemplate("nginx.conf").Render(new { server_name = "example.org" }));
/// </code>
/// </remarks>
public sealed class JinjaEnvironment
{
    private readonly Lazy<Engine> _engine;

    /// <summary>Makes an environment.</summary>
    /// <param name="options">How templates are read and rendered; null for the defaults, which are Jinja2's.</param>
    /// <param name="loader">Where templates by name come from; null where there are none.</param>
    /// <exception cref="ArgumentException">The options contradict one another.</exception>
    public JinjaEnvironment(JinjaOptions? options = null, ITemplateLoader? loader = null)
    {
        Options = options ?? JinjaOptions.Default;
        Options.Check();
        Loader = loader;
        _engine = new(MakeEngine);
    }

    /// <summary>The environment that <see cref="Template.Parse(string)"/> uses: Jinja2's defaults, and no loader.</summary>
    public static JinjaEnvironment Default { get; } = new();

    /// <summary>How templates are read and rendered.</summary>
    public JinjaOptions Options { get; }

    /// <summary>Where templates by name come from, or null.</summary>
    public ITemplateLoader? Loader { get; }

    /// <summary>Filters of one's own, by name; they hide built-in ones. <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, TemplateFilter> Filters { get; init; } = FrozenDictionary<string, TemplateFilter>.Empty;

    /// <summary>Tests of one's own, by name; they hide built-in ones. <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, TemplateTest> Tests { get; init; } = FrozenDictionary<string, TemplateTest>.Empty;

    /// <summary>Variables that every template sees, functions included (<see cref="Value.Function"/>). <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, Value> Globals { get; init; } = FrozenDictionary<string, Value>.Empty;

    internal Engine Engine => _engine.Value;

    /// <summary>Parses a text as a template. Keep the result where it is rendered more than once.</summary>
    /// <param name="source">The text of the template.</param>
    /// <param name="name">Its name in errors; null for none.</param>
    /// <returns>The template.</returns>
    /// <exception cref="TemplateSyntaxException">It is not valid.</exception>
    public Template FromString(string source, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(this, Engine.Compile(source, name));
    }

    /// <summary>A template of the loader; parsed once, and again where its source has changed.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The template.</returns>
    /// <exception cref="TemplateNotFoundException">There is none of that name.</exception>
    /// <exception cref="TemplateSyntaxException">It is not valid.</exception>
    /// <exception cref="TemplateRuntimeException">There is no loader, or it cannot read the template.</exception>
    public Template GetTemplate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(this, Engine.Load(name));
    }

    private Engine MakeEngine()
    {
        var withAnsible = Options.Extensions.HasFlag(JinjaExtensions.Ansible);
        return new(
            Options,
            Loader,
            Table(BuiltinTables.Filters, withAnsible ? AnsibleTables.Filters : null, Filters, filter => new CustomFunction(filter)),
            Table(BuiltinTables.Tests, withAnsible ? AnsibleTables.Tests : null, Tests, test => new CustomFunction(test)),
            new DictionaryLayer(new(Globals), new DictionaryLayer(new(BuiltinTables.Globals))));
    }

    private static FrozenDictionary<string, ValueObject> Table<T>(
        FrozenDictionary<string, BuiltinFunction> builtins,
        FrozenDictionary<string, BuiltinFunction>? further,
        IReadOnlyDictionary<string, T> custom,
        Func<T, ValueObject> wrap)
    {
        var table = new Dictionary<string, ValueObject>(builtins.Count + (further?.Count ?? 0) + custom.Count, StringComparer.Ordinal);
        foreach (var (name, function) in builtins)
            table[name] = function;
        foreach (var (name, function) in further ?? FrozenDictionary<string, BuiltinFunction>.Empty)
            table[name] = function;
        foreach (var (name, function) in custom)
            table[name] = wrap(function);
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
