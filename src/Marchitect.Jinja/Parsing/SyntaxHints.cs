namespace Marchitect.Jinja;

/// <summary>What to do about the slips that people make who come from other languages.</summary>
internal static class SyntaxHints
{
    private static readonly string[] Statements =
    [
        "for", "if", "block", "extends", "print", "macro", "include", "from", "import", "set", "with", "autoescape", "call", "filter", "raw",
    ];

    /// <summary>A character that no token begins with.</summary>
    public static string? ForCharacter(char c) => c switch
    {
        '&' => "Use 'and' for a logical and.",
        '!' => "Use 'not' for a logical not.",
        '?' => "Write a choice as 'a if test else b'.",
        '#' => "Comments cannot stand within a tag.",
        '"' or '\'' => "Is the string closed?",
        '$' => "Names of variables have no '$'.",
        '^' => "Use '**' for a power.",
        '\u201c' or '\u201d' or '\u2018' or '\u2019' => "Use straight quotes.",
        _ => null,
    };

    /// <summary>A token where another was expected.</summary>
    /// <param name="found">It.</param>
    /// <param name="before">The token before it, if any.</param>
    /// <param name="statement">The statement it stands in, or null.</param>
    public static string? ForToken(Token found, TokenKind? before, string? statement) => found.Kind switch
    {
        TokenKind.Pipe when before == TokenKind.Pipe => "Use 'or' for a logical or.",
        TokenKind.Assign when statement is "if" or "elif" => "Use '==' to compare.",
        TokenKind.Assign when before == TokenKind.Equal => "Use '==' to compare.",
        TokenKind.Assign when statement is null => "Use '==' to compare, or {% set name = value %} to assign.",
        TokenKind.Name when found.Text == "if" && statement == "else" => "Did you mean 'elif'?",
        TokenKind.Modulo when before == TokenKind.LeftBrace => "Tags cannot stand within one another.",
        TokenKind.Name when statement is "endmacro" or "endfor" or "endif" or "endset" or "endcall" => $"'{statement}' takes no name.",
        _ => null,
    };

    /// <summary>A statement that does not exist.</summary>
    /// <param name="name">It.</param>
    /// <param name="expected">The tags that would go on with the statement that is open, or end it.</param>
    public static string? ForStatement(string name, IReadOnlyList<string> expected)
    {
        if (name == "end" && expected.Count > 0)
            return $"Did you mean '{(expected[^1] == "else" ? expected[0] : expected[^1])}'?";
        return name switch
        {
            "elseif" or "elsif" or "elif" when expected.Contains("elif") => "Did you mean 'elif'?",
            "raw" => "'raw' stands alone in its tag.",
            "do" => "The statement 'do' must be switched on: JinjaExtensions.Do.",
            "break" or "continue" => $"The statement '{name}' must be switched on: JinjaExtensions.LoopControls.",
            "while" => "There is no 'while': use 'for' with a range.",
            "unless" => "There is no 'unless': use 'if not'.",
            "case" or "switch" => $"There is no '{name}': use 'if' and 'elif'.",
            "assign" or "let" or "var" => "Use 'set' to assign.",
            "capture" => "Use '{% set name %}...{% endset %}' to capture.",
            "comment" => "Comments are written {# like this #}.",
            "verbatim" => "Did you mean 'raw'?",
            "endverbatim" => "Did you mean 'endraw'?",
            "ifequal" or "ifnotequal" => $"There is no '{name}': compare with 'if'.",
            "empty" => "Use 'else' for a loop without items.",
            "load" or "csrf_token" or "url" or "static" or "now" or "spaceless" or "cycle" => $"'{name}' is a tag of Django, which Jinja2 has not.",
            "trans" or "pluralize" or "endtrans" => $"The statement '{name}' of Jinja2's extension i18n is not supported.",
            // The ends first: 'edif' is as near to 'elif' as to 'endif'.
            _ => Suggestion.For(name, [.. expected.Reverse(), .. Statements]),
        };
    }
}
