namespace Marchitect.Jinja;

/// <summary>Formatting as the C function of that name does it, Python's operator <c>%</c> on texts.</summary>
internal static class PrintfFormat
{
    public static string Format(CallContext context, string format, in Value arguments, bool escape = false) => throw new NotImplementedException();
}
