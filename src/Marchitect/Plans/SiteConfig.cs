using System.Diagnostics.CodeAnalysis;

namespace Marchitect;

/// <summary>
/// Config for the steps of a plan, by whiteprint or by alias:
/// <c>new() { [typeof(Nginx)] = new() { ["workers"] = 4 }, ["second"] = new() { ["server_name"] = "example.net" } }</c>.
/// </summary>
/// <remarks>
/// What stands under a whiteprint is for every step of it, what stands under an alias for that step alone. What names a step more closely counts
/// over the rest: by alias over by whiteprint, and within each of them what is for a host over what is for a group of hosts, and that over what is
/// for all. See <c>docs/configuration.md</c> for all layers.
/// </remarks>
[SuppressMessage("Design", "CA1043:Use Integral Or String Argument For Indexers", Justification = "Classes tell apart what names do not.")]
public sealed class SiteConfig
{
    private readonly Dictionary<Type, ConfigMap> _byWhiteprint = [];
    private readonly OrderedDictionary<string, ConfigMap> _byName = [];

    /// <summary>Begins config for no step; an initialiser fills it.</summary>
    public SiteConfig()
    {
    }

    internal SiteConfig(OrderedDictionary<string, ConfigMap> byName) => _byName = byName;

    internal SiteConfig(SiteConfig other) => (_byName, _byWhiteprint) = (other._byName, other._byWhiteprint);

    /// <summary>Config for no step.</summary>
    public static SiteConfig Empty { get; } = new();

    /// <summary>What is set for some hosts only, by the host's name as it is given to a run; <c>*</c> and <c>?</c> stand for other characters. <value>Default: nothing.</value></summary>
    public IReadOnlyDictionary<string, SiteConfig> Hosts { get; init; } = new Dictionary<string, SiteConfig>();

    /// <summary>What is set for groups of hosts, by the group's name. A host of several groups has the config of all, later ones over earlier. <value>Default: nothing.</value></summary>
    public IReadOnlyDictionary<string, HostGroup> Groups { get; init; } = new OrderedDictionary<string, HostGroup>();

    /// <summary>What is laid over it, in order.</summary>
    internal IReadOnlyList<SiteConfig> Over { get; private init; } = [];

    /// <summary>Settings one by one, from the environment or the command line, which count over all that has a place in code or files.</summary>
    internal IReadOnlyList<Setting> Settings { get; init; } = [];

    /// <summary>Where it comes from, where that is not said by who uses it, e.g. <c>site.toml</c>.</summary>
    internal string? Origin { get; init; }

    /// <summary>The names that config is set by, each with who did.</summary>
    internal IEnumerable<(string Name, ConfigSource? Source)> Names =>
        _byName.Select(entry => (entry.Key, entry.Value.Source))
            .Concat(Hosts.Values.Concat(Groups.Values.Select(group => group.Config)).SelectMany(config => config.Names));

    internal IEnumerable<SiteConfig> Parts => Over.Prepend(this);

