using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>The attributes and methods of Python's numbers that templates use.</summary>
internal static class NumberMethods
{
    private static readonly MethodTable Integers = new(new()
    {
        ["as_integer_ratio"] = Of("as_integer_ratio", static number => Pair(Numbers.Whole(number), BigInteger.One)),
        ["bit_count"] = Of("bit_count", static number => new((long)BigInteger.PopCount(BigInteger.Abs(Numbers.Whole(number))))),
        ["bit_length"] = Of("bit_length", static number => new(BitLength(BigInteger.Abs(Numbers.Whole(number))))),
        ["conjugate"] = Of("conjugate", static number => Value.Integer(Numbers.Whole(number))),
        ["to_bytes"] = new(new("to_bytes", 1, "self", "length", "byteorder", "signed"), static (context, a) => new(ToBytes(context, Numbers.Whole(a[0]), a[1], a[2], a[3]))),
    });

    private static readonly MethodTable Floats = new(new()
    {
        ["as_integer_ratio"] = Of("as_integer_ratio", static number => Ratio(number.Double)),
        ["conjugate"] = Of("conjugate", static number => number),
        ["hex"] = Of("hex", static number => new(Hex(number.Double))),
        ["is_integer"] = Of("is_integer", static number => new(double.IsInteger(number.Double))),
    });

    public static bool TryGetAttribute(in Value number, string name, out Value value)
    {
        switch (name)
        {
            case "real" or "numerator" when !number.IsFloat:
                value = Value.Integer(Numbers.Whole(number));
                return true;
            case "imag" when !number.IsFloat:
                value = 0;
                return true;
            case "denominator" when !number.IsFloat:
                value = 1;
                return true;
            case "real":
                value = number;
                return number.IsFloat;
            case "imag":
                value = 0.0;
                return number.IsFloat;
            default:
                return (number.IsFloat ? Floats : Integers).TryBind(number, name, out value);
        }
    }

    private static BuiltinFunction Of(string name, Func<Value, Value> method) => new(new(name, 1, "self"), (_, a) => method(a[0]));

    private static Value Pair(in BigInteger numerator, in BigInteger denominator) =>
        new(new TupleValue([Value.Integer(numerator), Value.Integer(denominator)]));

    private static long BitLength(in BigInteger number) => number.IsZero ? 0 : number.GetBitLength();

    private static Value Ratio(double number)
    {
        if (!double.IsFinite(number))
            throw Fail.Runtime($"cannot convert {(double.IsNaN(number) ? "NaN" : "Infinity")} to integer ratio");
        var (mantissa, exponent) = Numbers.Parts(number);
        while (exponent < 0 && mantissa.IsEven && !mantissa.IsZero)
            (mantissa, exponent) = (mantissa >> 1, exponent + 1);
        return exponent >= 0 || mantissa.IsZero ? Pair(mantissa << Math.Max(0, exponent), BigInteger.One) : Pair(mantissa, BigInteger.One << -exponent);
    }

    private static string Hex(double number)
    {
        if (!double.IsFinite(number))
            return ValueText.Of(number);
        var bits = BitConverter.DoubleToInt64Bits(number);
        var sign = bits < 0 ? "-" : "";
        var (fraction, exponent) = (bits & 0xF_FFFF_FFFF_FFFF, (int)(bits >> 52 & 0x7FF));
        if (exponent == 0 && fraction == 0)
            return sign + "0x0.0p+0";
        var power = exponent == 0 ? -1022 : exponent - 1023;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}0x{(exponent == 0 ? 0 : 1)}.{fraction:x13}p{(power < 0 ? "-" : "+")}{Math.Abs(power)}");
    }

    private static BytesValue ToBytes(CallContext context, in BigInteger number, in Value length, in Value order, in Value signed)
    {
        var size = Arguments.Integer(length, 1);
        if (size < 0)
            throw Fail.Value("length argument must be non-negative");
        context.Budget.Text(size);
        var isLittle = Arguments.Text(order, "to_bytes", "big") switch
        {
            "little" => true,
            "big" => false,
            _ => throw Fail.Value("byteorder must be either 'little' or 'big'"),
        };
        var isSigned = !signed.IsMissing && signed.IsTrue();
        if (number.Sign < 0 && !isSigned)
            throw Fail.Runtime("can't convert negative int to unsigned");
        var bytes = number.ToByteArray(!isSigned, isBigEndian: false);
        if (number.IsZero ? false : bytes.Length > size)
            throw Fail.Runtime("int too big to convert");
        var padded = new byte[size];
        padded.AsSpan().Fill(number.Sign < 0 ? (byte)0xFF : (byte)0);
        bytes.AsSpan(0, (int)Math.Min(bytes.Length, size)).CopyTo(padded);
        if (!isLittle)
            Array.Reverse(padded);
        return new(padded);
    }
}
