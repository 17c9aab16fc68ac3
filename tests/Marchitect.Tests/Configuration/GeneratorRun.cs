using System.Reflection;
using Marchitect.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marchitect.Tests.Configuration;

/// <summary>The source generator at work on a text, as the compiler runs it for a program.</summary>
internal static class GeneratorRun
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using Marchitect;";

    // As in a project of .NET 10: what is told as information is not told.
    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A program that is compiled without the generator so far.</summary>
    /// <param name="source">A file of it, beside one of global usings.</param>
    /// <param name="documentation">Whether its documentation comments are read by the compiler, as where it writes a file of them.</param>
    public static CSharpCompilation Compile(string source, DocumentationMode documentation = DocumentationMode.None)
    {
        var parsing = CSharpParseOptions.Default.WithDocumentationMode(documentation);
        return CSharpCompilation.Create(
            "Program", [CSharpSyntaxTree.ParseText(Usings, parsing, "Usings.cs"), CSharpSyntaxTree.ParseText(source, parsing, "Site.cs")], References, Options);
    }

    public static CSharpGeneratorDriver Driver(CSharpCompilation compilation, bool trackSteps = false) => CSharpGeneratorDriver.Create(
        [new ConfigRecordGenerator().AsSourceGenerator()],
        parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackSteps));

    /// <summary>What the generator says of a program.</summary>
    public static IEnumerable<string> Refusals(string source)
    {
        var compilation = Compile(source);
        Driver(compilation).RunGeneratorsAndUpdateCompilation(compilation, out var result, out var said, TestContext.Current.CancellationToken);
        // Beside what the generator says, and what the compiler says of the program itself, nothing is wrong with what was written.
        Assert.Empty(result.GetDiagnostics(TestContext.Current.CancellationToken).Where(wrong => wrong.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
        return said.Select(Text);
    }

    /// <summary>What the generator and the compiler say of a program together with what was written for it.</summary>
    public static IEnumerable<string> Problems(string source, DocumentationMode documentation = DocumentationMode.None)
    {
        var compilation = Compile(source, documentation);
        Driver(compilation).RunGeneratorsAndUpdateCompilation(compilation, out var result, out var said, TestContext.Current.CancellationToken);
        return said.Concat(result.GetDiagnostics(TestContext.Current.CancellationToken))
            .Where(problem => problem.Severity >= DiagnosticSeverity.Warning && !problem.IsSuppressed).Select(Text);
    }

    /// <summary>A whiteprint of a program, made and run in this process.</summary>
    /// <param name="source">The program.</param>
    /// <param name="whiteprint">The whiteprint's full name.</param>
    public static Whiteprint Make(string source, string whiteprint = "W", DocumentationMode documentation = DocumentationMode.None)
    {
        var compilation = Compile(source, documentation);
        Driver(compilation).RunGeneratorsAndUpdateCompilation(compilation, out var result, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        var emitted = result.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Select(Text)));
        var assembly = Assembly.Load(image.ToArray());
        return (Whiteprint)Activator.CreateInstance(assembly.GetType(whiteprint, throwOnError: true)!, nonPublic: true)!;
    }

    private static string Text(Diagnostic problem)
    {
        var place = problem.Location.GetLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): {problem.Id}: {problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
