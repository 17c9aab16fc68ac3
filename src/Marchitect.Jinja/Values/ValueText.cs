using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Values as text, as Python's <c>str</c> and <c>repr</c> write them.</summary>
internal static class ValueText
{
    /// <summary>What <c>str</c> gives.</summary>
    public static string Of(in Value value)
    {
        if (value.Reference is string text)
            return text;
        if (value.Reference is Markup markup)
            return markup.Text;
        using var output = new TextOutput(JinjaLimits.Default.TextLength);
        Write(value, output);
        return output.ToString();
    }

    /// <summary>What <c>repr</c> gives.</summary>
    public static string ReprOf(in Value value)
    {
        using var output = new TextOutput(JinjaLimits.Default.TextLength);
        WriteRepr(value, output);
        return output.ToString();
    }

    /// <summary>What <c>repr</c> gives, cut short: for messages.</summary>
    public static string BriefOf(in Value value)
    {
        if (value.Reference is ValueObject and not (ListValue or TupleValue or DictValue or Markup or RangeValue or BytesValue))
            return $"a value of type '{value.TypeName}'";
        if (value.Reference is string { Length: > 40 } text)
            return ReprOf(new(text[..36] + "..."));
        if (value.Reference is BigInteger big && big.GetBitLength() > 200)
            return "a very large integer";
        if (value.Instance is { Length: > 20 })
            return $"a {value.TypeName} of {value.Instance.Length} items";
        var repr = ReprOf(value);
        return repr.Length > 60 ? repr[..56] + "..." : repr;
    }

    /// <summary>Writes what <c>str</c> gives.</summary>
    /// <exception cref="UndefinedException">It is undefined, and the policy forbids printing.</exception>
    public static void Write(in Value value, TextOutput output)
    {
        switch (value.Reference)
        {
            case string text:
                output.Append(text);
                break;
            case ValueObject instance:
                instance.WriteText(output);
                break;
            default:
                WriteScalar(value, output);
                break;
        }
    }

    /// <summary>Writes what <c>repr</c> gives.</summary>
    public static void WriteRepr(in Value value, TextOutput output)
    {
        switch (value.Reference)
        {
            case string text:
                TextRepr.Write(text, output);
                break;
            case ValueObject instance:
                instance.WriteRepr(output);
                break;
            default:
                WriteScalar(value, output);
                break;
        }
    }

    private static void WriteScalar(in Value value, TextOutput output)
    {
        if (value.IsInt64)
            output.Append(value.Int64);
        else if (value.IsBool)
            output.Append(value.Int64 != 0 ? "True" : "False");
        else if (value.IsNone)
            output.Append("None");
        else if (value.IsFloat)
            FloatText.WriteRepr(value.Double, output);
        else if (value.Reference is BigInteger big)
            output.Append(IntegerText.Of(big));
    }
}
