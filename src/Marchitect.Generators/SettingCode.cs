using Microsoft.CodeAnalysis;

namespace Marchitect.Generators;

/// <summary>A setting of a record.</summary>
/// <param name="Property">The member.</param>
/// <param name="Parameter">The parameter of the constructor that sets it, or null.</param>
/// <param name="Key">Its name in the config.</param>
/// <param name="Type">How its type is held.</param>
/// <param name="Rules">What its attributes say.</param>
/// <param name="Description">What it is about, or null.</param>
internal sealed record SettingCode(
    IPropertySymbol Property, IParameterSymbol? Parameter, string Key, TypeCode Type, MemberRules Rules, string? Description)
{
    /// <summary>Whether null is a value.</summary>
    public bool IsNullable => Property.Type is { NullableAnnotation: NullableAnnotation.Annotated };
}
