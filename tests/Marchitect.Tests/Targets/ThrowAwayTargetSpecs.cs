using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Targets;

/// <summary>That the machines of the other specs are what those take them for, seen by the system's own ssh.</summary>
public sealed class ThrowAwayTargetSpecs
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Debian_machine_without_a_service_manager_answers_on_SSH()
    {
        await using var target = await ThrowAwayTarget.DebianAsync(Cancel);

        Assert.Equal("debian 12\n", (await SshAsync(target, ". /etc/os-release; echo $ID $VERSION_ID")).Stdout);
        Assert.NotEqual(0, (await SshAsync(target, "ls /run/systemd/system")).ExitStatus);
    }

    [Fact]
    public async Task A_systemd_machine_runs_systemd()
    {
        await using var target = await ThrowAwayTarget.SystemdAsync(Cancel);

        Assert.Equal("systemd\n", (await SshAsync(target, "cat /proc/1/comm")).Stdout);
        Assert.Equal(0, (await SshAsync(target, "systemctl is-active ssh")).ExitStatus);
    }

    [Fact]
    public async Task A_busybox_machine_has_no_GNU_tools()
    {
        await using var target = await ThrowAwayTarget.BusyboxAsync(Cancel);

        Assert.Equal("/bin/busybox\n", (await SshAsync(target, "readlink -f /bin/sh")).Stdout);
        Assert.Equal("root\n", await target.InsideAsync(Cancel, "id", "-un"));
        Assert.NotEqual(0, (await SshAsync(target, "command -v sudo || command -v bash || command -v python3")).ExitStatus);
    }

    [Fact]
    public async Task A_full_disk_takes_no_byte_until_it_is_emptied()
    {
        await using var target = await ThrowAwayTarget.DebianAsync(Cancel, "--disk", "32m");

        await target.DoAsync("fill", Cancel);
        var full = await SshAsync(target, "echo more > /srv/more");
        await target.DoAsync("unfill", Cancel);
        var free = await SshAsync(target, "echo more > /srv/more && cat /srv/more");

        Assert.Contains("No space left on device", full.Stderr, StringComparison.Ordinal);
        Assert.Equal("more\n", free.Stdout);
    }

    [Fact]
    public async Task Connections_to_a_machine_can_be_reset_and_refused_and_healed()
    {
        await using var target = await ThrowAwayTarget.BusyboxAsync(Cancel);

        await target.DoAsync("cut", Cancel, "--reset");
        var cut = await SshAsync(target, "echo reached");
        await target.DoAsync("heal", Cancel);
        var healed = await SshAsync(target, "echo reached");

        Assert.Equal(255, cut.ExitStatus);
        Assert.Equal("reached\n", healed.Stdout);
    }

    private static Task<ProgramRun> SshAsync(ThrowAwayTarget target, string command) =>
        ProgramRun.StartAsync(
            Repository.Root, new Dictionary<string, string?>(), Cancel,
            "ssh", "-F", "none", "-p", $"{target.Port}", "-i", target.KeyPath, "-o", "IdentitiesOnly=yes", "-o", $"UserKnownHostsFile={target.KnownHostsPath}",
            "-o", "StrictHostKeyChecking=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", $"{target.User}@{target.Host}", command);
}
