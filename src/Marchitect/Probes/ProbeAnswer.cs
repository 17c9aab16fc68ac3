namespace Marchitect;

/// <summary>What the host answered to one question.</summary>
/// <param name="Text">The text, by which a change that was decided on it is guarded.</param>
public sealed record ProbeAnswer(string Text)
{
    /// <summary>What came beside the text, for deciding and showing but not for guarding: a file's content. Null where nothing came.</summary>
    internal ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Whether the host saw in the file the line that was asked for.</summary>
    internal bool HasLine { get; init; }
}
