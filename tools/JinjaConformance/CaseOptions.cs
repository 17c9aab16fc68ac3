using System.Text.Json;

namespace Marchitect.Jinja.Conformance;

/// <summary>The options of Jinja2's <c>Environment</c>, by its names, as ours.</summary>
internal static class CaseOptions
{
    /// <summary>Reads them; what has no meaning for the outcome (<c>cache_size</c>, <c>optimized</c>) is passed over.</summary>
    /// <exception cref="NotSupportedException">An option has a value that the engine knows nothing of.</exception>
    public static JinjaOptions Read(JsonElement json)
    {
        var options = JinjaOptions.Default;
        foreach (var option in json.EnumerateObject())
            options = With(options, option.Name, option.Value);
        return options;
    }

    private static JinjaOptions With(JinjaOptions options, string name, JsonElement value) => name switch
    {
        "block_start_string" => options with { BlockStart = Text(name, value) },
        "block_end_string" => options with { BlockEnd = Text(name, value) },
        "variable_start_string" => options with { VariableStart = Text(name, value) },
        "variable_end_string" => options with { VariableEnd = Text(name, value) },
        "comment_start_string" => options with { CommentStart = Text(name, value) },
        "comment_end_string" => options with { CommentEnd = Text(name, value) },
        "line_statement_prefix" => options with { LineStatementPrefix = TextOrNull(name, value) },
        "line_comment_prefix" => options with { LineCommentPrefix = TextOrNull(name, value) },
        "trim_blocks" => options with { TrimBlocks = Bool(name, value) },
        "lstrip_blocks" => options with { LstripBlocks = Bool(name, value) },
        "keep_trailing_newline" => options with { KeepTrailingNewline = Bool(name, value) },
        "newline_sequence" => options with { NewlineSequence = Text(name, value) },
        "autoescape" => options with { Autoescape = Bool(name, value) ? static _ => true : static _ => false },
        "extensions" => options with { Extensions = Extensions(value) },
        "undefined" => options with { Undefined = Undefined(Text(name, value)) },
        _ => options,
    };

    private static JinjaExtensions Extensions(JsonElement value)
    {
        // A single name is a list of one.
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(name => Text("extensions", name)) : [Text("extensions", value)];
        return names.Aggregate(JinjaExtensions.None, (all, name) => all | Extension(name));
    }

    private static JinjaExtensions Extension(string name) => LastPart(name) switch
    {
        "do" or "ExprStmtExtension" => JinjaExtensions.Do,
        "loopcontrols" or "LoopControlExtension" => JinjaExtensions.LoopControls,
        "ansible" => JinjaExtensions.Ansible,
        _ => throw new NotSupportedException($"there is no extension '{name}'"),
    };

    private static UndefinedPolicy Undefined(string name) => LastPart(name) switch
    {
        "MostlyStrictUndefined" or "mostly_strict" or "tested" => UndefinedPolicy.Tested,
        "Undefined" or "undefined" or "default" or "lenient" => UndefinedPolicy.Lenient,
        "ChainableUndefined" or "chainable" => UndefinedPolicy.Chainable,
        "StrictUndefined" or "strict" => UndefinedPolicy.Strict,
        _ => throw new NotSupportedException($"there is no kind of undefined '{name}'"),
    };

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Text(string name, JsonElement value) => TextOrNull(name, value) ?? throw Unfit(name, value);

    private static string? TextOrNull(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw Unfit(name, value),
    };

    private static bool Bool(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unfit(name, value),
    };

    private static NotSupportedException Unfit(string name, JsonElement value) => new($"the option '{name}' cannot be {value.GetRawText()}");
}
