using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>What plain scalars mean in the core schema of YAML 1.2 (section 10.3.2).</summary>
internal static partial class YamlScalar
{
    /// <summary>Whether it is a text: nothing else claims it.</summary>
    public static bool IsText(string scalar) => !MayBeOther(scalar) || !(IsNull(scalar) || IsBool(scalar) || IsInteger(scalar) || IsFloat(scalar));

    public static bool IsNull(string scalar) => scalar is "" or "~" or "null" or "Null" or "NULL";

    public static bool IsBool(string scalar) => IsTrue(scalar) || scalar is "false" or "False" or "FALSE";

    public static bool IsTrue(string scalar) => scalar is "true" or "True" or "TRUE";

    public static bool IsInteger(string scalar) => IntegerForm().IsMatch(scalar);

    public static bool IsFloat(string scalar) => FloatForm().IsMatch(scalar) || NamedFloat(scalar) is not null;

    /// <summary>The integer of a scalar that is one.</summary>
    public static BigInteger Integer(string scalar) => scalar switch
    {
        // A zero before it, since a first digit of 8 and more would make it negative.
        ['0', 'x', .. var digits] => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ['0', 'o', .. var digits] => BigInteger.Parse(
            "0" + string.Concat(digits.Select(digit => (digit - '0').ToString("b3", CultureInfo.InvariantCulture))),
            NumberStyles.BinaryNumber,
            CultureInfo.InvariantCulture),
        _ => BigInteger.Parse(scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
    };

    /// <summary>The float that is written as a word, or null where it is not.</summary>
    public static double? NamedFloat(string scalar) => scalar switch
    {
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        _ => null,
    };

    // Most texts begin with a letter that nothing else does.
    private static bool MayBeOther(string scalar) => scalar.Length == 0 || "~nNtTfF+-.0123456789".Contains(scalar[0], StringComparison.Ordinal);

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex IntegerForm();

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex FloatForm();
}
