namespace Marchitect.Jinja;

/// <summary>Texts in quotes, as Python's <c>repr</c> writes them.</summary>
internal static class TextRepr
{
    public static void Write(string text, TextOutput output) => throw new NotImplementedException();
}
