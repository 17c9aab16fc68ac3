namespace Marchitect.Jinja;

/// <summary>A word of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="End">The offset behind it.</param>
/// <param name="Value">The text of data, names and strings (without quotes and escapes), the number of numbers.</param>
internal readonly record struct Token(TokenKind Kind, Position Position, int End, Value Value)
{
    /// <summary>The text of data, a name or a string; empty for the rest.</summary>
    public string Text => Value.TextOrNull ?? "";

    /// <summary>Whether it is this name.</summary>
    public bool Is(string name) => Kind == TokenKind.Name && Text == name;
}
