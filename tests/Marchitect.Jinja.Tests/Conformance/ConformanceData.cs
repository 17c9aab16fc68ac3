using System.Reflection;
using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.Conformance;

/// <summary>The cases beside this file, as they lie in the working copy that the tests were built from.</summary>
internal static class ConformanceData
{
    public static string Folder { get; } = Path.Combine(
        typeof(ConformanceData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "tests", "Marchitect.Jinja.Tests", "Conformance");

    public static IReadOnlyDictionary<string, ConformanceCase> Cases { get; } =
        ConformanceCase.ReadFile(Path.Combine(Folder, "cases.jsonl")).ToDictionary(c => c.Id);
}
