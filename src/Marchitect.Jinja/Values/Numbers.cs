using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Python's integers and floats: what arithmetic does with them, and how one becomes the other.</summary>
internal static partial class Numbers
{
    public static NumberPair Classify(in Value left, in Value right)
    {
        if (!IsNumber(left) || !IsNumber(right))
            return NumberPair.None;
        return left.IsFloat || right.IsFloat ? NumberPair.Floats : NumberPair.Integers;
    }

    public static bool IsNumber(in Value value) => value.IsInt64 || value.IsFloat || value.IsBool || value.Reference is BigInteger;

    /// <summary>An integer or boolean that is known to be one.</summary>
    public static BigInteger Whole(in Value value) => value.TryInteger(out var whole) ? whole : throw new InvalidOperationException("The value is no integer.");

    /// <summary>A number that is known to be one, as a float.</summary>
    /// <exception cref="TemplateRuntimeException">It is an integer too large for a float.</exception>
    public static double Float(in Value value)
    {
        if (value.IsFloat)
            return value.Double;
        return value.TryInt64(out var number) ? number : ToDouble(Whole(value));
    }

    /// <summary>Whether a float holds it exactly, so that dividing floats divides the integers.</summary>
    public static bool IsExactAsFloat(long number) => number is >= -(1L << 53) and <= 1L << 53;

    /// <summary>The nearest float; halfway between two, the even one.</summary>
    /// <exception cref="TemplateRuntimeException">It is too large.</exception>
    public static double ToDouble(in BigInteger number)
    {
        var nearest = Rounded(BigInteger.Abs(number), 0);
        if (double.IsInfinity(nearest))
            throw Fail.Runtime("int too large to convert to float");
        return number.Sign < 0 ? -nearest : nearest;
    }

    /// <summary>The float nearest to the exact quotient.</summary>
    /// <exception cref="TemplateRuntimeException">The divisor is zero, or the quotient too large.</exception>
    public static double DivideExactly(in BigInteger dividend, in BigInteger divisor)
    {
        if (divisor.IsZero)
            throw Fail.Runtime("division by zero");
        var (a, b) = (BigInteger.Abs(dividend), BigInteger.Abs(divisor));
        // Enough bits of the quotient for a float and its rounding; one more tells that there were others.
        var shift = (int)Math.Max(0, 66 - (a.GetBitLength() - b.GetBitLength()));
        var quotient = BigInteger.DivRem(a << shift, b, out var remainder);
        if (!remainder.IsZero)
        {
            quotient = quotient << 1 | BigInteger.One;
            shift++;
        }
        var result = Rounded(quotient, shift);
        if (double.IsInfinity(result))
            throw Fail.Runtime("integer division result too large for a float");
        return dividend.Sign < 0 != divisor.Sign < 0 ? -result : result;
    }

    public static BigInteger FloorDivide(in BigInteger dividend, in BigInteger divisor)
    {
        if (divisor.IsZero)
            throw Fail.Runtime("integer division or modulo by zero");
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return !remainder.IsZero && remainder.Sign != divisor.Sign ? quotient - 1 : quotient;
    }

    public static BigInteger Modulo(in BigInteger dividend, in BigInteger divisor)
    {
        if (divisor.IsZero)
            throw Fail.Runtime("integer modulo by zero");
        var remainder = BigInteger.Remainder(dividend, divisor);
        return !remainder.IsZero && remainder.Sign != divisor.Sign ? remainder + divisor : remainder;
    }

    public static double FloorDivide(double dividend, double divisor)
    {
        if (divisor == 0)
            throw Fail.Runtime("float floor division by zero");
        // Not the floor of the quotient, which may have been rounded up to the next integer.
        var remainder = dividend % divisor;
        var quotient = (dividend - remainder) / divisor;
        if (remainder != 0 && remainder < 0 != divisor < 0)
            quotient--;
        if (quotient == 0)
            return Math.CopySign(0, dividend / divisor);
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    public static double Modulo(double dividend, double divisor)
    {
        if (divisor == 0)
            throw Fail.Runtime("float modulo by zero");
        var remainder = dividend % divisor;
        if (remainder == 0)
            return Math.CopySign(0, divisor);
        return remainder < 0 != divisor < 0 ? remainder + divisor : remainder;
    }

    /// <summary>A power with an exponent that is not negative.</summary>
    public static BigInteger Power(Budget budget, in BigInteger number, in BigInteger exponent)
    {
        if (exponent.IsZero)
            return BigInteger.One;
        if (number.IsZero || number.IsOne)
            return number;
        if (number == BigInteger.MinusOne)
            return exponent.IsEven ? BigInteger.One : number;
        var bits = BigInteger.Log(BigInteger.Abs(number), 2) * (exponent.GetBitLength() > 62 ? double.MaxValue : (double)exponent);
        budget.Bits(bits < 1e18 ? (long)bits + 1 : long.MaxValue);
        return BigInteger.Pow(number, (int)exponent);
    }

    public static double Power(double number, double exponent)
    {
        if (number == 0 && exponent < 0 && double.IsFinite(exponent))
            throw Fail.Runtime("0.0 cannot be raised to a negative power");
        if (number < 0 && double.IsFinite(number) && double.IsFinite(exponent) && !double.IsInteger(exponent))
            throw Fail.Value("a negative number raised to a fraction is a complex number, which templates do not have");
        var power = Math.Pow(number, exponent);
        if (double.IsInfinity(power) && double.IsFinite(number) && double.IsFinite(exponent))
            throw Fail.Runtime("the power is too large for a float");
        return power;
    }

    // The float nearest to number / 2^shift, ties to even; infinite where it is too large.
    private static double Rounded(BigInteger number, int shift)
    {
        if (number.IsZero)
            return 0;
        // A float has 53 bits, and none below 2^-1074.
        var excess = (int)Math.Max(number.GetBitLength() - 53, shift - 1074);
        if (number.GetBitLength() - shift > 1025)
            return double.PositiveInfinity;
        if (excess <= 0)
            return Math.ScaleB((double)(ulong)number, -shift);
        var kept = number >> excess;
        var lost = number - (kept << excess);
        var half = BigInteger.One << (excess - 1);
        if (lost > half || lost == half && !kept.IsEven)
            kept++;
        return Math.ScaleB((double)(ulong)kept, excess - shift);
    }
}