    /// <summary>Config for the steps of a whiteprint. While the object is made, it is set.</summary>
    /// <param name="whiteprint">The whiteprint's class, e.g. <c>typeof(Nginx)</c>; two whiteprints of one name are told apart.</param>
    /// <returns>The config; an empty one where none was set.</returns>
    /// <exception cref="ArgumentException">It is no whiteprint, or was set already.</exception>
    public ConfigMap this[Type whiteprint]
    {
        get => _byWhiteprint.GetValueOrDefault(whiteprint, ConfigMap.Empty);
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!whiteprint.IsSubclassOf(typeof(Whiteprint)))
                throw new ArgumentException($"{whiteprint.Name} is no whiteprint.", nameof(whiteprint));
            if (!_byWhiteprint.TryAdd(whiteprint, value))
                throw new ArgumentException($"The whiteprint {whiteprint.Name} stands twice in one config.", nameof(whiteprint));
        }
    }

    /// <summary>Config for the step of an alias, or for the steps of a whiteprint by its name. While the object is made, it is set.</summary>
    /// <param name="name">The alias, else the whiteprint's name.</param>
    /// <returns>The config; an empty one where none was set.</returns>
    /// <exception cref="ArgumentException">It is empty, or was set already.</exception>
    public ConfigMap this[string name]
    {
        get => _byName.GetValueOrDefault(name, ConfigMap.Empty);
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            ArgumentNullException.ThrowIfNull(value);
            if (!_byName.TryAdd(name, value))
                throw new ArgumentException($"The name '{name}' stands twice in one config.", nameof(name));
        }
    }

    /// <summary>Reads it from a file: JSON, TOML or YAML, by the file's ending.</summary>
    /// <param name="path">The file. Paths in it start at its folder.</param>
    /// <returns>
    /// The config. Keys at the root are whiteprints' names and aliases, beside <c>hosts</c> (a map of host to the same) and <c>groups</c> (a map of
    /// group to the same and <c>hosts</c>, the list of the hosts in it).
    /// </returns>
    /// <exception cref="ConfigurationException">The file cannot be read, or says something else.</exception>
    public static SiteConfig FromFile(string path) => SiteConfigFile.Read(path);

    /// <summary>
    /// Reads it from environment variables: <c>MARCHITECT_NGINX__WORKERS=4</c> sets <c>workers</c> of the whiteprint or alias <c>nginx</c>; two
    /// underlines stand before each key, and capitals do not count. What the text means, the whiteprint's schema says.
    /// </summary>
    /// <returns>The config.</returns>
    public static SiteConfig FromEnvironment() => new() { Settings = [.. Setting.FromEnvironment()] };

    /// <summary>Reads it from settings as they stand on a command line: <c>nginx.workers=4</c>. What the text means, the whiteprint's schema says.</summary>
    /// <param name="settings">The settings, later ones over earlier.</param>
    /// <returns>The config.</returns>
    /// <exception cref="ConfigurationException">One has no name or no value.</exception>
    public static SiteConfig FromSettings(IEnumerable<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new() { Settings = [.. settings.Select(Setting.Parse)] };
    }

    /// <summary>This config with another one over it.</summary>
    /// <param name="upper">The other.</param>
    /// <returns>Both. Settings of the environment and of a command line stay above all others, in this order.</returns>
    public SiteConfig With(SiteConfig upper)
    {
        ArgumentNullException.ThrowIfNull(upper);
        return new() { Over = [.. Parts, .. upper.Parts] };
    }

    /// <summary>Its layers for a step on a host: by whiteprint, over it by alias, and over them what is set one by one.</summary>
    /// <param name="step">The step.</param>
    /// <param name="whiteprint">The name of its whiteprint.</param>
    /// <param name="schema">What its config may hold; null for anything.</param>
    /// <param name="host">The host; null for what is set for all.</param>
    /// <param name="origin">Where it comes from, in words.</param>
    internal IEnumerable<ConfigLayer> LayersFor(Step step, string whiteprint, ConfigSchema? schema, string? host, string origin)
    {
        foreach (var (scope, config) in Scopes(host, origin))
        {
            yield return new($"{scope}, by whiteprint {step.Whiteprint.Name}", config[step.Whiteprint]);
            if (whiteprint != step.Alias)
                yield return new($"{scope}, by whiteprint {step.Whiteprint.Name}", config[whiteprint]);
        }
        if (step.Alias is not null)
        {
            foreach (var (scope, config) in Scopes(host, origin))
                yield return new($"{scope}, by alias '{step.Alias}'", config[step.Alias]);
        }
        string[] names = step.Alias is null || step.Alias == whiteprint ? [whiteprint] : [whiteprint, step.Alias];
        foreach (var isFromEnvironment in new[] { true, false })
        {
            foreach (var setting in names.SelectMany(name => Parts.SelectMany(part => part.Settings).Where(setting => setting.IsFromEnvironment == isFromEnvironment && setting.Names(name))))
                yield return new(setting.Words, setting.ValueFor(schema));
        }
    }

    private IEnumerable<(string Words, SiteConfig Config)> Scopes(string? host, string origin)
    {
        foreach (var part in Parts)
            yield return (part.Origin ?? origin, part);
        if (host is null)
            yield break;
        foreach (var part in Parts)
        {
            foreach (var (name, group) in part.Groups.Where(group => group.Value.Holds(host)))
                yield return ($"{part.Origin ?? origin}, group {name}", group.Config);
        }
        foreach (var part in Parts)
        {
            foreach (var (name, config) in part.Hosts.Where(entry => HostGroup.IsMatch(entry.Key, host)))
                yield return ($"{part.Origin ?? origin}, host {name}", config);
        }
    }
}
