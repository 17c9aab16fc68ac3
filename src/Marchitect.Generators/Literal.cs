using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marchitect.Generators;

/// <summary>Values and names as they are written in C#.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>The name of a member; those that are keywords need their sign.</summary>
    public static string Name(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A type by its full name, nullable where it says so.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>A type by its full name, without the question mark of a reference.</summary>
    public static string Bare(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>A type's full name for comparisons, e.g. <c>System.Uri</c>.</summary>
    public static string FullName(ITypeSymbol type) => Bare(type).Replace("global::", "");

    /// <summary>A value of an attribute.</summary>
    public static string Of(TypedConstant constant) => constant switch
    {
        // Without its type, null fits several constructors.
        { IsNull: true } => constant.Type is { } type ? $"({Bare(type)})null" : "null",
        { Kind: TypedConstantKind.Array } => $"new {Bare(constant.Type!)} {{ {string.Join(", ", constant.Values.Select(Of))} }}",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => $"typeof({Bare(type)})",
        { Kind: TypedConstantKind.Enum } => $"({Bare(constant.Type!)})({Of(constant.Value!)})",
        _ => Of(constant.Value!),
    };

    /// <summary>A value of an attribute as one of a config.</summary>
    public static string OfConfig(TypedConstant constant) =>
        constant.Value is ulong ? $"(global::System.Numerics.BigInteger){Of(constant)}" : Of(constant);

    /// <summary>The default value of a parameter.</summary>
    public static string Of(IParameterSymbol parameter) =>
        parameter.ExplicitDefaultValue is { } value ? $"({Of(parameter.Type)})({Of(value)})" : "default!";

    // Each in its own type: what is whole would be an int, and fit another constructor.
    private static string Of(object value) => value switch
    {
        string text => Of(text),
        bool truth => truth ? "true" : "false",
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        float number when float.IsNaN(number) => "float.NaN",
        float number when float.IsInfinity(number) => number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
        float number => Signed(number.ToString("R", CultureInfo.InvariantCulture) + "f"),
        double number when double.IsNaN(number) => "double.NaN",
        double number when double.IsInfinity(number) => number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
        double number => Signed(number.ToString("R", CultureInfo.InvariantCulture) + "d"),
        decimal number => Signed(number.ToString(CultureInfo.InvariantCulture) + "m"),
        long number => Signed(number.ToString(CultureInfo.InvariantCulture) + "L"),
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        byte number => "(byte)" + number.ToString(CultureInfo.InvariantCulture),
        sbyte number => "(sbyte)" + Signed(number.ToString(CultureInfo.InvariantCulture)),
        short number => "(short)" + Signed(number.ToString(CultureInfo.InvariantCulture)),
        ushort number => "(ushort)" + number.ToString(CultureInfo.InvariantCulture),
        _ => Signed(SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!),
    };

    private static string Signed(string number) => number[0] == '-' ? $"({number})" : number;
}
