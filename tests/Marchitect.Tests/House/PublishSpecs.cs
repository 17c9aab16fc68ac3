using Marchitect.Testing;
using Xunit;

namespace Marchitect.Tests.House;

/// <summary>Programs of the documentation, published with <c>dotnet publish</c>: one native file each that does the same.</summary>
[Collection(DotnetCommands.Collection)]
public sealed class PublishSpecs(PublishedSamples published) : IClassFixture<PublishedSamples>
{
    // Nothing tells the program where there is a .NET, an ssh or an agent.
    private static readonly Dictionary<string, string?> WithoutDotnet = new()
    {
        ["PATH"] = "/nowhere",
        ["DOTNET_ROOT"] = null,
        ["SSH_AUTH_SOCK"] = null,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_one_file_beside_its_debug_symbols()
    {
        var files = Directory.GetFileSystemEntries(Path.GetDirectoryName(await published.ProgramAsync("hello"))!).Select(Path.GetFileName);

        Assert.Equal(["hello"], files.Where(file => Path.GetExtension(file) is not (".dbg" or ".pdb")));
    }

    [Fact]
    public async Task It_sets_up_a_machine()
    {
        Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "There is no sshd here: apt-get install openssh-server");
        var program = await published.ProgramAsync("hello");
        await using var sshd = await ThrowAwaySshd.StartAsync(cancellationToken: Cancel);
        var home = Directory.CreateDirectory(Path.Combine(sshd.Folder, "home")).FullName;

        var run = await ProgramRun.StartAsync(
            sshd.Folder, WithoutDotnet, Cancel,
            program, "install", $"{sshd.User}@{ThrowAwaySshd.Address}:{sshd.Port}", "--identity", sshd.ClientKeyPath, "--known-hosts", sshd.KnownHostsPath);

        Assert.True(run.ExitStatus == 0, run.AllOutput + sshd.Log);
        Assert.Equal("Hello from a command\n", await File.ReadAllTextAsync(Path.Combine(home, "hello-command.txt"), Cancel));
        Assert.Equal("Hello from an upload\n", await File.ReadAllTextAsync(Path.Combine(home, "hello-upload.txt"), Cancel));
    }

    [Fact]
    public async Task It_tells_what_is_wrong_with_its_arguments()
    {
        var run = await ProgramRun.StartAsync("/", WithoutDotnet, Cancel, await published.ProgramAsync("hello"), "install", "user@host:nonsense");

        Assert.Equal(2, run.ExitStatus);
        Assert.Contains("nonsense", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_are_parsed_and_rendered_in_it()
    {
        var run = await ProgramRun.StartAsync("/", WithoutDotnet, Cancel, await published.ProgramAsync("jinja"));

        Assert.Equal(SampleSpecs.JinjaOutput, run.Stdout);
        Assert.Contains("<template>:1:9: 'nmae' is undefined", run.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitStatus);
    }
}
