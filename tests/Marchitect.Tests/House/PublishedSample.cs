using Xunit;

namespace Marchitect.Tests.House;

/// <summary><c>samples/hello.cs</c> as a native program, published when the first spec asks for it: that takes most of a minute.</summary>
public sealed class PublishedSample : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-published-").FullName;
    private Task<string>? _publishing;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The folder it was published to.</summary>
    public Task<string> FolderAsync() => _publishing ??= PublishAsync();

    private async Task<string> PublishAsync()
    {
        Assert.SkipUnless(
            LocalPrograms.Find("clang") is not null || LocalPrograms.Find("gcc") is not null, "Linking native programs needs a compiler: apt-get install clang");
        Assert.SkipUnless(File.Exists("/usr/include/zlib.h"), "Linking native programs needs zlib: apt-get install zlib1g-dev");
        // As the README says it. No build server stays behind.
        var run = await ProgramRun.StartAsync(
            Repository.Root,
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false" },
            TestContext.Current.CancellationToken,
            "dotnet", "publish", Repository.PathOf("samples", "hello.cs"), "-c", Repository.Configuration, "-o", _folder);
        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.DoesNotContain("warning", run.AllOutput, StringComparison.Ordinal);
        return _folder;
    }
}
