namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>str</c>.</summary>
internal static class StringMethods
{
    public static MethodTable Table { get; } = new([]);
}
