using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Numerics;

namespace Marchitect;

/// <summary>Conversions between config values and types that a config does not have. Called by what the source generator writes; not for other code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConfigReading
{
    /// <summary>A text that is the written form of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="form">The form in words with its article, e.g. <c>an IP address</c>.</param>
    /// <param name="jsonFormat">Its name in JSON Schema, or null.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema TextOf<T>(string form, string? jsonFormat)
        where T : IParsable<T> =>
        new TextSchema { Form = form, JsonFormat = jsonFormat, IsOfForm = static text => T.TryParse(text, CultureInfo.InvariantCulture, out _) };

    private static TextSchema TextOf(string form, string? jsonFormat, Func<string, bool> isOfForm) =>
        new TextSchema { Form = form, JsonFormat = jsonFormat, IsOfForm = isOfForm };

    /// <summary>A list in which nothing stands twice.</summary>
    /// <param name="item">The schema of each item.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema SetOf(ConfigSchema item) => new ListSchema(item) { IsSet = true };

    /// <summary>An integer that its type can hold.</summary>
    /// <param name="least">The least that it can.</param>
    /// <param name="most">The most.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema Integer(BigInteger least, BigInteger most) => new IntegerSchema { TypeLeast = least, TypeMost = most };

    /// <summary>The schema of a member as that of a key.</summary>
    /// <param name="schema">The schema of its type and its attributes.</param>
    /// <param name="isRequired">Whether null is refused although the type has it.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema Setting(ConfigSchema schema, bool isRequired)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return isRequired ? schema with { AllowsNull = false } : schema;
    }

    /// <summary>The values of members, those left out that are null and may not be.</summary>
    /// <param name="values">The values by key.</param>
    /// <returns>The map.</returns>
    public static ConfigMap Defaults(IEnumerable<KeyValuePair<string, ConfigValue?>> values) =>
        ConfigMap.Of(values.Where(value => value.Value is not null).Select(value => KeyValuePair.Create(value.Key, value.Value!)));

    /// <summary>A text that matches a regular expression from its beginning to its end.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="pattern">The expression.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema MatchingWhole(this ConfigSchema schema, string pattern)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.Matching($"\\A(?:{pattern})\\z") is TextSchema text ? text with { PatternWords = pattern } : schema;
    }

    /// <summary>A value that is none of some.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="values">Those.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema Except(this ConfigSchema schema, params IReadOnlyList<ConfigValue> values)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.Where(value => !values.Contains(value), $"must not be {string.Join(" or ", values)}");
    }

    /// <summary>A value that is one of some.</summary>
    /// <param name="schema">The schema, which those have to fit as well.</param>
    /// <param name="values">Those.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema Only(this ConfigSchema schema, params IReadOnlyList<ConfigValue> values)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var fitting = values.Where(value => Fits(schema, value)).ToList();
        return new OneOfSchema(fitting.Count > 0 ? fitting : values)
        {
            AllowsNull = schema.AllowsNull,
            NullTakesAway = schema.NullTakesAway,
            Rules = schema.Rules,
            Message = schema.Message,
        };

        static bool Fits(ConfigSchema schema, ConfigValue value)
        {
            var check = new ConfigCheck();
            schema.Check(value, check);
            return check.Count == 0;
        }
    }

    /// <summary>A number within bounds of which some may not be included.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="least">The least.</param>
    /// <param name="isAboveLeast">Whether the least itself is too little.</param>
    /// <param name="most">The most.</param>
    /// <param name="isBelowMost">Whether the most itself is too much.</param>
    /// <returns>The schema.</returns>
    public static ConfigSchema Within(this ConfigSchema schema, double least, bool isAboveLeast, double most, bool isBelowMost) => schema switch
    {
        NumberSchema number => number with { Least = least, IsAboveLeast = isAboveLeast, Most = most, IsBelowMost = isBelowMost },
        IntegerSchema integer => integer with
        {
            Least = Whole(isAboveLeast ? Math.Floor(least) + 1 : Math.Ceiling(least)),
            Most = Whole(isBelowMost ? Math.Ceiling(most) - 1 : Math.Floor(most)),
        },
        _ => throw new InvalidOperationException($"That can be said of numbers, not of {Checked(schema).Expected}."),
    };

    // Infinity is no bound.
    private static BigInteger? Whole(double number) => double.IsFinite(number) ? new BigInteger(number) : null;

    /// <summary>Reads a text that was checked.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="value">The text.</param>
    /// <returns>What it stands for.</returns>
    public static T Parse<T>(ConfigValue value)
        where T : IParsable<T> =>
        // A time that says its zone keeps it, wherever this is run.
        typeof(T) == typeof(DateTime)
            ? (T)(object)DateTime.Parse(Checked(value).Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : T.Parse(Checked(value).Text, CultureInfo.InvariantCulture);

    /// <summary>A text for a value of a type.</summary>
    /// <param name="value">The value, or null.</param>
    /// <returns>The text.</returns>
    public static ConfigValue Write(object? value) => value switch
    {
        null => ConfigValue.Null,
        // Other forms of them leave out seconds or the zone.
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A number as it is written: 0.1 is 0.1, and not what a double says more exactly.</summary>
    /// <param name="value">The number.</param>
    /// <returns>It.</returns>
    public static ConfigValue Number(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A map of entries.</summary>
    /// <param name="entries">The entries; null becomes the value null.</param>
    /// <returns>The map.</returns>
    public static ConfigValue MapOf(IEnumerable<KeyValuePair<string, ConfigValue>>? entries) => entries is null ? ConfigValue.Null : ConfigMap.Of(entries);

    /// <summary>A list of items.</summary>
    /// <param name="items">The items; null becomes the value null.</param>
    /// <returns>The list.</returns>
    public static ConfigValue ListOf(IEnumerable<ConfigValue>? items) => items is null ? ConfigValue.Null : new ConfigList([.. items]);

    /// <summary>A number as it is kept exactly.</summary>
    /// <param name="value">The number.</param>
    /// <returns>It.</returns>
    public static decimal Decimal(ConfigValue value) => Checked(value).Kind == ConfigKind.Integer ? (decimal)value.BigInteger : (decimal)value.Float;

    /// <summary>A number that is kept exactly.</summary>
    /// <returns>The schema.</returns>
    public static ConfigSchema DecimalSchema() =>
        new NumberSchema().Where(static value => Math.Abs(value.Float) < (double)decimal.MaxValue, "must be a number that is kept exactly, of at most 28 digits before the point");

    /// <summary>The duration that a text says.</summary>
    /// <param name="value">The text.</param>
    /// <returns>It.</returns>
    public static TimeSpan Duration(ConfigValue value) => DurationText.Read(Checked(value).Text) ?? throw new FormatException("It is no duration.");

    /// <summary>A text for a duration.</summary>
    /// <param name="value">The duration.</param>
    /// <returns>The text.</returns>
    public static ConfigValue Write(TimeSpan value) => DurationText.Write(value);

    /// <summary>A text that says a duration.</summary>
    /// <returns>The schema.</returns>
    public static ConfigSchema DurationSchema() => TextOf("a duration such as 30s, 5min or 1h30min", null, static text => DurationText.Read(text) is not null);

    /// <summary>The version that a text says.</summary>
    /// <param name="value">The text.</param>
    /// <returns>It.</returns>
    public static Version Version(ConfigValue value) => System.Version.Parse(Checked(value).Text);

    /// <summary>A text that says a version.</summary>
    /// <returns>The schema.</returns>
    public static ConfigSchema VersionSchema() => TextOf("a version such as 1.2.3", null, static text => System.Version.TryParse(text, out _));

    /// <summary>The address with a port that a text says.</summary>
    /// <param name="value">The text.</param>
    /// <returns>It.</returns>
    public static IPEndPoint EndPoint(ConfigValue value) => IPEndPoint.Parse(Checked(value).Text);

    /// <summary>A text that says an address with a port.</summary>
    /// <returns>The schema.</returns>
    public static ConfigSchema EndPointSchema() => TextOf("an IP address with a port, such as 10.0.0.1:443", null, static text => IPEndPoint.TryParse(text, out _));

    /// <summary>The permission bits that a text says.</summary>
    /// <param name="value">The text.</param>
    /// <returns>It.</returns>
    public static Permissions Permissions(ConfigValue value) => Marchitect.Permissions.Parse(Checked(value).Text);

    /// <summary>A text that says permission bits.</summary>
    /// <returns>The schema.</returns>
    public static ConfigSchema PermissionsSchema() =>
        TextOf("permissions in octal digits such as \"0644\"", null, static text => text.Length is >= 3 and <= 5 && text.All(c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) <= 0xFFF);

    /// <summary>The address that a text says.</summary>
    /// <param name="value">The text.</param>
    /// <returns>It.</returns>
    public static Uri Address(ConfigValue value) => new(Checked(value).Text, UriKind.Absolute);

    /// <summary>A text that says an address.</summary>
    /// <returns>The schema.</returns>
    public static ConfigSchema AddressSchema() => TextOf(
        "an absolute URI such as https://example.org/", "uri",
        // A path from the root reads as the address of a file.
        static text => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal));

    private static T Checked<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
