using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Marchitect.Generators;

/// <summary>Finds the templates that the code of a whiteprint names by constants, so that they can be looked at before a host is reached.</summary>
internal static class CodeTemplatesReader
{
    /// <summary>What is written for a class; null where it names none.</summary>
    public static string? Read(GeneratorSyntaxContext syntax, CancellationToken cancellationToken)
    {
        if (syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, cancellationToken) is not INamedTypeSymbol type || !IsWhiteprint(type.BaseType))
            return null;
        var resources = new List<string>();
        var texts = new List<string>();
        foreach (var call in syntax.Node.DescendantNodes(node => node == syntax.Node || node is not TypeDeclarationSyntax).OfType<InvocationExpressionSyntax>())
        {
            var list = NameOf(call) switch
            {
                "UploadTemplateAsync" or "RenderTemplate" => resources,
                "UploadTemplateFromStringAsync" or "RenderTemplateFromString" => texts,
                _ => null,
            };
            if (list is null || call.ArgumentList.Arguments.Count == 0
                || syntax.SemanticModel.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method || !IsBase(method.ContainingType)
                || OverridesConfig(call, method, syntax.SemanticModel, cancellationToken))
                continue;
            if (ArgumentOf(call, method, 0) is { } argument && syntax.SemanticModel.GetConstantValue(argument, cancellationToken) is { HasValue: true, Value: string text })
                list.Add(Literal.Of(text));
        }
        return resources.Count + texts.Count == 0
            ? null
            : $"        global::Marchitect.CodeTemplates.Register({Literal.Of(MetadataName(type))}, [{string.Join(", ", resources.Distinct())}], [{string.Join(", ", texts.Distinct())}]);\n";
    }

    // What is set for one template alone may be anything.
    private static bool OverridesConfig(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        var index = method.Parameters.Select(parameter => parameter.Name).ToList().IndexOf("configOverride");
        return index >= 0 && ArgumentOf(call, method, index) is { } argument && model.GetConstantValue(argument, cancellationToken) is not { HasValue: true, Value: null };
    }

    private static ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call, IMethodSymbol method, int index)
    {
        var name = method.Parameters[index].Name;
        var arguments = call.ArgumentList.Arguments;
        if (arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name) is { } named)
            return named.Expression;
        return index < arguments.Count && arguments[index].NameColon is null ? arguments[index].Expression : null;
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsWhiteprint(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (IsBase(type))
                return true;
        }
        return false;
    }

    private static bool IsBase(INamedTypeSymbol type) =>
        type is { Name: "Whiteprint", ContainingNamespace: { Name: "Marchitect", ContainingNamespace.IsGlobalNamespace: true } };

    private static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return $"{MetadataName(outer)}+{type.MetadataName}";
        return type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";
    }
}
