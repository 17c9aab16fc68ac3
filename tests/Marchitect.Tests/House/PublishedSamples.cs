using Xunit;

namespace Marchitect.Tests.House;

/// <summary>Samples as native programs, each published when the first spec asks for it: that takes most of a minute.</summary>
public sealed class PublishedSamples : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-published-").FullName;
    private readonly Dictionary<string, Task<string>> _publishing = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The program of a sample, e.g. <c>hello</c>, in a folder of its own.</summary>
    public Task<string> ProgramAsync(string sample)
    {
        if (!_publishing.TryGetValue(sample, out var publishing))
            _publishing[sample] = publishing = PublishAsync(sample, Path.Combine(_folder, sample));
        return publishing;
    }

    private static async Task<string> PublishAsync(string sample, string folder)
    {
        Assert.SkipUnless(
            LocalPrograms.Find("clang") is not null || LocalPrograms.Find("gcc") is not null, "Linking native programs needs a compiler: apt-get install clang");
        Assert.SkipUnless(File.Exists("/usr/include/zlib.h"), "Linking native programs needs zlib: apt-get install zlib1g-dev");
        // As the README says it. No build server stays behind.
        var run = await ProgramRun.StartAsync(
            Repository.Root,
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false" },
            TestContext.Current.CancellationToken,
            "dotnet", "publish", Repository.PathOf("samples", sample + ".cs"), "-c", Repository.Configuration, "-o", folder);
        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.DoesNotContain("warning", run.AllOutput, StringComparison.Ordinal);
        return Path.Combine(folder, sample);
    }
}
