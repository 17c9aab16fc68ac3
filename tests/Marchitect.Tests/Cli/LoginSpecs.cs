using Marchitect.Testing;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>Logging in with a password, as the command line and the terminal give it.</summary>
public sealed class LoginSpecs : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-login-");
    private ThrowAwayUser? _user;
    private ThrowAwaySshd? _sshd;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Arguments =>
        ["run", "say", $"{_user?.Name}@127.0.0.1:{_sshd?.Port}", "--known-hosts", _sshd?.KnownHostsPath ?? ""];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "needs sshd: apt-get install openssh-server");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to add a user with a password: run the tests as root");
        _user = await ThrowAwayUser.CreateAsync(cancellationToken: Cancel);
        _sshd = await ThrowAwaySshd.StartAsync(new() { User = _user.Name, PublicKey = false, Password = true }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
        if (_user is not null)
            await _user.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_password_is_read_from_the_first_line_of_a_file()
    {
        var file = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(file, $"{_user!.Password}\nnot this\n", Cancel);

        var run = await ProgramRun.StartAsync(
            _folder.FullName, Alone(), Cancel, [TestSite.Program, .. Arguments, "--password-file", file]);

        Assert.True(run.ExitStatus == 0, run.AllOutput + _sshd!.Log);
        Assert.Contains("1 host: done", run.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_of_that_machine()
    {
        var file = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(file, "wrong\n", Cancel);

        var run = await ProgramRun.StartAsync(
            _folder.FullName, Alone(), Cancel, ["setsid", "-w", TestSite.Program, .. Arguments, "--password-file", file]);

        Assert.Equal(1, run.ExitStatus);
        Assert.EndsWith("Steps 1-2 were not started.\n", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_needs_a_password_asks_for_it_on_the_terminal()
    {
        Assert.SkipUnless(File.Exists(TestSite.Script), "The program 'script' gives this test a terminal: apt-get install bsdutils");
        using var program = TestSite.StartOnTerminal(Alone(), Arguments);

        var before = await TestSite.ReadUntilAsync(program.StandardOutput, $"Password for {_user!.Name}@127.0.0.1:{_sshd!.Port}: ", Cancel);
        await program.StandardInput.WriteAsync($"{_user.Password}\r".AsMemory(), Cancel);
        await program.StandardInput.FlushAsync(Cancel);
        var after = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.True(program.ExitCode == 0, before + after + _sshd.Log);
        Assert.DoesNotContain(_user.Password, before + after, StringComparison.Ordinal);
        Assert.Contains("1 host: done", after, StringComparison.Ordinal);
    }

    // No agent and no keys of the user who runs the tests.
    private Dictionary<string, string?> Alone() => new() { ["SSH_AUTH_SOCK"] = null, ["HOME"] = _folder.FullName, ["TERM"] = "dumb" };
}
