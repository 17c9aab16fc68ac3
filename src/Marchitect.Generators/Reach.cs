using Microsoft.CodeAnalysis;

namespace Marchitect.Generators;

/// <summary>What the code that is written can reach.</summary>
internal static class Reach
{
    /// <summary>The type, or that around it, which other code of the program may not name; null where it may name all.</summary>
    public static INamedTypeSymbol? Hidden(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || current.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
                return current;
        }
        return null;
    }

    /// <summary>Why it may not.</summary>
    public static string Words(INamedTypeSymbol hidden) =>
        hidden.IsFileLocal ? "local to its file" : hidden.DeclaredAccessibility == Accessibility.Private ? "private" : "protected";
}
