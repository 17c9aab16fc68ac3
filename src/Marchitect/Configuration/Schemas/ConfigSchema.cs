using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>
/// What a config may hold. A whiteprint with a record has the schema of its record; one without may say it in
/// <see cref="Whiteprint.Schema"/>.
/// </summary>
/// <remarks>
/// <code>
/// using static Marchitect.ConfigSchema;
///
/// public override ConfigSchema Schema => new MapSchema
/// {
///     ["server_name"] = Text.Matching("^[a-z0-9.-]+$"),
///     ["workers"] = Integer.Between(1, 64).Or(2),
///     ["protocol"] = OneOf("http", "https"),
///     ["aliases"] = ListOf(Text).Optional(),
///     ["tls"] = new MapSchema { ["port"] = Integer.Or(443), ["key"] = SecretText }.Optional(),
/// };
/// </code>
/// A schema does not change: each method gives another one.
/// </remarks>
public abstract record ConfigSchema
{
    private protected ConfigSchema()
    {
    }

    /// <summary>A text of any length.</summary>
    public static ConfigSchema Text { get; } = new TextSchema();

    /// <summary>An integer of any size.</summary>
    public static ConfigSchema Integer { get; } = new IntegerSchema();

    /// <summary>A number: an integer counts as one.</summary>
    public static ConfigSchema Number { get; } = new NumberSchema();

    /// <summary>True or false.</summary>
    public static ConfigSchema Bool { get; } = new BoolSchema();

    /// <summary>A text that must not be seen; a text that is given becomes one.</summary>
    public static ConfigSchema SecretText { get; } = new SecretSchema();

    /// <summary>Any value but null.</summary>
    public static ConfigSchema Anything { get; } = new AnythingSchema();

    /// <summary>Whether the key may be left out of the map it stands in. <value>Default: false.</value></summary>
    internal bool IsOptional { get; init; }

    /// <summary>What stands where the key is left out; null for nothing.</summary>
    internal ConfigValue? Default { get; init; }

    /// <summary>Whether null is a value. <value>Default: false.</value></summary>
    internal bool AllowsNull { get; init; }

    /// <summary>Whether null takes away what lower layers set. <value>Default: false.</value></summary>
    internal bool NullTakesAway { get; init; }

    /// <summary>For people: what the setting is about, or null.</summary>
    internal string? Description { get; init; }

    /// <summary>Said of a value that is not allowed, in place of what is expected; or null.</summary>
    internal string? Message { get; init; }

    /// <summary>What is to be true of a value beyond its kind, each with what is said where it is not.</summary>
    internal IReadOnlyList<SchemaRule> Rules { get; init; } = [];

    /// <summary>Makes the value that is used of the one that is given; null for no change.</summary>
    internal Func<ConfigValue, ConfigValue>? Conversion { get; init; }

    /// <summary>How many characters or entries there may be; null for any number.</summary>
    internal LengthBounds? Bounds { get; init; }

    /// <summary>What it wants, with its article, e.g. <c>an integer from 1 to 64</c>.</summary>
    internal abstract string Expected { get; }

