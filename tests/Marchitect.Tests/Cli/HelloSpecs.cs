using Marchitect.Testing;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>The first program of the documentation, run as it stands from its one file, over SSH.</summary>
[Collection(DotnetCommands.Collection)]
public sealed class HelloSpecs : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-hello-");
    private ThrowAwaySshd? _sshd;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ThrowAwaySshd Sshd => _sshd ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>The home of whoever logs in: not that of the user who runs the tests.</summary>
    private string Home => Path.Combine(_folder.FullName, "home");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "needs sshd: apt-get install openssh-server");
        Directory.CreateDirectory(Home);
        _sshd = await ThrowAwaySshd.StartAsync(new() { Config = [$"SetEnv HOME={Home}"] }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_writes_one_file_by_a_command_and_another_by_upload_twice_alike()
    {
        foreach (var _ in (int[])[1, 2])
        {
            var run = await HelloAsync(
                "install", $"{Sshd.User}@127.0.0.1:{Sshd.Port}", "--identity", Sshd.ClientKeyPath, "--known-hosts", Sshd.KnownHostsPath);

            Assert.True(run.ExitStatus == 0, run.AllOutput + Sshd.Log);
            Assert.Matches(@"^127\.0\.0\.1: 1/1 hello: done, \d+\.\d s\n1 host: done, \d+\.\d s, 2 round trips\n$", run.Stdout);
            Assert.Equal("", run.Stderr);
            Assert.Equal(["hello-command.txt", "hello-upload.txt"], Directory.GetFiles(Home).Select(Path.GetFileName).Order());
            Assert.Equal("Hello from a command\n", await File.ReadAllTextAsync(Path.Combine(Home, "hello-command.txt"), Cancel));
            Assert.Equal("Hello from an upload\n", await File.ReadAllTextAsync(Path.Combine(Home, "hello-upload.txt"), Cancel));
        }
    }

    [Fact]
    public async Task It_does_not_talk_to_a_machine_whose_key_is_not_known()
    {
        var run = await HelloAsync(
            "install", $"{Sshd.User}@127.0.0.1:{Sshd.Port}", "--identity", Sshd.ClientKeyPath, "--known-hosts", Path.Combine(_folder.FullName, "none"));

        Assert.Equal(1, run.ExitStatus);
        Assert.Contains(Sshd.HostKeyFingerprint, run.Stderr, StringComparison.Ordinal);
        Assert.EndsWith("Step 1 was not started.\nOn this command line, --accept-new-host-keys accepts it.\n", run.Stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Home));
    }

    [Fact]
    public async Task It_is_no_longer_than_twenty_lines_that_are_not_braces() =>
        Assert.InRange(
            (await File.ReadAllLinesAsync(Repository.PathOf("samples", "hello.cs"), Cancel)).Count(line => line.Trim() is not ("" or "{" or "}")), 1, 20);

    private Task<ProgramRun> HelloAsync(params string[] args) => ProgramRun.StartAsync(
        _folder.FullName,
        // No terminal, no agent: the run shows what the arguments say.
        new Dictionary<string, string?> { ["SSH_AUTH_SOCK"] = null, ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false" },
        Cancel,
        ["setsid", "-w", "dotnet", "run", Repository.PathOf("samples", "hello.cs"), "--", .. args]);
}
