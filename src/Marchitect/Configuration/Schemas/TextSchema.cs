using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>A text.</summary>
internal sealed record TextSchema : ConfigSchema
{
    public Regex? Pattern { get; init; }

    /// <summary>The pattern as its author wrote it, where that is not what is matched.</summary>
    public string? PatternWords { get; init; }

    /// <summary>What the text is the written form of, with its article, e.g. <c>an IP address</c>; or null for any text.</summary>
    public string? Form { get; init; }

    /// <summary>The name of that form in JSON Schema, or null.</summary>
    public string? JsonFormat { get; init; }

    /// <summary>Whether a text has that form.</summary>
    public Func<string, bool>? IsOfForm { get; init; }

    internal override string Expected =>
        (Form ?? (Bounds is { Least: 1, Most: null } ? "a text that is not empty" : Bounds is { } length ? $"a text of {length.Words("character", "characters")}" : "a text"))
        + (Pattern is null ? "" : $" that matches {PatternWords ?? Pattern.ToString()}");

    private protected override ConfigValue CheckValue(ConfigValue value, ConfigCheck check)
    {
        if (value.Kind != ConfigKind.Text
            || (Bounds is { } length && !length.Holds(value.Text.Length))
            || (IsOfForm is { } isOfForm && !isOfForm(value.Text))
            || (Pattern is not null && !IsMatch(value.Text)))
            check.Unfit(value, this);
        return value;
    }

    internal override ConfigValue? Read(string text) => text;

    private bool IsMatch(string text)
    {
        try
        {
            return Pattern!.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
