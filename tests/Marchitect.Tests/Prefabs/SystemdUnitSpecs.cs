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

    [Fact]
    public async Task A_unit_whose_file_is_a_resource_keeps_the_contract()
    {
        await using var host = await PrefabHost.StartAsync("systemd sudo");
        var local = Path.GetTempFileName();
        await File.WriteAllTextAsync(local, Text + "Alias={{ _target.user }}s-app.service\n", TestContext.Current.CancellationToken);
        try
        {
            await host.ExpectContractAsync(
                [SystemdUnit.FromPath("app", local)],
                async () => Assert.Equal("active\nenabled\nAlias=deploys-app.service\n", await host.ShAsync("systemctl is-active deploys-app; systemctl is-enabled app; tail -n 1 /etc/systemd/system/app.service")),
                async () => Assert.Equal("not-found\n", await host.ShAsync("systemctl show -p LoadState --value app; find /etc/systemd/system -name '*app*'; pgrep -x sleep; :")));
        }
        finally
        {
            File.Delete(local);
        }
    }

    [Fact]
    public async Task A_unit_in_another_folder_keeps_the_contract_and_one_of_its_name_elsewhere_stays()
    {
        await using var host = await PrefabHost.StartAsync("systemd root");
        await host.ShAsync("mkdir -p /usr/local/lib/systemd/system; printf '[Service]\nExecStart=/bin/sleep 1000\n' >/usr/lib/systemd/system/app.service; systemctl daemon-reload");

        await host.ExpectContractAsync(
            [new SystemdUnit("app", Text) { Folder = "/usr/local/lib/systemd/system" }],
            async () => Assert.Equal(
                "active\nenabled\n/usr/local/lib/systemd/system/app.service\n644 root:root\n",
                await host.ShAsync("systemctl is-active app; systemctl is-enabled app; systemctl show -p FragmentPath --value app; stat -c '%a %U:%G' /usr/local/lib/systemd/system/app.service; ls /etc/systemd/system/app.service 2>/dev/null; :")),
            async () => Assert.Equal(
                "inactive\nstatic\n/usr/lib/systemd/system/app.service\n",
                await host.ShAsync("systemctl is-active app; systemctl is-enabled app; readlink -f $(systemctl show -p FragmentPath --value app); ls /usr/local/lib/systemd/system; find /etc/systemd/system -name 'app*'")));
    }

    [Fact]
    public async Task What_is_to_be_kept_is_left_by_clean_alone()
    {
        await using var host = await PrefabHost.StartAsync("systemd root");
        var unit = new SystemdUnit("app", Text) { KeepOnClean = true };
        PrefabHost.ExpectDone(await host.InstallAsync(unit));
        var run = await ServiceSpecs.RunOfAsync(host, "app");

        var preview = await host.PreviewAsync(Mode.Clean, unit);
        var cleaned = await host.CleanAsync(unit);
        var kept = await ServiceSpecs.RunOfAsync(host, "app") + await host.ShAsync("systemctl is-enabled app; cat /etc/systemd/system/app.service");
        PrefabHost.ExpectDone(await host.RunAsync(Mode.Stop, unit));
        var stopped = await host.ShAsync("systemctl is-active app; :");
        PrefabHost.ExpectDone(await host.InstallAsync(unit with { IsAbsent = true }));

        PrefabHost.ExpectDone(preview);
        Assert.Empty(preview.Changes);
        PrefabHost.ExpectDone(cleaned);
        Assert.Empty(cleaned.Changes);
        Assert.Equal($"{run}enabled\n{Text}", kept);
        Assert.Equal("inactive\n", stopped);
        Assert.Equal("not-found\n", await host.ShAsync("systemctl show -p LoadState --value app; ls /etc/systemd/system/app.service 2>/dev/null; :"));
    }

    [Fact]
    public async Task A_secret_in_a_unit_is_in_no_report_no_event_and_no_plan_whatever_systemd_says_of_it()
    {
        const string canary = "hunter2-canary";
        await using var host = await PrefabHost.StartAsync("systemd root");
        var plan = Path.GetTempFileName();
        SystemdUnit Unit(string line) => new("app", Text.Replace("[Install]", $"{line}\n[Install]", StringComparison.Ordinal)) { IsSecret = true, IsVerified = true };

        var made = await host.InstallAsync(Unit($"Environment=TOKEN={canary}-old"));
        var preview = await host.PreviewAsync(Mode.Install, Unit($"Environment=TOKEN={canary}"));
        await preview.Saved!.SaveAsync(plan, TestContext.Current.CancellationToken);
        var saved = await File.ReadAllTextAsync(plan, TestContext.Current.CancellationToken);
        File.Delete(plan);
        var changed = await host.ApplyAsync(preview.Saved, Unit($"Environment=TOKEN={canary}"));
        var refused = await host.InstallAsync(Unit($"ExecStart={canary}"));
        var quoted = await host.ShAsync($"printf '[Service]\nExecStart={canary}\n' >/tmp/x.service; systemd-analyze verify /tmp/x.service 2>&1; :");

        PrefabHost.ExpectDone(made);
        PrefabHost.ExpectDone(preview);
        Assert.Single(preview.Changes);
        PrefabHost.ExpectDone(changed);
        Assert.Equal($"TOKEN={canary}\n", await host.ShAsync("tr '\\0' '\\n' </proc/$(systemctl show -p MainPID --value app)/environ | grep ^TOKEN"));
        Assert.Contains(canary, quoted, StringComparison.Ordinal);
        Assert.IsType<PrefabFailedException>(refused.Error);
        Assert.Contains("What its check says is not shown", refused.Error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(host.Events);
        var told = string.Join('\n', host.Events.Select(Told.Of).Concat([saved, Told.Of(made), Told.Of(preview), Told.Of(changed), Told.Of(refused)]));
        Assert.Contains("unit app.service", told, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, told, StringComparison.Ordinal);
    }

    private static Task<string> CountReloadsAsync(PrefabHost host) => host.ShAsync("systemctl log-level info; systemctl log-target journal");

    private static Task<string> ReloadsAsync(PrefabHost host) => host.ShAsync("journalctl --sync; journalctl _PID=1 -o cat | grep -c '^Reloading\\.'; :");
}
