namespace Marchitect;

/// <summary>A field in which the host differs from what is wanted.</summary>
/// <param name="Field">What differs, in a word or two, e.g. <c>permissions</c>.</param>
/// <param name="Before">What it was; null where it was not there, or must not be seen.</param>
/// <param name="After">What it is to be; null where it is to be gone, or must not be seen.</param>
public sealed record Difference(string Field, string? Before, string? After)
{
    /// <summary>The same in words.</summary>
    /// <returns>E.g. <c>permissions 0700 -> 0755</c>.</returns>
    public override string ToString() => (Before, After) switch
    {
        (null, null) => Field,
        (null, { } after) => $"{Field} {after}",
        ({ } before, null) => $"{Field} {before} -> gone",
        var (before, after) => $"{Field} {before} -> {after}",
    };
}
