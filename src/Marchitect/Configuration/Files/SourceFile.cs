using System.Globalization;

namespace Marchitect;

/// <summary>The file that a config is read from: makes the places of its values and the errors about it.</summary>
/// <param name="Path">The path as the user gave it.</param>
internal sealed record SourceFile(string Path)
{
    /// <summary>How deep maps and lists may be nested. Whatever walks a config calls itself for each level, and the stack is finite.</summary>
    public const int MaxDepth = 64;

    /// <summary>The place of a value. The layer's name is left for whoever merges the file.</summary>
    public ConfigPlace At(int line) => new("", new("", Path, line));

    public ConfigurationException Wrong(string what, int? line = null, string? remedy = null) =>
        new(what, setBy: new("", Path, line), remedy: remedy);

    public ConfigurationException NotValid(string format, string message, int line, long column) =>
        Wrong(string.Create(CultureInfo.InvariantCulture, $"this is not valid {format} at column {column}: {message}"), line);

    public ConfigurationException Duplicate(string key, int line, int? firstLine) =>
        Wrong($"the key '{key}' stands twice in one map{(firstLine is { } first ? $", first in line {first}" : "")}.", line, "Take one of the two away.");

    public ConfigurationException TooDeep(int? line) =>
        Wrong($"maps and lists are nested deeper than {MaxDepth} levels.", line, "Make the config flatter.");

    /// <summary>The float that was written as <paramref name="text"/> with digits.</summary>
    public double Float(string text, int line)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        // Infinity is a value one can write, but none that a slip in an exponent should make.
        return double.IsFinite(number) ? number : throw Wrong("the number is too large for a float (1.8e308 at most).", line);
    }
}
