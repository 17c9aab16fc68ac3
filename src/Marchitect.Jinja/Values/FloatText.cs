namespace Marchitect.Jinja;

/// <summary>Floats as Python prints them.</summary>
internal static class FloatText
{
    public static void WriteRepr(double number, TextOutput output) => throw new NotImplementedException();
}
