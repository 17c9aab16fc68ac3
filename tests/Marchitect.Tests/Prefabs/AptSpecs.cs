using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class AptSpecs
{
    [Theory]
    [InlineData("none", "fresh known", "apt-get install hello")]
    [InlineData("none", "stale known", "update, apt-get install hello")]
    [InlineData("none", "fresh unknown", "update, apt-get install hello")]
    [InlineData("install installed ok 1.0", null, "")]
    [InlineData("hold installed ok 1.0", null, "")]
    [InlineData("provided", null, "")]
    [InlineData("deinstall config-files ok 1.0", "fresh known", "apt-get install hello")]
    [InlineData("install half-configured ok 1.0", "fresh known", "apt-get install hello")]
    [InlineData("install unpacked ok 1.0", "fresh known", "apt-get install hello")]
    [InlineData("install triggers-pending ok 1.0", "fresh known", "apt-get install hello")]
    [InlineData("install half-installed reinstreq 1.0", "stale known", "update, apt-get install --reinstall hello")]
    [InlineData("install installed reinstreq 1.0", "fresh known", "apt-get install --reinstall hello")]
    [InlineData("install half-installed ok 1.0", "fresh known", "apt-get install --reinstall hello")]
    [InlineData("no-apt", null, "impossible: the host has no apt")]
    public void A_package_is_installed_where_it_is_not_wholly_there(string text, string? beside, string expected) =>
        Assert.Equal(expected, Decided(new("hello"), Mode.Install, (text, beside)));

    [Theory]
    [InlineData("install installed ok 2.0", "")]
    [InlineData("install installed ok 1.0", "apt-get install hello=2.0")]
    [InlineData("install installed ok 3.0", "apt-get install hello=2.0")]
    [InlineData("hold installed ok 2.0", "")]
    [InlineData("hold installed ok 1.0", "impossible: hello is on hold at 1.0")]
    public void A_version_is_that_version(string text, string expected) =>
        Assert.Equal(expected, Decided(new("hello=2.0"), Mode.Update, (text, "fresh known")));

    [Theory]
    [InlineData("none", "")]
    [InlineData("install installed ok 1.0 latest fresh", "")]
    [InlineData("install installed ok 1.0 latest stale", "update, apt-get install hello")]
    [InlineData("install installed ok 1.0 older 2.0 fresh", "apt-get install hello")]
    [InlineData("install installed ok 1.0 older 2.0 stale", "update, apt-get install hello")]
    [InlineData("hold installed ok 1.0 older 2.0 fresh", "skipped: hello is on hold at 1.0, though 2.0 is to be had")]
    [InlineData("hold installed ok 1.0 latest stale", "")]
    public void The_latest_is_what_apt_would_install(string text, string expected) =>
        Assert.Equal(text == "none" ? "apt-get install hello" : expected, Decided(new("hello") { IsLatest = true }, Mode.Install, (text, text == "none" ? "fresh known" : null)));

    [Theory]
    [InlineData("none", false, "")]
    [InlineData("provided", false, "")]
    [InlineData("no-apt", false, "")]
    [InlineData("deinstall config-files ok 1.0", false, "")]
    [InlineData("deinstall config-files ok 1.0", true, "apt-get purge hello")]
    [InlineData("install installed ok 1.0", false, "apt-get remove hello")]
    [InlineData("install installed ok 1.0", true, "apt-get purge hello")]
    [InlineData("install half-configured ok 1.0", false, "apt-get remove hello")]
    [InlineData("hold installed ok 1.0", false, "impossible: hello is on hold")]
    public void What_is_to_be_gone_is_removed(string text, bool purge, string expected)
    {
        Assert.Equal(expected, Decided(new("hello=1.0") { IsAbsent = true, Purge = purge }, Mode.Install, (text, "stale unknown")));
        Assert.Equal(expected, Decided(new("hello") { RemoveOnClean = true, Purge = purge }, Mode.Clean, (text, "stale unknown")));
    }

    [Fact]
    public void Of_several_only_those_that_differ_are_installed() => Assert.Equal(
        "apt-get install --no-install-recommends tree hello",
        Decided(new("git", "tree", "hello") { WithoutRecommends = true }, Mode.Install, ("install installed ok 1", null), ("none", "fresh known"), ("none", "fresh known")));

    [Fact]
    public void It_leaves_packages_in_other_modes()
    {
        Assert.Same(Probe.None, new Apt("hello").Observe(Mode.Clean));
        Assert.Same(Probe.None, new Apt("hello") { RemoveOnClean = true }.Observe(Mode.Start));
        Assert.NotSame(Probe.None, new Apt("hello") { RemoveOnClean = true }.Observe(Mode.Clean));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-y")]
    [InlineData("hello-")]
    [InlineData("hello world")]
    [InlineData("hello*")]
    [InlineData("Hello")]
    [InlineData("./hello.deb")]
    [InlineData("hello=")]
    [InlineData("hello=1;reboot")]
    [InlineData("hello=1 2")]
    [InlineData("hello:")]
    [InlineData("hello:amd64:i386")]
    [InlineData("hello/bookworm")]
    [InlineData("$(reboot)")]
    [InlineData("hello\ntree")]
    public void What_is_no_package_is_refused_where_it_is_written(string text) => Assert.Throws<ArgumentException>(() => new Apt("tree", text));

    [Theory]
    [InlineData("g++")]
    [InlineData("libc6:i386")]
    [InlineData("python3.11")]
    [InlineData("docker-ce=5:24.0.7-1~debian.12~bookworm")]
    public void What_is_one_is_taken(string text) => Assert.Equal([text], new Apt(text).Packages);

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task Packages_are_installed_by_one_run_and_lists_fetched_once_and_all_of_it_goes_again(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Prefab[] packages =
        [
            new Apt("hello", "awk") { RemoveOnClean = true, IsLatest = true },
            new Apt("tree=2.1.0-1") { RemoveOnClean = true, Purge = true },
            new FileFromString("sl follows\n", "/srv/between"),
            new Apt("sl") { RemoveOnClean = true },
        ];

        await host.ExpectContractAsync(
            packages,
            async () =>
            {
                Assert.Equal(
                    "hello install ok installed\nsl install ok installed\ntree install ok installed\n",
                    await host.ShAsync("dpkg-query -W -f '${Package} ${Status}\\n' hello sl tree"));
                Assert.Equal("2\n", await host.ShAsync("grep -c ^Commandline: /var/log/apt/history.log"));
            },
            async () => Assert.Equal("", await host.ShAsync("dpkg-query -W -f '${Package} ${Status}\\n' hello sl tree 2>/dev/null | grep 'ok installed' || :")));
    }

    [Fact]
    public async Task A_package_that_is_to_be_had_is_not_one_that_is_there_and_an_unknown_one_is_named()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        await host.ShAsync("apt-get -q update && apt-cache policy hello | grep Candidate");

        var validation = await host.ValidateAsync(Mode.Install, new Apt("hello"));
        var unknown = await host.InstallAsync(new Apt("hello"), new Apt("no-such.package"), new Apt("tree"));
        var version = await host.InstallAsync(new Apt("hello=99"));

        Assert.False(validation.IsSuccess);
        Assert.Contains("package no-such.package could not be brought about", unknown.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("know no package 'no-such.package'", unknown.Error.Message, StringComparison.Ordinal);
        Assert.Contains("'99' for 'hello' was not found", version.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("", await host.ShAsync("dpkg-query -W hello tree 2>/dev/null || :"));
    }

    [Fact]
    public async Task A_lock_is_waited_for_and_its_holder_named_when_the_wait_is_over()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        await host.ShAsync("apt-get -q update");
        await HoldLockAsync(host, "/var/lib/dpkg/lock-frontend", seconds: 5);

        var tooLong = await host.InstallAsync(new Apt("hello") { LockTimeout = TimeSpan.FromSeconds(1) });
        var waited = await host.InstallAsync(new Apt("hello"));
        await host.ShAsync("rm -rf /var/lib/apt/lists/*");
        await HoldLockAsync(host, "/var/lib/apt/lists/lock", seconds: 5);
        var lists = await host.InstallAsync(new Apt("tree"));

        Assert.Contains("perl", tooLong.Error!.Message, StringComparison.Ordinal);
        PrefabHost.ExpectDone(waited);
        PrefabHost.ExpectDone(lists);
        Assert.Equal("hello\ntree\n", await host.ShAsync("dpkg-query -W -f '${Package}\\n' hello tree"));
    }

    [Fact]
    public async Task What_dpkg_left_half_done_is_finished_first()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        // dpkg is killed in the middle of setting a package up; half-configured is written down, and so is what it was at.
        await host.ShAsync(
            """
            set -e
            apt-get -q update; apt-get -qy install hello; cd /tmp; apt-get -q download tree
            printf '#!/bin/sh\nkill -9 $PPID\n' >/var/lib/dpkg/info/hello.postinst; chmod 755 /var/lib/dpkg/info/hello.postinst
            dpkg --unpack --force-depends tree_*.deb
            sed -i '/^Package: hello$/,/^$/s/^Status: .*/Status: install ok unpacked/' /var/lib/dpkg/status
            dpkg --configure hello || :
            rm /var/lib/dpkg/info/hello.postinst
            ls /var/lib/dpkg/updates | grep . >&2
            """);

        var report = await host.InstallAsync(new Apt("hello", "sl"));

        PrefabHost.ExpectDone(report);
        Assert.Equal(
            "hello install ok installed\nsl install ok installed\ntree install ok installed\n",
            await host.ShAsync("dpkg-query -W -f '${Package} ${Status}\\n' hello sl tree; dpkg --audit"));
    }

    [Fact]
    public async Task A_connection_lost_while_apt_runs_is_made_good_by_the_next_run()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        await host.ShAsync("printf 'DPkg::Pre-Invoke {\"touch /tmp/begun; sleep 3\";};\\n' >/etc/apt/apt.conf.d/99slow");

        var running = host.InstallAsync(new Apt("hello"), new Apt("tree"));
        await host.ShAsync("i=0; until [ -e /tmp/begun ] || [ $i = 300 ]; do sleep 0.1; i=$((i+1)); done; [ -e /tmp/begun ]");
        await host.DoAsync("cut", "--reset");
        var cut = await running;
        await host.DoAsync("heal");
        var again = await host.InstallAsync(new Apt("hello"), new Apt("tree"));

        Assert.False(cut.IsSuccess);
        PrefabHost.ExpectDone(again);
        Assert.Equal("hello\ntree\n", await host.ShAsync("dpkg-query -W -f '${Package}\\n' hello tree; dpkg --audit"));
    }

    [Fact]
    public async Task A_host_without_apt_is_told_so()
    {
        await using var host = await PrefabHost.StartAsync("busybox root");

        var report = await host.InstallAsync(new Apt("hello"));

        Assert.Contains("the host has no apt", report.Error!.Message, StringComparison.Ordinal);
    }

    // dpkg and apt lock by fcntl, which flock(1) does not. The lock goes with the process.
    private static Task<string> HoldLockAsync(PrefabHost host, string path, int seconds) => host.ShAsync(
        $$"""
        perl -MFcntl -e '$l = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0); open F, ">>", "{{path}}" or die; fcntl(F, F_SETLK, $l) or die; open G, ">", "/tmp/held"; close G; sleep {{seconds}}' >/dev/null 2>&1 &
        i=0; until [ -e /tmp/held ] || [ $i = 50 ]; do sleep 0.1; i=$((i+1)); done; rm /tmp/held
        """);

    private static string Decided(Apt apt, string mode, params (string Text, string? Beside)[] answers)
    {
        var found = new Findings([.. answers.Select(answer => AptState.Read(new(answer.Text) { Content = answer.Beside is null ? null : Encoding.UTF8.GetBytes(answer.Beside) }))]);
        var change = apt.Decide(mode, found);
        return change.Kind switch
        {
            ChangeKind.Impossible => $"impossible: {change.Reason}",
            ChangeKind.Skipped => $"skipped: {change.Reason}",
            _ => string.Join(", ", [.. change.Before.Select(_ => "update"), .. change.Operations.Select(operation => operation.Title)]),
        };
    }
}
