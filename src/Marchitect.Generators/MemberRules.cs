using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Marchitect.Generators;

/// <summary>What the attributes of a member say of its values.</summary>
internal sealed class MemberRules
{
    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    // These read values by reflection, or look at values of one type only.
    private static readonly string[] NotAsked =
        ["CustomValidation", "Compare", "Range", "MinLength", "MaxLength", "Length", "StringLength", "RegularExpression"];

    private readonly ISymbol _member;
    private readonly string _key;
    private readonly ValueShape _shape;
    private readonly Action<ISymbol, string, string> _problem;
    private readonly List<string> _asked = [];
    private string _only = "";

    private MemberRules(ISymbol member, string key, ValueShape shape, Action<ISymbol, string, string> problem) =>
        (_member, _key, _shape, _problem) = (member, key, shape, problem);

    /// <summary>Calls that follow the schema, e.g. <c>.Between(1, 64)</c>.</summary>
    public string Refinements { get; private set; } = "";

    /// <summary>Whether the setting has to be there and to be something.</summary>
    public bool IsRequired { get; private set; }

    /// <summary>Attributes that are asked of the record that was made, as C#.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>What an attribute says of the setting, for people.</summary>
    public string? Description { get; private set; }

    public static MemberRules Of(ISymbol member, string key, IEnumerable<AttributeData> attributes, ValueShape shape, Action<ISymbol, string, string> problem)
    {
        var rules = new MemberRules(member, key, shape, problem);
        foreach (var attribute in attributes)
            rules.Read(attribute);
        // Of the values that are allowed those count that fit the rest.
        rules.Refinements += rules._only;
        return rules;
    }

    private void Read(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type)
            return;
        var name = Literal.FullName(type);
        var isAnnotation = name.StartsWith(Annotations);
        var arguments = attribute.ConstructorArguments;
        switch (isAnnotation ? type.Name : name)
        {
            case "Marchitect.NullRemovesAttribute":
                Refinements += ".NullRemoves()";
                return;
            case "Marchitect.CountAttribute" when _shape == ValueShape.Collection:
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
                if (_shape == ValueShape.Text && Named(attribute, "AllowEmptyStrings") is not true)
                    Refinements += $".Where(static value => !string.IsNullOrWhiteSpace(value.Text), {Literal.Of(Message(attribute) ?? "must not be empty")})";
                return;
            case "RangeAttribute" when arguments.Length == 2 && _shape is ValueShape.Integer or ValueShape.Number:
                Range(attribute);
                return;
            case "StringLengthAttribute" when _shape == ValueShape.Text:
                var least = Named(attribute, "MinimumLength") ?? 0;
                Refine(attribute, $".Length({least}, {arguments[0].Value})", arguments[0].Value, least);
                return;
            case "LengthAttribute" when _shape is ValueShape.Text or ValueShape.Collection:
                Refine(attribute, $".Length({arguments[0].Value}, {arguments[1].Value})", arguments[0].Value, arguments[1].Value);
                return;
            case "MinLengthAttribute" when _shape is ValueShape.Text or ValueShape.Collection:
                Refine(attribute, $".AtLeast({arguments[0].Value})", arguments[0].Value);
                return;
            case "MaxLengthAttribute" when arguments.Length == 1 && _shape is ValueShape.Text or ValueShape.Collection:
                Refine(attribute, $".AtMost({arguments[0].Value})", arguments[0].Value);
                return;
            case "RegularExpressionAttribute" when _shape == ValueShape.Text && arguments[0].Value is string pattern:
                Refine(attribute, $".MatchingWhole({Literal.Of(pattern)})", pattern);
                return;
            case "AllowedValuesAttribute" when AreOfShape(arguments[0]):
                _only = $".Only({string.Join(", ", arguments[0].Values.Select(Literal.OfConfig))})" + Saying(attribute);
                return;
            case "DeniedValuesAttribute" when AreOfShape(arguments[0]):
                Refine(attribute, $".Except({string.Join(", ", arguments[0].Values.Select(Literal.OfConfig))})");
                return;
        }
        if (!IsValidation(type))
            return;
        var shortName = type.Name.EndsWith("Attribute") ? type.Name.Substring(0, type.Name.Length - "Attribute".Length) : type.Name;
        var owner = _member.ContainingType.Name;
        if (isAnnotation && NotAsked.Contains(shortName))
        {
            _problem(_member, "MARCH003",
                $"[{shortName}] of {owner}.{_member.Name} cannot be kept: it reads the value by reflection, or is not made for its type. Let {owner} implement IValidatableObject and say there what has to be true.");
            return;
        }
        if (Reach.Hidden(type) is { } hidden)
        {
            _problem(_member, "MARCH004", $"{hidden.Name} is {Reach.Words(hidden)}, so the code that makes {owner} of a config cannot ask [{shortName}] of {owner}.{_member.Name}. Make it internal or public.");
            return;
        }
        var named = attribute.NamedArguments.Length == 0 ? "" : $" {{ {string.Join(", ", attribute.NamedArguments.Select(pair => $"{Literal.Name(pair.Key)} = {Literal.Of(pair.Value)}"))} }}";
        _asked.Add($"new {Literal.Bare(type)}({string.Join(", ", arguments.Select(Literal.Of))}){named}");
    }

    // An attribute may say null, which is no text and no number.
    private bool AreOfShape(TypedConstant values) => values is { IsNull: false, Values.Length: > 0 } && values.Values.All(value => _shape switch
    {
        ValueShape.Text => value.Value is string,
        ValueShape.Integer => value.Value is int or long or uint or ulong or short or ushort or byte or sbyte,
        _ => false,
    });

    private void Range(AttributeData attribute)
    {
        var (least, most) = (attribute.ConstructorArguments[0], attribute.ConstructorArguments[1]);
        var (isAbove, isBelow) = (Named(attribute, "MinimumIsExclusive") is true, Named(attribute, "MaximumIsExclusive") is true);
        var call = _shape == ValueShape.Integer && least.Value is int lower && most.Value is int upper
            ? $".Between({(long)lower + (isAbove ? 1 : 0)}L, {(long)upper - (isBelow ? 1 : 0)}L)"
            : $".Within({Literal.Of(least)}, {(isAbove ? "true" : "false")}, {Literal.Of(most)}, {(isBelow ? "true" : "false")})";
        Refine(attribute, call, least.Value, most.Value);
    }

    private void Refine(AttributeData attribute, string call, params object?[] numbers) => Refinements += call + Saying(attribute, numbers);

    private string Saying(AttributeData attribute, params object?[] numbers) =>
        Message(attribute, numbers) is { } message ? $".Saying({Literal.Of(message)})" : "";

    // As the attribute would say it: {0} is the member, {1} and {2} its numbers.
    private string? Message(AttributeData attribute, params object?[] numbers)
    {
        if (Named(attribute, "ErrorMessage") is not string message)
            return null;
        try
        {
            return ": " + string.Format(CultureInfo.InvariantCulture, message, [_key, .. numbers]);
        }
        catch (FormatException)
        {
            return ": " + message;
        }
    }

    private static object? Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value is { IsNull: false, Kind: not TypedConstantKind.Array } value ? value.Value : null;

    private static bool IsValidation(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (Literal.FullName(current) == Annotations + "ValidationAttribute")
                return true;
        }
        return false;
    }
}
