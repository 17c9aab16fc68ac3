using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marchitect.Generators;

/// <summary>Values and names as they are written in C#.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A type by its full name, nullable where it says so.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>A type by its full name, without the question mark of a reference.</summary>
    public static string Bare(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string Of(TypedConstant constant)
    {
        if (constant.IsNull)
            return "null";
        if (constant.Kind == TypedConstantKind.Array)
            return $"new {Bare(constant.Type!)} {{ {string.Join(", ", constant.Values.Select(Of))} }}";
        return constant.Value switch
        {
            float number => SymbolDisplay.FormatPrimitive(number, true, false) + "f",
            // Without it a double that is whole is an int, and another constructor.
            double number => SymbolDisplay.FormatPrimitive(number, true, false) + "d",
            long number => number + "L",
            _ => constant.ToCSharpString(),
        };
    }

    /// <summary>The default value of a parameter.</summary>
    public static string Of(IParameterSymbol parameter) => parameter.ExplicitDefaultValue switch
    {
        null => "default!",
        var value when parameter.Type.TypeKind == TypeKind.Enum => $"({Bare(parameter.Type)})({SymbolDisplay.FormatPrimitive(value, true, false)})",
        var value => $"({Of(parameter.Type)})({SymbolDisplay.FormatPrimitive(value, true, false)}{(value is decimal ? "m" : "")})",
    };
}
