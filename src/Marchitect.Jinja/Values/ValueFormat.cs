using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>One value by a format specification: Python's <c>format(value, spec)</c>.</summary>
internal static class ValueFormat
{
    public static string Of(CallContext context, in Value value, string spec)
    {
        if (spec.Length == 0)
        {
            using var output = new TextOutput(context.Budget.Limits.TextLength);
            ValueText.Write(value, output);
            return output.ToString();
        }
        if (value.TextOrNull is { } text)
            return OfText(context, text, spec);
        if (value.IsFloat)
            return OfFloat(context, value.Double, FormatSpec.Parse(spec, "float", '\0', '>'), "float");
        if (value.TryInteger(out var number))
            return OfInteger(context, number, FormatSpec.Parse(spec, value.TypeName, 'd', '>'), value.TypeName);
        throw Fail.Type($"unsupported format string passed to {value.TypeName}.__format__: {ValueText.BriefOf(new(spec))}");
    }

    private static string OfText(CallContext context, string text, string specification)
    {
        var spec = FormatSpec.Parse(specification, "str", 's', '<');
        if (spec.Sign != '\0')
            throw Fail.Value("Sign not allowed in string format specifier");
        if (spec.IsZeroUnsigned)
            throw Fail.Value("Negative zero coercion (z) not allowed in string format specifier");
        if (spec.IsAlternate)
            throw Fail.Value("Alternate form (#) not allowed in string format specifier");
        if (spec.Align == '=')
            throw Fail.Value("'=' alignment not allowed in string format specifier");
        if (spec.Type != 's')
            throw Unknown(spec.Type, "str");
        if (spec.Precision >= 0 && StringIndex.Length(text) > spec.Precision)
            text = StringIndex.Part(text, 0, spec.Precision);
        return spec.Pad(context, text);
    }

    private static string OfInteger(CallContext context, in BigInteger number, in FormatSpec spec, string typeName)
    {
        if (spec.Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
            return OfFloat(context, Numbers.ToDouble(number), spec, typeName);
        if (spec.Type is not ('b' or 'c' or 'd' or 'n' or 'o' or 'x' or 'X'))
            throw Unknown(spec.Type, typeName);
        if (spec.Precision >= 0)
            throw Fail.Value("Precision not allowed in integer format specifier");
        if (spec.IsZeroUnsigned)
            throw Fail.Value("Negative zero coercion (z) not allowed in format specifier with integer format code 'd'");
        if (spec.Type == 'c')
        {
            if (spec.Sign != '\0')
                throw Fail.Value("Sign not allowed with integer format specifier 'c'");
            if (spec.IsAlternate)
                throw Fail.Value("Alternate form (#) not allowed with integer format specifier 'c'");
            if (number.Sign < 0 || number > 0x10FFFF)
                throw Fail.Runtime("%c arg not in range(0x110000)");
            return spec.PadNumber(context, false, "", "", CodePoint.ToText((int)number));
        }
        var numberBase = spec.Type switch
        {
            'b' => 2,
            'o' => 8,
            'x' or 'X' => 16,
            _ => 10,
        };
        var prefix = spec.IsAlternate && numberBase != 10 ? "0" + spec.Type : "";
        return spec.PadNumber(context, number.Sign < 0, prefix, IntegerText.Digits(number, numberBase, spec.Type == 'X'), "");
    }

    private static string OfFloat(CallContext context, double number, in FormatSpec spec, string typeName)
    {
        if (spec.Type is not ('e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%' or '\0'))
            throw Unknown(spec.Type, typeName);
        if (spec.Type == '%')
            number *= 100;
        string text;
        if (spec.Type == '\0' && spec.Precision < 0)
        {
            using var output = new TextOutput(JinjaLimits.Default.TextLength);
            FloatText.WriteRepr(Math.Abs(number), output);
            text = output.ToString();
            if (spec.IsAlternate && double.IsFinite(number) && !text.Contains('.', StringComparison.Ordinal))
                text = text.Replace("e", ".e", StringComparison.Ordinal);
        }
        else
        {
            var type = spec.Type switch
            {
                '\0' or 'n' => 'g',
                '%' => 'f',
                _ => spec.Type,
            };
            text = FloatFormat.Magnitude(context, number, type, spec.Precision < 0 ? 6 : spec.Precision, spec.IsAlternate, spec.Type == '\0');
        }
        if (spec.Type == '%')
            text += "%";
        var isNegative = double.IsNegative(number) && !double.IsNaN(number);
        if (isNegative && spec.IsZeroUnsigned && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 && double.IsFinite(number))
            isNegative = false;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            digits = text.Length;
        return spec.PadNumber(context, isNegative, "", text[..digits], text[digits..]);
    }

    private static TemplateRuntimeException Unknown(char type, string typeName) =>
        Fail.Value($"Unknown format code {ValueText.ReprOf(new(type.ToString()))} for object of type '{typeName}'");
}
