namespace Marchitect;

/// <summary>The content of a file before and after a change, for a diff.</summary>
/// <param name="Path">The path on the host.</param>
/// <param name="Before">The old content, at most its beginning; null where there was no file, or it was not read.</param>
/// <param name="After">The new content; null where the file is to be gone.</param>
/// <param name="IsBeforeCut">Whether <paramref name="Before"/> is only the beginning.</param>
public sealed record FileEdit(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After, bool IsBeforeCut = false);
