using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Unit files on real machines with systemd.</summary>
public sealed class SystemdUnitSpecs
{
    private const string Text = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";
    private const string Changed = "[Service]\nExecStart=/bin/sleep infinity\nEnvironment=A=changed\n[Install]\nWantedBy=multi-user.target\n";

    public static TheoryData<string> Systemd => ["systemd root", "systemd sudo"];

    [Theory]
    [MemberData(nameof(Systemd))]
    public async Task Units_hold_once_with_one_reload_are_unchanged_twice_and_go_again(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await CountReloadsAsync(host);
        Prefab[] units =
        [
            new SystemdUnit("app.service", Text) { IsVerified = true },
            new SystemdUnit("tidy.service", "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo run >>/srv/tidy'\n"),
            new SystemdUnit("tidy.timer", "[Timer]\nOnCalendar=yearly\n[Install]\nWantedBy=timers.target\n"),
            new SystemdUnit("many@.service", Text),
        ];

        await host.ExpectContractAsync(
            units,
            async () =>
            {
                Assert.Equal("1\n", await ReloadsAsync(host));
                Assert.Equal(
                    "active\ninactive\nactive\nenabled\nstatic\nenabled\n644 root:root\n",
                    await host.ShAsync("systemctl is-active app tidy tidy.timer; systemctl is-enabled app tidy tidy.timer; stat -c '%a %U:%G' /etc/systemd/system/app.service; cat /srv/tidy 2>/dev/null; :"));
            },
            async () =>
            {
                Assert.Equal("2\n", await ReloadsAsync(host));
                Assert.Equal(
                    "not-found\nnot-found\nnot-found\n",
                    await host.ShAsync("systemctl show -p LoadState --value app tidy tidy.timer | grep .; ls -d /etc/systemd/system/*/app.service /etc/systemd/system/*/tidy.timer 2>/dev/null; pgrep -x sleep; :"));
            });
    }

    [Theory]
    [MemberData(nameof(Systemd))]
    public async Task A_unit_that_runs_is_restarted_when_its_file_changes_and_one_changed_by_hand_comes_back(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Text)));
        var first = await ServiceSpecs.RunOfAsync(host, "app");

        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Changed) { RestartOnChange = false }));
        Assert.Equal(first, await ServiceSpecs.RunOfAsync(host, "app"));

        await host.ShAsync("echo '# mine' >>/etc/systemd/system/app.service; systemctl disable -q app");
        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Changed)));
        var second = await ServiceSpecs.RunOfAsync(host, "app");
        Assert.NotEqual(first, second);
        Assert.Equal("A=changed\nenabled\n", await host.ShAsync("tr '\\0' '\\n' </proc/$(systemctl show -p MainPID --value app)/environ | grep ^A=; systemctl is-enabled app"));

        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Changed.Replace("multi-user", "basic", StringComparison.Ordinal))));
        Assert.Equal("/etc/systemd/system/basic.target.wants/app.service\n", await host.ShAsync("ls /etc/systemd/system/*.wants/app.service"));
    }

    [Fact]
    public async Task What_a_lost_run_owes_is_done_by_the_next()
    {
        await using var host = await PrefabHost.StartAsync("systemd root");
        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Text)));
        var first = await ServiceSpecs.RunOfAsync(host, "app");

        var lost = await host.InstallAsync(new SystemdUnit("app", Changed), new LosesItsConnection());
        var afterwards = await ServiceSpecs.RunOfAsync(host, "app");
        var next = await host.InstallAsync(new SystemdUnit("app", Changed), new LosesItsConnection());
        var restarted = await ServiceSpecs.RunOfAsync(host, "app");
        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Changed)));

        Assert.False(lost.IsSuccess);
        Assert.Equal(first, afterwards);
        PrefabHost.ExpectDone(next);
        Assert.Empty(next.Changes);
        Assert.NotEqual(first, restarted);
        Assert.Equal(restarted, await ServiceSpecs.RunOfAsync(host, "app"));
    }

    [Fact]
    public async Task A_file_that_systemd_has_not_read_is_read()
    {
        await using var host = await PrefabHost.StartAsync("systemd root");
        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Text)));
        // As a run leaves it that is cut right behind the file.
        await host.ShAsync($"sleep 0.1; printf '%b' '{Changed.Replace("\n", "\\n", StringComparison.Ordinal)}' >/etc/systemd/system/app.service");

        var report = await host.InstallAsync(new SystemdUnit("app", Changed));

        PrefabHost.ExpectDone(report);
        Assert.Equal(["definition older than its files -> read again"], report.Changes.Single().Differences.Select(difference => difference.ToString()));
        Assert.Equal("no\n", await host.ShAsync("systemctl show -p NeedDaemonReload --value app"));
        Assert.Empty((await host.InstallAsync(new SystemdUnit("app", Changed))).Changes);
    }

    [Fact]
    public async Task A_file_with_an_error_is_not_put_in_its_place_where_it_is_verified()
    {
        await using var host = await PrefabHost.StartAsync("systemd root");
        PrefabHost.ExpectDone(await host.InstallAsync(new SystemdUnit("app", Text)));

        var report = await host.InstallAsync(new SystemdUnit("app", "[Service]\nExecStart=/nowhere/at/all\n") { IsVerified = true });

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Contains("/nowhere/at/all is not executable", error.OutputEnd, StringComparison.Ordinal);
        Assert.Equal(Text + "active\n", await host.ShAsync("cat /etc/systemd/system/app.service; systemctl is-active app"));
    }

    private static Task<string> CountReloadsAsync(PrefabHost host) => host.ShAsync("systemctl log-level info; systemctl log-target journal");

    private static Task<string> ReloadsAsync(PrefabHost host) => host.ShAsync("journalctl --sync; journalctl _PID=1 -o cat | grep -c '^Reloading\\.'; :");
}
