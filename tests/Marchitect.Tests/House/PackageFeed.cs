using Xunit;

namespace Marchitect.Tests.House;

/// <summary>The packages of this working copy in a local folder feed, made once for the specs that look at them.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-packages-").FullName;

    /// <summary>Holds the <c>.nupkg</c> and <c>.snupkg</c> files.</summary>
    public string Path => System.IO.Path.Combine(_folder, "feed");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in Repository.Packages)
        {
            // Packed as built for this run, so that nothing is built under the feet of the tests beside us.
            var run = await ProgramRun.StartAsync(
                Repository.Root, new Dictionary<string, string?>(), TestContext.Current.CancellationToken,
                "dotnet", "pack", "--no-build", "-c", Repository.Configuration, "-o", Path, Repository.PathOf("src", project, project + ".csproj"));
            Assert.True(run.ExitStatus == 0, run.AllOutput);
        }
    }

    /// <summary>An empty folder beside the feed, removed with it.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(_folder, name)).FullName;

    /// <summary>The file of a package, whatever its version is.</summary>
    public string File(string package, string extension) =>
        Directory.GetFiles(Path, "*" + extension).Single(file => IsVersionOf(package, System.IO.Path.GetFileNameWithoutExtension(file)));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static bool IsVersionOf(string package, string file) =>
        file.StartsWith(package + ".", StringComparison.Ordinal) && char.IsAsciiDigit(file[package.Length + 1]);
}
