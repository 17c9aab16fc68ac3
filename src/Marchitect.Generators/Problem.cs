using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Marchitect.Generators;

/// <summary>Something that the generator cannot do, at a place in the user's code; a value, so that the compiler may keep it.</summary>
internal sealed record Problem(string Id, string Text, string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Problem At(ISymbol symbol, string id, string text)
    {
        var location = symbol.Locations.FirstOrDefault(place => place.IsInSource);
        var lines = location?.GetLineSpan();
        return new(id, text, lines?.Path ?? "", location?.SourceSpan ?? default, lines?.Span ?? default);
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        new DiagnosticDescriptor(Id, "A config record cannot be made", "{0}", "Marchitect", DiagnosticSeverity.Error, isEnabledByDefault: true),
        File.Length == 0 ? Location.None : Location.Create(File, Span, Lines),
        Text);
}
