namespace Marchitect.Jinja;

/// <summary>The attributes and methods of Python's numbers that templates use.</summary>
internal static class NumberMethods
{
    public static bool TryGetAttribute(in Value number, string name, out Value value)
    {
        value = default;
        return false;
    }
}
