namespace Marchitect;

/// <summary>The content of a file before and after a change, for a diff.</summary>
/// <param name="Path">The path on the host.</param>
/// <param name="Before">The old content, at most its beginning; null where there was no file, or it was not read.</param>
/// <param name="After">The new content; null where the file is to be gone.</param>
/// <param name="IsBeforeCut">Whether <paramref name="Before"/> is only the beginning.</param>
public sealed record FileEdit(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After, bool IsBeforeCut = false)
{
    /// <summary>
    /// Both contents as a unified diff, as <c>diff -u</c> prints it and <c>patch</c> reads it: three lines of context, <c>/dev/null</c> for a side
    /// that is not there.
    /// </summary>
    /// <param name="lineLimit">How many lines it has at most below its two of head; a last line in brackets tells how many more there are. <value>Default: 500.</value></param>
    /// <returns>
    /// The diff, lines ended by <c>\n</c>, a carriage return of the file kept; empty where both are equal. Of binary contents (with a NUL) one
    /// line says that they differ and how large they are. Where <see cref="IsBeforeCut"/>, only what can be known is compared, and a last line
    /// in brackets says so. Text that is no UTF-8 is read as Latin-1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lineLimit"/> is not positive.</exception>
    public string ToUnifiedDiff(int lineLimit = 500)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lineLimit);
        return UnifiedDiff.Of(this, lineLimit);
    }
}
