namespace Marchitect;

/// <summary>A line that a command wrote, as it arrived: UTF-8 where it was, without its line end, secrets replaced.</summary>
/// <param name="Text">The line; at most 64 KiB, a longer one comes in pieces.</param>
/// <param name="IsError">Whether it came from stderr.</param>
public readonly record struct OutputLine(string Text, bool IsError);
