namespace Marchitect.Jinja;

/// <summary>How templates of an environment are read and rendered. The defaults are Jinja2's, but for <see cref="Undefined"/>.</summary>
public sealed record JinjaOptions
{
    /// <summary>The options that hold where nothing else is said.</summary>
    public static JinjaOptions Default { get; } = new();

    /// <summary>What begins a statement. <value>Default: <c>{%</c></value></summary>
    public string BlockStart { get; init; } = "{%";

    /// <summary>What ends a statement. <value>Default: <c>%}</c></value></summary>
    public string BlockEnd { get; init; } = "%}";

    /// <summary>What begins an expression to print. <value>Default: <c>{{</c></value></summary>
    public string VariableStart { get; init; } = "{{";

    /// <summary>What ends an expression to print. <value>Default: <c>}}</c></value></summary>
    public string VariableEnd { get; init; } = "}}";

    /// <summary>What begins a comment. <value>Default: <c>{#</c></value></summary>
    public string CommentStart { get; init; } = "{#";

    /// <summary>What ends a comment. <value>Default: <c>#}</c></value></summary>
    public string CommentEnd { get; init; } = "#}";

    /// <summary>What makes a line a statement where it stands first on it, e.g. <c>#</c>. <value>Default: null, none.</value></summary>
    public string? LineStatementPrefix { get; init; }

    /// <summary>What begins a comment that goes to the end of its line, e.g. <c>##</c>. <value>Default: null, none.</value></summary>
    public string? LineCommentPrefix { get; init; }

    /// <summary>Whether the first newline after a statement is removed. <value>Default: false.</value></summary>
    public bool TrimBlocks { get; init; }

    /// <summary>Whether blanks from the start of a line to a statement are removed. <value>Default: false.</value></summary>
    public bool LstripBlocks { get; init; }

    /// <summary>Whether a newline at the very end of a template is kept. <value>Default: false.</value></summary>
    public bool KeepTrailingNewline { get; init; }

    /// <summary>What every newline of a template's text becomes: <c>\n</c>, <c>\r\n</c> or <c>\r</c>. <value>Default: <c>\n</c></value></summary>
    public string NewlineSequence { get; init; } = "\n";

    /// <summary>Whether what is printed is escaped for HTML, by the template's name (null where it has none). <value>Default: never.</value></summary>
    public Func<string?, bool> Autoescape { get; init; } = static _ => false;

    /// <summary>What may be done with what is not defined. <value>Default: <see cref="UndefinedPolicy.Tested"/>.</value></summary>
    public UndefinedPolicy Undefined { get; init; }

    /// <summary>What goes beyond Jinja2's default environment. <value>Default: nothing.</value></summary>
    public JinjaExtensions Extensions { get; init; }

    /// <summary>How far one rendering may go.</summary>
    public JinjaLimits Limits { get; init; } = JinjaLimits.Default;

    /// <summary>Looks whether templates can be read with these.</summary>
    /// <exception cref="ArgumentException">A delimiter is empty, two that begin something are the same, or the newline sequence is none.</exception>
    internal void Check()
    {
        foreach (var (name, delimiter) in new[]
        {
            (nameof(BlockStart), BlockStart), (nameof(BlockEnd), BlockEnd), (nameof(VariableStart), VariableStart),
            (nameof(VariableEnd), VariableEnd), (nameof(CommentStart), CommentStart), (nameof(CommentEnd), CommentEnd),
            (nameof(LineStatementPrefix), LineStatementPrefix ?? "-"), (nameof(LineCommentPrefix), LineCommentPrefix ?? "-"),
        })
        {
            if (string.IsNullOrEmpty(delimiter))
                throw new ArgumentException($"{name} of {nameof(JinjaOptions)} is empty.");
        }
        if (BlockStart == VariableStart || VariableStart == CommentStart || BlockStart == CommentStart)
            throw new ArgumentException($"{nameof(BlockStart)}, {nameof(VariableStart)} and {nameof(CommentStart)} of {nameof(JinjaOptions)} must differ.");
        if (NewlineSequence is not ("\n" or "\r\n" or "\r"))
            throw new ArgumentException($"{nameof(NewlineSequence)} of {nameof(JinjaOptions)} is a line feed, a carriage return, or both.");
    }
}
