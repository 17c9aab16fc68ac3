using System.Text.RegularExpressions;

namespace Marchitect.Tests.House;

/// <summary>The programs in <c>samples/</c>, which README and docs quote.</summary>
internal static partial class Samples
{
    public static IReadOnlyList<string> Paths { get; } =
        [.. Directory.GetFiles(Repository.PathOf("samples"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>A sample refers to the project beside it; a user refers to the package of that name.</summary>
    public static string AsUsersWriteIt(string sample) => ProjectReference().Replace(sample, "#:package ${name}@1.*");

    [GeneratedRegex(@"^#:project \.\./src/(?<name>[\w.]+)/\k<name>\.csproj$", RegexOptions.Multiline)]
    private static partial Regex ProjectReference();
}
