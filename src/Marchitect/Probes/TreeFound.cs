namespace Marchitect;

/// <summary>What stands at a path of a folder.</summary>
/// <param name="Kind">What it is; null where nothing stands there.</param>
internal sealed record TreeFound(FileKind? Kind)
{
    /// <summary>Permissions, and owner and group as far as they were asked for, as <c>stat</c> prints them; of a file.</summary>
    public string Stat { get; init; } = "";

    /// <summary>SHA-256 of a file; null where it may not be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Where a link points to.</summary>
    public string? Target { get; init; }

    /// <summary>The content, where it differs and is short enough to be shown.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }
}
