namespace Marchitect.Jinja;

/// <summary>How far one rendering may go before it ends in a <see cref="TemplateLimitException"/>.</summary>
public sealed record JinjaLimits
{
    /// <summary>The limits that hold where nothing else is said.</summary>
    public static JinjaLimits Default { get; } = new();

    /// <summary>How deep macros, includes, blocks and recursive loops may call one another. <value>Default: 200.</value></summary>
    public int Depth { get; init; } = 200;

    /// <summary>How many items loops, filters and lists may go through in all. <value>Default: 10 million.</value></summary>
    public long Iterations { get; init; } = 10_000_000;

    /// <summary>How long any one text may get, the output included, in UTF-16 code units. <value>Default: 32 Mi.</value></summary>
    public int TextLength { get; init; } = 32 * 1024 * 1024;

    /// <summary>How much text may be made in all, in UTF-16 code units. <value>Default: 256 Mi.</value></summary>
    public long TotalText { get; init; } = 256L * 1024 * 1024;

    /// <summary>How many bits an integer may have. <value>Default: 1 Mi.</value></summary>
    public int IntegerBits { get; init; } = 1024 * 1024;
}
