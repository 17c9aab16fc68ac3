namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>tuple</c>.</summary>
internal static class TupleMethods
{
    public static MethodTable Table { get; } = new([]);
}
