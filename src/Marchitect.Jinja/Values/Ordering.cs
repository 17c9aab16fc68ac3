namespace Marchitect.Jinja;

/// <summary>Which of two values is the smaller, as Python orders them, and whether one is in the other.</summary>
internal static class Ordering
{
    public static bool Less(in Value left, in Value right) => throw new NotImplementedException();

    public static bool LessOrEqual(in Value left, in Value right) => throw new NotImplementedException();

    public static bool Greater(in Value left, in Value right) => throw new NotImplementedException();

    public static bool GreaterOrEqual(in Value left, in Value right) => throw new NotImplementedException();

    /// <summary>Whether an item is in a container (<c>item in container</c>).</summary>
    public static bool Contains(in Value container, in Value item) => throw new NotImplementedException();
}
