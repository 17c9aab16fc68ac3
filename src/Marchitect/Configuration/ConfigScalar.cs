using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Marchitect;

/// <summary>A value that holds no others.</summary>
internal sealed class ConfigScalar(ConfigKind kind, object? value, ConfigPlace? place = null) : ConfigValue(place)
{
    private readonly object? _value = value;

    public override ConfigKind Kind { get; } = kind;

    public override bool Bool => _value is bool yes ? yes : base.Bool;

    public override BigInteger BigInteger => _value is BigInteger number ? number : base.BigInteger;

    public override double Float => _value switch
    {
        double number => number,
        BigInteger number => (double)number,
        _ => base.Float,
    };

    public override string Text => _value switch
    {
        string text => text,
        Secret secret => secret.Reveal(),
        _ => base.Text,
    };

    public override Secret Secret => _value switch
    {
        Secret secret => secret,
        string text => Marchitect.Secret.Of(text),
        _ => base.Secret,
    };

    public override bool Equals(ConfigValue? other) => other is ConfigScalar scalar && Equals(_value, scalar._value);

    public override int GetHashCode() => _value?.GetHashCode() ?? 0;

    public override string ToString() => _value switch
    {
        null => "null",
        bool yes => yes ? "true" : "false",
        string text => $"\"{JsonEncodedText.Encode(text)}\"",
        Marchitect.Secret secret => secret.ToString(),
        double number => OfFloat(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    internal override ConfigValue PlacedAt(string path, ConfigSource source) =>
        new ConfigScalar(Kind, _value, new(path, SourceWithin(source)));

    internal override ConfigValue At(ConfigPlace place) => new ConfigScalar(Kind, _value, place);

    private static string OfFloat(double number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        // .NET writes 1.0 as 1, and 1e16 as 10000000000000000: integers.
        return double.IsFinite(number) && !text.AsSpan().ContainsAny('.', 'E') ? text + ".0" : text;
    }
}
