namespace Marchitect.Generators;

/// <summary>How values of a type are checked, read and written, as C#.</summary>
internal sealed record TypeCode
{
    private const string S = "global::Marchitect.ConfigSchema";

    /// <summary>The schema.</summary>
    public string Schema { get; init; } = "";

    /// <summary>Makes the value of an expression that is a config value.</summary>
    public Func<string, string> Read { get; init; } = static value => value;

    /// <summary>Makes a config value of an expression of the type.</summary>
    public Func<string, string> Write { get; init; } = static value => value;

    /// <summary>Asks what an expression of the type says of itself, at a place; null where nothing in it does.</summary>
    public Func<string, string, int, string>? Validate { get; init; }

    /// <summary>What can be said of its values.</summary>
    public ValueShape Shape { get; init; }

    public static TypeCode Of(string schema, string read, ValueShape shape = ValueShape.Other) =>
        new() { Schema = $"{S}.{schema}", Read = value => string.Format(read, value), Write = static value => $"(global::Marchitect.ConfigValue){value}", Shape = shape };
}
