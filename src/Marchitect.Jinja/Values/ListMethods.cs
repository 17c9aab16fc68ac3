namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>list</c>.</summary>
internal static class ListMethods
{
    public static MethodTable Table { get; } = new([]);
}