    /// <summary>A list whose items are of one schema.</summary>
    /// <param name="item">The schema of each item.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema ListOf(ConfigSchema item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ListSchema(item);
    }

    /// <summary>A map with any keys whose values are of one schema; for a map of given keys, see <see cref="MapSchema"/>.</summary>
    /// <param name="value">The schema of each value.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema MapOf(ConfigSchema value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new MapOfSchema(value);
    }

    /// <summary>One of some values.</summary>
    /// <param name="values">The values, e.g. texts.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static ConfigSchema OneOf(params IReadOnlyList<ConfigValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count > 0 ? new OneOfSchema([.. values]) : throw new ArgumentException("There is no value to be one of.", nameof(values));
    }

    /// <summary>A value that fits one of several schemas; the first that fits counts.</summary>
    /// <param name="schemas">The schemas.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static ConfigSchema AnyOf(params IReadOnlyList<ConfigSchema> schemas)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        return schemas.Count > 0 ? new AnyOfSchema([.. schemas]) : throw new ArgumentException("There is no schema to fit.", nameof(schemas));
    }

    /// <summary>The key may be left out.</summary>
    /// <returns>The schema.</returns>
    public ConfigSchema Optional() => this with { IsOptional = true };

    /// <summary>The key may be left out, and then has this value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The schema.</returns>
    public ConfigSchema Or(ConfigValue value) => this with { IsOptional = true, Default = value ?? ConfigValue.Null };

    /// <summary>Null is a value as well.</summary>
    /// <returns>The schema.</returns>
    public ConfigSchema OrNull() => this with { AllowsNull = true };

    /// <summary>Null takes away what layers below set: an entry of a <see cref="MapOf"/> is gone then, any other key has its default.</summary>
    /// <returns>The schema.</returns>
    public ConfigSchema NullRemoves() => this with { NullTakesAway = true };

    /// <summary>A number within bounds, both included.</summary>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="InvalidOperationException">This is no schema of numbers.</exception>
    public ConfigSchema Between(long least, long most) =>
        this is IntegerSchema or NumberSchema ? AtLeast(least).AtMost(most) : throw Unfit("numbers");

    /// <summary>A number of at least so much, or a text, list or map of at least so many characters (UTF-16 code units) or entries.</summary>
    /// <param name="least">The least.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="InvalidOperationException">This is a schema of something else.</exception>
    public ConfigSchema AtLeast(long least) => this switch
    {
        IntegerSchema integer => integer with { Least = least },
        NumberSchema number => number with { Least = least },
        TextSchema or ListSchema or MapOfSchema => this with { Bounds = new(checked((int)least), Bounds?.Most) },
        _ => throw Unfit("numbers, texts, lists and maps"),
    };

    /// <summary>A number of at most so much, or a text, list or map of at most so many characters (UTF-16 code units) or entries.</summary>
    /// <param name="most">The most.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="InvalidOperationException">This is a schema of something else.</exception>
    public ConfigSchema AtMost(long most) => this switch
    {
        IntegerSchema integer => integer with { Most = most },
        NumberSchema number => number with { Most = most },
        TextSchema or ListSchema or MapOfSchema => this with { Bounds = new(Bounds?.Least ?? 0, checked((int)most)) },
        _ => throw Unfit("numbers, texts, lists and maps"),
    };

    /// <summary>A number within bounds, both included.</summary>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="InvalidOperationException">This is no schema of numbers with a fraction.</exception>
    public ConfigSchema Between(double least, double most) =>
        this is NumberSchema number ? number with { Least = least, Most = most } : throw Unfit("numbers with a fraction");

    /// <summary>A text of some characters (UTF-16 code units), or a list or map of some entries; both bounds included.</summary>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="InvalidOperationException">This is a schema of something else.</exception>
    public ConfigSchema Length(int least, int most) =>
        this is TextSchema or ListSchema or MapOfSchema ? this with { Bounds = new(least, most) } : throw Unfit("texts, lists and maps");

    /// <summary>A text that matches a regular expression, somewhere unless <c>^</c> and <c>$</c> stand in it.</summary>
    /// <param name="pattern">The expression, as .NET reads it.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="InvalidOperationException">This is no schema of texts.</exception>
    public ConfigSchema Matching(string pattern) => this is TextSchema text
        // A pattern of a user's own and a config of a user's own: yet a slip in one must not hang the run.
        ? text with { Pattern = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) }
        : throw Unfit("texts");

    /// <summary>A value for which something is true.</summary>
    /// <param name="isRight">Whether it is true; asked only of values that fit otherwise.</param>
    /// <param name="message">What is said of a value for which it is not, after its path, e.g. <c>must be even</c>.</param>
    /// <returns>The schema.</returns>
    public ConfigSchema Where(Func<ConfigValue, bool> isRight, string message)
    {
        ArgumentNullException.ThrowIfNull(isRight);
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        return this with { Rules = [.. Rules, new(isRight, message)] };
    }

    /// <summary>A value that is turned into another one: that is what the config then holds.</summary>
    /// <param name="convert">
    /// Makes the other; called with values that fit otherwise. A <see cref="FormatException"/> or <see cref="ArgumentException"/> says that it cannot be
    /// made, and its message why.
    /// </param>
    /// <returns>The schema.</returns>
    public ConfigSchema Convert(Func<ConfigValue, ConfigValue> convert)
    {
        ArgumentNullException.ThrowIfNull(convert);
        return this with { Conversion = Conversion is { } before ? value => convert(before(value)) : convert };
    }

    /// <summary>Says what the setting is about; it stands in the JSON Schema, and editors show it.</summary>
    /// <param name="description">A sentence.</param>
    /// <returns>The schema.</returns>
    public ConfigSchema Described(string description) => this with { Description = description };

    /// <summary>Says something else of a value that does not fit than what is expected.</summary>
    /// <param name="message">It, after the value's path, e.g. <c>must be the name of a host</c>.</param>
    /// <returns>The schema.</returns>
    public ConfigSchema Saying(string message) => this with { Message = message };

    /// <summary>Looks whether a value fits.</summary>
    /// <param name="value">The value, in its place.</param>
    /// <param name="check">Takes what is wrong.</param>
    /// <returns>The value that is used: defaults filled in, conversions made. Where something is wrong, what it is does not matter.</returns>
    internal ConfigValue Check(ConfigValue value, ConfigCheck check)
    {
        if (value.IsNull)
        {
            if (!AllowsNull)
                check.Unfit(value, this);
            return value;
        }
        var before = check.Count;
        var result = CheckValue(value, check);
        if (check.Count > before)
            return result;
        foreach (var rule in Rules.Where(rule => !rule.IsRight(value)))
            check.Wrong(value, this, rule.Message);
        return Conversion is null || check.Count > before ? result : Converted(result, check);
    }

    /// <summary>Looks whether a value that is not null is of this kind, and whether what it holds fits.</summary>
    private protected abstract ConfigValue CheckValue(ConfigValue value, ConfigCheck check);

    /// <summary>The value that a text stands for where it is given on a command line or in an environment variable; null where it stands for none.</summary>
    internal virtual ConfigValue? Read(string text) => null;

    /// <summary>The schema of an entry or an item, or null where there is none of that key.</summary>
    internal virtual ConfigSchema? Entry(string key) => null;

    private ConfigValue Converted(ConfigValue value, ConfigCheck check)
    {
        try
        {
            return value.Place is { } place ? Conversion!(value).PlacedAt(place.Path, place.Source) : Conversion!(value);
        }
        catch (Exception unfit) when (unfit is FormatException or ArgumentException or OverflowException)
        {
            check.Wrong(value, this, $"is not right: {unfit.Message}");
            return value;
        }
    }

    private InvalidOperationException Unfit(string kinds) => new($"That can be said of {kinds}, not of {Expected}.");
}
