using System.Diagnostics;
using Marchitect.Testing;
using Xunit;

namespace Marchitect.Tests.Testing;

public sealed class ThrowAwaySshdSpecs
{
    public ThrowAwaySshdSpecs() => Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "needs sshd: apt-get install openssh-server");

    [Fact]
    public async Task The_system_ssh_logs_in_with_its_key_and_its_known_hosts()
    {
        await using var sshd = await ThrowAwaySshd.StartAsync(cancellationToken: Cancel);

        var output = await SshAsync(sshd, sshd.User, "echo from $SSH_CONNECTION");

        Assert.Contains($"127.0.0.1 {sshd.Port}", output, StringComparison.Ordinal);
        await sshd.WaitForLogAsync("Accepted publickey for", Cancel);
    }

    [Fact]
    public async Task Its_fingerprint_is_the_one_that_ssh_keygen_tells()
    {
        await using var sshd = await ThrowAwaySshd.StartAsync(cancellationToken: Cancel);

        var told = await RunAsync("ssh-keygen", "-l", "-f", sshd.KnownHostsPath);

        Assert.Contains($" {sshd.HostKeyFingerprint} ", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_ends_the_server_its_sessions_and_daemons_and_deletes_its_folder()
    {
        var sshd = await ThrowAwaySshd.StartAsync(cancellationToken: Cancel);
        var output = await SshAsync(sshd, sshd.User, "setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!");
        var daemon = int.Parse(output, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsRunning(daemon));

        await sshd.DisposeAsync();

        Assert.False(IsRunning(daemon));
        Assert.False(IsRunning(sshd.ProcessId));
        Assert.False(Directory.Exists(sshd.Folder));
    }

    [Fact]
    public async Task A_broken_configuration_is_told_with_the_log()
    {
        var error = await Assert.ThrowsAsync<MarchitectException>(
            () => ThrowAwaySshd.StartAsync(new() { Config = ["NoSuchOption yes"] }, Cancel));

        Assert.Contains("Bad configuration option: NoSuchOption", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throw_away_user_logs_in_and_is_gone_afterwards()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to add users: run the tests as root");
        await using var user = await ThrowAwayUser.CreateAsync("/bin/bash", cancellationToken: Cancel);
        await using var sshd = await ThrowAwaySshd.StartAsync(new() { User = user.Name }, Cancel);

        Assert.Equal($"{user.Name} {user.Home} /bin/bash", await SshAsync(sshd, user.Name, "echo $USER $PWD $SHELL"));

        await user.DisposeAsync();
        Assert.DoesNotContain(user.Name, await File.ReadAllTextAsync("/etc/passwd", Cancel), StringComparison.Ordinal);
        Assert.False(Directory.Exists(user.Home));
    }

    [Fact]
    public async Task A_throw_away_user_may_have_no_home()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to add users: run the tests as root");
        await using var user = await ThrowAwayUser.CreateAsync(hasHome: false, cancellationToken: Cancel);

        Assert.False(Directory.Exists(user.Home));
    }

    private static bool IsRunning(int id)
    {
        var stat = $"/proc/{id}/stat";
        return File.Exists(stat) && !File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
    }

    private static Task<string> SshAsync(ThrowAwaySshd sshd, string user, string command) => RunAsync(
        "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", $"UserKnownHostsFile={sshd.KnownHostsPath}", "-o", "IdentitiesOnly=yes",
        "-i", sshd.ClientKeyPath, "-p", $"{sshd.Port}", $"{user}@{ThrowAwaySshd.Address}", command);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return output.Trim();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
