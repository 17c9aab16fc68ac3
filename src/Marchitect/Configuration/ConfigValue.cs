using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Marchitect;

/// <summary>
/// A value in a config: null, bool, integer, float, text, list or map. Bools, numbers and texts become one by themselves, and a
/// collection expression becomes a list: <c>["aliases"] = ["a", "b"]</c>.
/// </summary>
/// <remarks>
/// It is read as the kind it should be, <c>Config["tls"]["port"].Integer</c>; where it is of another kind, the error
/// tells its path, both kinds and who set it. Values are equal where their contents are, whoever set them.
/// </remarks>
[CollectionBuilder(typeof(ConfigValue), nameof(ListOf))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a list only where it holds one.")]
[SuppressMessage("Design", "CA1065:Do not raise exceptions in unexpected locations", Justification = "Reading a value as a kind claims that kind.")]
public abstract class ConfigValue : IEquatable<ConfigValue>, ISecretHolder
{
    private protected ConfigValue(ConfigPlace? place) => Place = place;

    /// <summary>The value null.</summary>
    public static ConfigValue Null { get; } = new ConfigScalar(ConfigKind.Null, null);

    /// <summary>What kind of value it is.</summary>
    public abstract ConfigKind Kind { get; }

    /// <summary>Its path in the merged config, e.g. <c>tls.port</c>; null for a value that was not merged.</summary>
    public string? Path => Place?.Path;

    /// <summary>Who set it; null for a value that was not merged.</summary>
    public ConfigSource? Source => Place?.Source;

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Kind == ConfigKind.Null;

    /// <summary>The bool.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual bool Bool => throw NotA(ConfigKind.Bool);

    /// <summary>The integer.</summary>
    /// <exception cref="ConfigurationException">It is of another kind, or has more than 64 bits.</exception>
    public long Integer => BigInteger is var number && number >= long.MinValue && number <= long.MaxValue
        ? (long)number
        : throw new ConfigurationException($"{Name} should be an integer of at most 64 bits, but is larger.", Path, Source);

    /// <summary>The integer, whatever its size.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual BigInteger BigInteger => throw NotA(ConfigKind.Integer);

    /// <summary>The float, or the integer as a float.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual double Float => throw NotA(ConfigKind.Float);

    /// <summary>The text, also of a secret. A number is no text.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual string Text => throw NotA(ConfigKind.Text);

    /// <summary>The secret; a text is taken for one.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual Secret Secret => throw NotA(ConfigKind.Secret);

    /// <summary>The items of the list.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual IReadOnlyList<ConfigValue> List => throw NotA(ConfigKind.List);

    /// <summary>The map.</summary>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public virtual ConfigMap Map => throw NotA(ConfigKind.Map);

    internal ConfigPlace? Place { get; }

    /// <summary>The secrets among this value and all below it, in order.</summary>
    internal IEnumerable<ConfigValue> Secrets => Kind switch
    {
        ConfigKind.Secret => [this],
        ConfigKind.List => List.SelectMany(item => item.Secrets),
        ConfigKind.Map => Map.Entries.SelectMany(entry => entry.Value.Secrets),
        _ => [],
    };

    /// <summary>The texts of those that are known by now.</summary>
    internal IEnumerable<string> SecretTexts => Secrets.Select(value => value.Secret).Where(secret => secret.IsResolved).Select(secret => secret.Reveal());

    bool ISecretHolder.HoldsSecret => Secrets.Any();

    private string Name => Path switch
    {
        null => "a config value",
        "" => "the config",
        _ => $"config '{Path}'",
    };

    /// <summary>The entry of a map.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ConfigurationException">This is no map, or it has no such key.</exception>
    public ConfigValue this[string key] => Map.Get(key);

    /// <summary>The item of a list.</summary>
    /// <param name="index">Its position, from 0.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ConfigurationException">This is no list, or it is shorter.</exception>
    public ConfigValue this[int index] => List is var items && index >= 0 && index < items.Count
        ? items[index]
        : throw new ConfigurationException($"{Name} should have an item [{index}], but has {items.Count} items.", Path, Source);

    /// <summary>A bool.</summary>
    /// <param name="value">It.</param>
    public static implicit operator ConfigValue(bool value) => new ConfigScalar(ConfigKind.Bool, value);

    /// <summary>An integer.</summary>
    /// <param name="value">It.</param>
    public static implicit operator ConfigValue(int value) => new ConfigScalar(ConfigKind.Integer, new BigInteger(value));

    /// <summary>An integer.</summary>
    /// <param name="value">It.</param>
    public static implicit operator ConfigValue(long value) => new ConfigScalar(ConfigKind.Integer, new BigInteger(value));

    /// <summary>An integer of any size.</summary>
    /// <param name="value">It.</param>
    public static implicit operator ConfigValue(BigInteger value) => new ConfigScalar(ConfigKind.Integer, value);

    /// <summary>A float.</summary>
    /// <param name="value">It.</param>
    public static implicit operator ConfigValue(double value) => new ConfigScalar(ConfigKind.Float, value);

    /// <summary>A text.</summary>
    /// <param name="value">It; null becomes the value null.</param>
    public static implicit operator ConfigValue(string? value) => value is null ? Null : new ConfigScalar(ConfigKind.Text, value);

    /// <summary>A secret.</summary>
    /// <param name="value">It; null becomes the value null.</param>
    public static implicit operator ConfigValue(Secret? value) => value is null ? Null : new ConfigScalar(ConfigKind.Secret, value);

    /// <summary>A list; called by the compiler for a collection expression.</summary>
    /// <param name="items">Its items.</param>
    /// <returns>The list.</returns>
    public static ConfigValue ListOf(ReadOnlySpan<ConfigValue> items) => new ConfigList([.. items]);

    /// <summary>The items of the list, one after another.</summary>
    /// <returns>An enumerator.</returns>
    /// <exception cref="ConfigurationException">It is of another kind.</exception>
    public IEnumerator<ConfigValue> GetEnumerator() => List.GetEnumerator();

    /// <summary>Whether the contents are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True where kinds and contents are.</returns>
    public abstract bool Equals(ConfigValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as ConfigValue);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value in the way of JSON.</summary>
    /// <returns>The text.</returns>
    public abstract override string ToString();

    /// <summary>Who set it, as far as it knows, and else as a wider place does: a value from a file knows the file, and not the layer that the file became.</summary>
    private protected ConfigSource SourceWithin(ConfigSource wider) => Source switch
    {
        null => wider,
        { Layer: "" } own => own with { Layer = wider.Layer },
        var own => own,
    };

    /// <summary>This value and all below it, each knowing its place; values that know who set them keep that.</summary>
    internal abstract ConfigValue PlacedAt(string path, ConfigSource source);

    /// <summary>This value at a place of its own; what is below it stays where it is.</summary>
    internal abstract ConfigValue At(ConfigPlace place);

    // The value itself is not told: it may be a secret.
    private ConfigurationException NotA(ConfigKind expected) =>
        new($"{Name} should be {ConfigKindText.Of(expected)}, but is {ConfigKindText.Of(Kind)}.", Path, Source);
}
