namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>Markup</c>.</summary>
internal static class MarkupMethods
{
    public static MethodTable Table { get; } = new([]);
}
