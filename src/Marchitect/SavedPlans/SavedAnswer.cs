namespace Marchitect;

/// <summary>What the host answered to one question when the plan was made.</summary>
/// <param name="Text">The text, by which the change is guarded.</param>
/// <param name="Content">The content of a file that came along, or null.</param>
/// <param name="HasLine">Whether the line that was asked for stands in it.</param>
internal sealed record SavedAnswer(string Text, ReadOnlyMemory<byte>? Content, bool HasLine);
