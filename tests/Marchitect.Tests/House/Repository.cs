using System.Reflection;
using Xunit;

namespace Marchitect.Tests.House;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The build configuration that the tests run in, e.g. <c>Release</c>: what they start is built the same way.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>Projects whose folder stands in <c>src/</c>, by name.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal)];

    /// <summary>Those of them that are packages of their own.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        [.. Projects.Where(project => !Read("src", project, project + ".csproj").Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal))];

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>What a reader calls a file: its path below the root.</summary>
    public static string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Fails with all that was found wrong, a line each, uncut.</summary>
    public static void ExpectNone(IEnumerable<string> wrong)
    {
        var lines = wrong.Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
