using System.Globalization;
using System.Numerics;

namespace Marchitect;

/// <summary>An integer.</summary>
internal sealed record IntegerSchema : ConfigSchema
{
    public BigInteger? Least { get; init; }

    public BigInteger? Most { get; init; }

    /// <summary>The least that the type of the member can hold: told only of what it cannot.</summary>
    public BigInteger? TypeLeast { get; init; }

    /// <summary>The most that it can hold.</summary>
    public BigInteger? TypeMost { get; init; }

    internal override string Expected => (Least, Most) switch
    {
        (null, null) => "an integer",
        ({ } least, null) => $"an integer of at least {least}",
        (null, { } most) => $"an integer of at most {most}",
        ({ } least, { } most) => $"an integer from {least} to {most}",
    };

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value.Kind != ConfigKind.Integer || value.BigInteger < Least || value.BigInteger > Most)
            check.Unfit(value, this);
        else if (value.BigInteger < TypeLeast || value.BigInteger > TypeMost)
            check.Unfit(value, this with { Least = TypeLeast, Most = TypeMost });
        return value;
    }

    internal override ConfigValue? Read(string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
