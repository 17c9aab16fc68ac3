using Microsoft.CodeAnalysis;

namespace Marchitect.Generators;

/// <summary>What the attributes of a member say of its values.</summary>
internal sealed class MemberRules
{
    private const string Annotations = "System.ComponentModel.DataAnnotations";
    private readonly List<string> _asked = [];

    /// <summary>Calls that follow the schema, e.g. <c>.Between(1, 64)</c>.</summary>
    public string Refinements { get; private set; } = "";

    /// <summary>A schema in place of that of the type, or null.</summary>
    public string? Replacement { get; private set; }

    /// <summary>Whether the setting has to be there and to be something.</summary>
    public bool IsRequired { get; private set; }

    /// <summary>Attributes that are asked of the record that was made, as C#.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>What an attribute says of the setting, for people.</summary>
    public string? Description { get; private set; }

    public static MemberRules Of(ISymbol member, IEnumerable<AttributeData> attributes, ValueShape shape, List<Problem> problems)
    {
        var rules = new MemberRules();
        foreach (var attribute in attributes)
            rules.Read(member, attribute, shape, problems);
        return rules;
    }

    private void Read(ISymbol member, AttributeData attribute, ValueShape shape, List<Problem> problems)
    {
        if (attribute.AttributeClass is not { } type)
            return;
        var name = Literal.Bare(type).Replace("global::", "");
        var arguments = attribute.ConstructorArguments;
        switch (name.StartsWith(Annotations) ? type.Name : name)
        {
            case "Marchitect.NullRemovesAttribute":
                Refinements += ".NullRemoves()";
                return;
            case "Marchitect.CountAttribute" when shape == ValueShape.Collection:
                Refinements += $".AtLeast({arguments[0].Value})" + (arguments[1].Value is int.MaxValue ? "" : $".AtMost({arguments[1].Value})");
                return;
            case "System.ComponentModel.DescriptionAttribute":
                Description = arguments.FirstOrDefault().Value as string;
                return;
            case "DisplayAttribute":
                Description = Named(attribute, "Description") as string ?? Description;
                return;
            case "RequiredAttribute":
                IsRequired = true;
                if (shape == ValueShape.Text && Named(attribute, "AllowEmptyStrings") is not true)
                    Refine(attribute, ".Where(static value => !string.IsNullOrWhiteSpace(value.Text), \"must not be empty\")", says: false);
                return;
            case "RangeAttribute" when arguments.Length == 2 && shape is ValueShape.Integer or ValueShape.Number:
                Range(attribute, shape);
                return;
            case "StringLengthAttribute" when shape == ValueShape.Text:
                Refine(attribute, $".Length({Named(attribute, "MinimumLength") ?? 0}, {arguments[0].Value})");
                return;
            case "LengthAttribute" when shape is ValueShape.Text or ValueShape.Collection:
                Refine(attribute, $".Length({arguments[0].Value}, {arguments[1].Value})");
                return;
            case "MinLengthAttribute" when shape is ValueShape.Text or ValueShape.Collection:
                Refine(attribute, $".AtLeast({arguments[0].Value})");
                return;
            case "MaxLengthAttribute" when arguments.Length == 1 && shape is ValueShape.Text or ValueShape.Collection:
                Refine(attribute, $".AtMost({arguments[0].Value})");
                return;
            case "RegularExpressionAttribute" when shape == ValueShape.Text:
                Refine(attribute, $".MatchingWhole({Literal.Of((string)arguments[0].Value!)})");
                return;
            case "AllowedValuesAttribute" when shape is ValueShape.Text or ValueShape.Integer && arguments[0].Values.All(value => !value.IsNull):
                Replacement = $"global::Marchitect.ConfigSchema.OneOf({string.Join(", ", arguments[0].Values.Select(Literal.Of))})";
                Refine(attribute, "");
                return;
            case "DeniedValuesAttribute" when shape is ValueShape.Text or ValueShape.Integer && arguments[0].Values.All(value => !value.IsNull):
                Refine(attribute, $".Except({string.Join(", ", arguments[0].Values.Select(Literal.Of))})");
                return;
        }
        if (!IsValidation(type))
            return;
        if ((type.Name is "CustomValidationAttribute" or "CompareAttribute" or "RangeAttribute" or "MinLengthAttribute" or "MaxLengthAttribute" or "LengthAttribute" or "StringLengthAttribute" or "RegularExpressionAttribute")
            && name.StartsWith(Annotations))
        {
            problems.Add(Problem.At(member, "MARCH003",
                $"[{type.Name.Substring(0, type.Name.Length - "Attribute".Length)}] of {member.ContainingType.Name}.{member.Name} cannot be kept: it reads the value by reflection, or is not made for its type. Let {member.ContainingType.Name} implement IValidatableObject and say there what has to be true."));
            return;
        }
        var named = attribute.NamedArguments.Length == 0 ? "" : $" {{ {string.Join(", ", attribute.NamedArguments.Select(pair => $"{pair.Key} = {Literal.Of(pair.Value)}"))} }}";
        _asked.Add($"new {Literal.Bare(type)}({string.Join(", ", arguments.Select(Literal.Of))}){named}");
    }

    private void Range(AttributeData attribute, ValueShape shape)
    {
        var (least, most) = (attribute.ConstructorArguments[0], attribute.ConstructorArguments[1]);
        var (isAbove, isBelow) = (Named(attribute, "MinimumIsExclusive") is true, Named(attribute, "MaximumIsExclusive") is true);
        Refine(attribute, shape == ValueShape.Integer && least.Value is int lower && most.Value is int upper
            ? $".Between({(long)lower + (isAbove ? 1 : 0)}L, {(long)upper - (isBelow ? 1 : 0)}L)"
            : $".Within({Literal.Of(least)}, {(isAbove ? "true" : "false")}, {Literal.Of(most)}, {(isBelow ? "true" : "false")})");
    }

    private void Refine(AttributeData attribute, string call, bool says = true)
    {
        Refinements += call;
        if (says && Named(attribute, "ErrorMessage") is string message)
            Refinements += $".Saying({Literal.Of(": " + message)})";
    }

    private static object? Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value.Value;

    private static bool IsValidation(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (Literal.Bare(current) == $"global::{Annotations}.ValidationAttribute")
                return true;
        }
        return false;
    }
}
