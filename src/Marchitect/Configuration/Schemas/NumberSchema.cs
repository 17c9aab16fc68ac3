using System.Globalization;

namespace Marchitect;

/// <summary>A number, with a fraction or without.</summary>
internal sealed record NumberSchema : ConfigSchema
{
    public double? Least { get; init; }

    public double? Most { get; init; }

    /// <summary>Whether the least itself is too little.</summary>
    public bool IsAboveLeast { get; init; }

    /// <summary>Whether the most itself is too much.</summary>
    public bool IsBelowMost { get; init; }

    internal override string Expected
    {
        get
        {
            var least = Least is { } lower ? $"{(IsAboveLeast ? "above" : "from")} {Words(lower)}" : null;
            var most = Most is { } upper ? $"{(IsBelowMost ? "below" : "to")} {Words(upper)}" : null;
            return (least, most) switch
            {
                (null, null) => "a number",
                (not null, null) when !IsAboveLeast => $"a number of at least {Words(Least!.Value)}",
                (null, not null) when !IsBelowMost => $"a number of at most {Words(Most!.Value)}",
                (null, _) => $"a number {most}",
                (_, null) => $"a number {least}",
                _ => $"a number {least} {most}",
            };
        }
    }

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value.Kind is not (ConfigKind.Float or ConfigKind.Integer) || !IsWithin(value.Float))
            check.Unfit(value, this);
        return value;
    }

    internal override ConfigValue? Read(string text)
    {
        if (Integer.Read(text) is { } integer)
            return integer;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    // What is no number is within no bounds.
    private bool IsWithin(double number) =>
        (Least is null || (IsAboveLeast ? number > Least : number >= Least)) && (Most is null || (IsBelowMost ? number < Most : number <= Most));

    private static string Words(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
