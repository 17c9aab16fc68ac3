namespace Marchitect.Jinja;

/// <summary>A value on its way to YAML: a scalar as text, or a collection of nodes. One that stands in several places is one node.</summary>
internal sealed class YamlNode
{
    public required YamlKind Kind { get; init; }

    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the scalar is a text, which needs quotes where it would read as something else.</summary>
    public bool IsText { get; init; }

    /// <summary>How long its tag would be if it were written, such as <c>!!str</c>: long keys go by it.</summary>
    public int TagLength { get; init; } = 5;

    /// <summary>Items of a sequence; keys and values in turn of a mapping.</summary>
    public List<YamlNode> Items { get; } = [];

    /// <summary>Whether the collection is written on one line, in brackets.</summary>
    public bool IsFlow { get; set; }

    /// <summary>Name that other places refer to it by, or null where it stands in one place only.</summary>
    public string? Anchor { get; set; }

    /// <summary>Whether its anchor has been written, so that the next place refers to it.</summary>
    public bool IsWritten { get; set; }
}
