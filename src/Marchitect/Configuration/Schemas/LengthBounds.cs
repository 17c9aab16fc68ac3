namespace Marchitect;

/// <summary>How many there may be, both bounds included.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most, or null for no bound.</param>
internal readonly record struct LengthBounds(int Least, int? Most)
{
    public bool Holds(int count) => count >= Least && !(count > Most);

    /// <summary>In words, e.g. <c>1 to 63 characters</c>.</summary>
    public string Words(string one, string several) => (Least, Most) switch
    {
        (var least, null) => $"at least {least} {(least == 1 ? one : several)}",
        (0, { } most) => $"at most {most} {(most == 1 ? one : several)}",
        (var least, { } most) when least == most => $"{most} {(most == 1 ? one : several)}",
        (var least, { } most) => $"{least} to {most} {several}",
    };
}
