namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>dict</c>.</summary>
internal static class DictMethods
{
    public static MethodTable Table { get; } = new([]);
}
