using Marchitect.Tests.House;
using Marchitect.Tests.Targets;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>Acting as another user, with the password that the command line and the terminal give.</summary>
public sealed class BecomeOnCommandLineSpecs : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-become-");
    private ThrowAwayTarget? _target;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ThrowAwayTarget Target => _target ?? throw new InvalidOperationException("There is no machine.");

    private string Machine => $"{Target.SudoUser}@127.0.0.1:{Target.Port}";

    public async ValueTask InitializeAsync() => _target = await ThrowAwayTarget.DebianAsync(Cancel, "--sudo", "password");

    public async ValueTask DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_password_is_read_from_the_first_line_of_a_file()
    {
        var file = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(file, $"{Target.SudoPassword}\nnot this\n", Cancel);

        var run = await RunAsync("--become-password-file", file, "-v");

        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.Contains("127.0.0.1: acting as root by sudo, ", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1: | root\n", run.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_and_a_terminal_the_error_tells_how_to_give_it()
    {
        var run = await RunAsync();

        Assert.Equal(1, run.ExitStatus);
        Assert.Contains("could not act as 'root' by sudo: the password of 'deploy' is needed, and none was given.", run.Stderr, StringComparison.Ordinal);
        Assert.EndsWith("On this command line, --become-password-file FILE gives it; without that it is asked for on the terminal.\n", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_it_is_asked_for_once_for_all_machines_and_not_shown()
    {
        Assert.SkipUnless(File.Exists(TestSite.Script), "The program 'script' gives this test a terminal: apt-get install bsdutils");
        using var program = TestSite.StartOnTerminal(Alone(), [.. Arguments(), Machine, "-v"]);

        var before = await TestSite.ReadUntilAsync(program.StandardOutput, $"Password for sudo on {Machine}: ", Cancel);
        await program.StandardInput.WriteAsync($"{Target.SudoPassword}\r".AsMemory(), Cancel);
        await program.StandardInput.FlushAsync(Cancel);
        var after = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.True(program.ExitCode == 0, before + after);
        Assert.DoesNotContain(Target.SudoPassword, before + after, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", after, StringComparison.Ordinal);
        Assert.Contains("2 hosts: done", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_nothing_is_asked_for_where_the_machine_asks_for_nothing()
    {
        Assert.SkipUnless(File.Exists(TestSite.Script), "The program 'script' gives this test a terminal: apt-get install bsdutils");
        await Target.InsideAsync(Cancel, "sh", "-c", "echo 'deploy ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/nopasswd");
        using var program = TestSite.StartOnTerminal(Alone(), Arguments());

        var output = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.True(program.ExitCode == 0, output);
        Assert.DoesNotContain("Password", output, StringComparison.Ordinal);
        Assert.Contains("1 host: done", output, StringComparison.Ordinal);
    }

    private string[] Arguments() => ["run", "root", Machine, "--identity", Target.KeyPath, "--known-hosts", Target.KnownHostsPath];

    // A session of its own has no terminal, also where these tests have one.
    private Task<ProgramRun> RunAsync(params string[] more) =>
        ProgramRun.StartAsync(_folder.FullName, Alone(), Cancel, ["setsid", "-w", TestSite.Program, .. Arguments(), .. more]);

    private Dictionary<string, string?> Alone() => new() { ["SSH_AUTH_SOCK"] = null, ["HOME"] = _folder.FullName, ["TERM"] = "dumb" };
}
