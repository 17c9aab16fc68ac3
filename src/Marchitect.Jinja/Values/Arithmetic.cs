namespace Marchitect.Jinja;

/// <summary>The operators of arithmetic, as Python applies them.</summary>
internal static class Arithmetic
{
    public static Value Add(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    public static Value Subtract(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    public static Value Multiply(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    public static Value Divide(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    public static Value FloorDivide(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    /// <summary>The remainder, or for a text on the left, printf-style formatting.</summary>
    public static Value Modulo(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    public static Value Power(CallContext context, in Value left, in Value right) => throw new NotImplementedException();

    public static Value Negate(CallContext context, in Value operand) => throw new NotImplementedException();

    public static Value Plus(CallContext context, in Value operand) => throw new NotImplementedException();
}
