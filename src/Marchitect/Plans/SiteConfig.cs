using System.Diagnostics.CodeAnalysis;

namespace Marchitect;

/// <summary>
/// Config for the steps of a plan, by whiteprint or by alias:
/// <c>new() { [typeof(Nginx)] = new() { ["workers"] = 4 }, ["second"] = new() { ["server_name"] = "example.net" } }</c>.
/// </summary>
/// <remarks>
/// What stands under a whiteprint's class is for every step of that very class; two whiteprints of one name are told
/// apart. What stands under an alias is for that step, and counts over what stands under its class.
/// </remarks>
[SuppressMessage("Design", "CA1043:Use Integral Or String Argument For Indexers", Justification = "Classes tell apart what names do not.")]
public sealed class SiteConfig
{
    private readonly Dictionary<Type, ConfigMap> _byWhiteprint = [];
    private readonly OrderedDictionary<string, ConfigMap> _byAlias = [];

    /// <summary>Config for no step.</summary>
    public static SiteConfig Empty { get; } = new();

    internal IReadOnlyList<string> Aliases => _byAlias.Keys;

    /// <summary>Config for the steps of a whiteprint. While the object is made, it is set.</summary>
    /// <param name="whiteprint">The whiteprint's class, e.g. <c>typeof(Nginx)</c>.</param>
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

    /// <summary>Config for the step of an alias. While the object is made, it is set.</summary>
    /// <param name="alias">The alias.</param>
    /// <returns>The config; an empty one where none was set.</returns>
    /// <exception cref="ArgumentException">It is empty, or was set already.</exception>
    public ConfigMap this[string alias]
    {
        get => _byAlias.GetValueOrDefault(alias, ConfigMap.Empty);
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(alias);
            ArgumentNullException.ThrowIfNull(value);
            if (!_byAlias.TryAdd(alias, value))
                throw new ArgumentException($"The alias '{alias}' stands twice in one config.", nameof(alias));
        }
    }

    /// <summary>Its layers for a step: by class, and over it by alias.</summary>
    internal IEnumerable<ConfigLayer> LayersFor(Step step, string name)
    {
        yield return new($"{name}, by whiteprint {step.Whiteprint.Name}", this[step.Whiteprint]);
        if (step.Alias is not null)
            yield return new($"{name}, by alias '{step.Alias}'", this[step.Alias]);
    }
}
