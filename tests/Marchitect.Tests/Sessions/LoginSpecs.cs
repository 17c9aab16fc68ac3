using Marchitect.Testing;

namespace Marchitect.Tests.Sessions;

/// <summary>Logging in where the login shell is not a POSIX one, noisy, or none.</summary>
public sealed class LoginSpecs
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("/usr/bin/fish", "fish"), InlineData("/bin/tcsh", "tcsh"), InlineData("/bin/bash", "bash"), InlineData("/bin/dash", "dash")]
    public async Task Any_login_shell_that_can_exec_will_do(string shell, string package)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making users needs root; run as root");
        Assert.SkipUnless(File.Exists(shell), $"{shell} is missing; apt-get install {package}");
        await using var user = await ThrowAwayUser.CreateAsync(shell, cancellationToken: Cancel);
        await using var sshd = await ThrowAwaySshd.StartAsync(new() { User = user.Name }, Cancel);
        await using var session = await Session.OpenAsync(To(sshd), null, Cancel);

        Assert.Equal(user.Name, session.Target.User);
        Assert.Equal(user.Home, session.Target.Home);
        Assert.Equal(user.Home + "\n", (await session.ExecAsync($"pwd", null, Cancel)).Stdout.Text);
        await session.UploadAsync(new byte[2_000_000], "~/it's a \"file\"", null, Cancel);
        Assert.Equal(2_000_000, (await session.DownloadBytesAsync("~/it's a \"file\"", null, Cancel)).Length);
    }

    [Fact]
    public async Task A_login_that_prints_is_listened_to_and_ignored()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making users needs root; run as root");
        await using var user = await ThrowAwayUser.CreateAsync("/bin/bash", cancellationToken: Cancel);
        await File.WriteAllTextAsync(Path.Combine(user.Home, ".bashrc"), "echo Welcome, '<0123456789abcdef0123456789abcdef'; echo warning >&2\n", Cancel);
        await using var sshd = await ThrowAwaySshd.StartAsync(new() { User = user.Name }, Cancel);
        await using var session = await Session.OpenAsync(To(sshd), null, Cancel);

        var result = await session.ExecAsync($"echo out; echo err >&2", null, Cancel);

        Assert.Equal(user.Name, session.Target.User);
        Assert.Equal("out\n", result.Stdout.Text);
        Assert.Equal("err\n", result.Stderr.Text);
    }

    [Fact]
    public async Task A_user_who_may_not_have_a_shell_is_told_with_the_hosts_own_words()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making users needs root; run as root");
        await using var user = await ThrowAwayUser.CreateAsync("/usr/sbin/nologin", cancellationToken: Cancel);
        await using var sshd = await ThrowAwaySshd.StartAsync(new() { User = user.Name }, Cancel);

        var failure = await Assert.ThrowsAsync<LoginRefusedException>(() => Session.OpenAsync(To(sshd), null, Cancel));

        Assert.Contains("This account is currently not available", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith($"127.0.0.1 ({user.Name}@127.0.0.1:{sshd.Port}): ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_does_not_exist_is_no_obstacle()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making users needs root; run as root");
        await using var user = await ThrowAwayUser.CreateAsync("/bin/sh", hasHome: false, cancellationToken: Cancel);
        await using var sshd = await ThrowAwaySshd.StartAsync(new() { User = user.Name }, Cancel);
        await using var session = await Session.OpenAsync(To(sshd), null, Cancel);

        Assert.Equal("/\n", (await session.ExecAsync($"pwd", null, Cancel)).Stdout.Text);
        var failure = await Assert.ThrowsAsync<TransferException>(() => session.UploadAsync("x"u8.ToArray(), "~/file", null, Cancel));
        Assert.Equal(TransferProblem.RemoteFolderMissing, failure.Problem);
    }

    [Fact]
    public async Task A_user_without_rights_is_told_where_they_end()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making users needs root; run as root");
        await using var user = await ThrowAwayUser.CreateAsync(cancellationToken: Cancel);
        await using var sshd = await ThrowAwaySshd.StartAsync(new() { User = user.Name }, Cancel);
        await using var session = await Session.OpenAsync(To(sshd), null, Cancel);

        foreach (var size in (int[])[10, 3_000_000])
        {
            var failure = await Assert.ThrowsAsync<TransferException>(() => session.UploadAsync(new byte[size], "/etc/marchitect-spec", null, Cancel));
            Assert.Equal(TransferProblem.RemoteRefused, failure.Problem);
            Assert.True(failure.Message.Contains("Permission denied", StringComparison.Ordinal) || failure.Message.Contains("not writable", StringComparison.Ordinal), failure.Message);
        }
        var unreadable = await Assert.ThrowsAsync<TransferException>(() => session.DownloadBytesAsync("/etc/shadow", null, Cancel));
        Assert.Contains("Permission denied", unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_are_true_and_cost_no_round_trip()
    {
        await using var session = await Session.OpenAsync(new LocalTransport(), null, Cancel);
        var target = session.Target;

        Assert.Equal(0, session.Traffic.RoundTrips);
        Assert.Equal("local", target.Host);
        Assert.Equal(await AskAsync("id -un"), target.User);
        Assert.Equal(await AskAsync("uname -r"), target.Kernel);
        Assert.Equal(await AskAsync("uname -m"), target.Arch);
        Assert.Equal(await AskAsync("uname -n"), target.Hostname);
        Assert.Equal(await AskAsync("nproc"), $"{target.CpuCount}");
        Assert.Equal(await AskAsync(". /etc/os-release; echo $ID"), target.Distro);
        Assert.Equal(await AskAsync(". /etc/os-release; echo $VERSION_ID"), target.DistroVersion ?? "");
        Assert.Equal(await AskAsync("awk '/MemTotal/ { print $2 * 1024 }' /proc/meminfo"), $"{target.MemoryBytes}");
        Assert.Equal(target, await session.RefreshTargetAsync(Cancel));

        async Task<string> AskAsync(string command) => (await session.ExecAsync(command, null, Cancel)).Stdout.Trimmed;
    }

    private static SshTransport To(ThrowAwaySshd sshd) => new(new()
    {
        Host = ThrowAwaySshd.Address,
        Port = sshd.Port,
        User = sshd.User,
        Credentials = [SshCredential.PrivateKeyFile(sshd.ClientKeyPath)],
        HostKeys = new() { KnownHostsFiles = [sshd.KnownHostsPath] },
    });
}
