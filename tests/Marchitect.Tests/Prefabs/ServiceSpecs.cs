using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Services on real machines with systemd, and on those without.</summary>
public sealed class ServiceSpecs
{
    private const string Machine =
        """
        set -e
        cd /etc/systemd/system
        unit() { printf '%b' "$2" >$1; }
        install='[Install]\nWantedBy=multi-user.target\n'
        unit one.service "[Service]\nExecStart=/bin/sh -c 'echo start >>/run/one-starts; exec sleep infinity'\n$install"
        unit two.service "[Service]\nExecStart=/bin/sleep infinity\n"
        unit once.service "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo run >>/srv/once'\n"
        unit once.timer "[Timer]\nOnCalendar=yearly\n[Install]\nWantedBy=timers.target\n"
        unit idle.socket "[Socket]\nListenStream=/run/idle.socket\n[Install]\nWantedBy=sockets.target\n"
        unit idle.service "[Service]\nExecStart=/bin/sleep infinity\n"
        unit fails.service "[Service]\nExecStart=/bin/sh -c 'echo what I meant to do; echo why I could not >&2; exit 3'\n"
        unit again.service "[Service]\nRestart=always\nRestartSec=60\nExecStart=/bin/sh -c 'echo once more; exit 4'\n"
        unit unmet.service "[Unit]\nConditionPathExists=/nowhere\n[Service]\nExecStart=/bin/sleep infinity\n"
        unit app@.service "[Service]\nExecStart=/bin/sleep infinity\n$install"
        systemctl daemon-reload
        """;

    public static TheoryData<string> Systemd => ["systemd root", "systemd sudo"];

    [Theory]
    [MemberData(nameof(Systemd))]
    public async Task Services_hold_once_are_unchanged_twice_and_are_mended_when_someone_stops_them(string kind)
    {
        await using var host = await StartAsync(kind);
        Prefab[] services = [new Service("one"), new Service("two"), new Service("once.timer"), new Service("once"), new Service("app@one")];
        const string states = "systemctl is-active one two once.timer once app@one; systemctl is-enabled one two once.timer once app@one; cat /srv/once 2>/dev/null";
        const string held = "active\nactive\nactive\ninactive\nactive\nenabled\nstatic\nenabled\nstatic\nenabled\n";

        await host.ExpectContractAsync(services, async () => Assert.Equal(held, await host.ShAsync($"{states}; :")), gone: null);

        await host.ShAsync("systemctl stop one; systemctl disable -q once.timer; systemctl kill -s KILL two; sleep 0.2");
        var mended = await host.InstallAsync(services);
        PrefabHost.ExpectDone(mended);
        Assert.Equal(["service one", "service two", "unit once.timer"], mended.Changes.Select(change => change.Title));
        Assert.Equal(held, await host.ShAsync($"{states}; :"));

        var cleaned = await host.CleanAsync(services);
        PrefabHost.ExpectDone(cleaned);
        Assert.Empty(cleaned.Changes);

        PrefabHost.ExpectDone(await host.RunAsync("stop", services));
        Assert.Equal("inactive\ninactive\ninactive\n", await host.ShAsync("systemctl is-active one two app@one; :"));
        PrefabHost.ExpectDone(await host.RunAsync("start", services));
        Assert.Equal("active\nactive\nactive\n", await host.ShAsync("systemctl is-active one two app@one; :"));

        PrefabHost.ExpectDone(await host.InstallAsync(new Service("one") { IsRunning = false, IsEnabled = true }, new Service("app@one") { IsRunning = false }));
        Assert.Equal("inactive\ninactive\nenabled\ndisabled\n", await host.ShAsync("systemctl is-active one app@one; systemctl is-enabled one; systemctl is-enabled app@one; :"));
    }

    [Fact]
    public async Task A_mask_is_an_error_until_it_is_said_to_go()
    {
        await using var host = await StartAsync("systemd root");
        await host.ShAsync("rm /etc/systemd/system/two.service; mkdir -p /usr/local/lib/systemd/system; printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/usr/local/lib/systemd/system/two.service; systemctl daemon-reload");

        PrefabHost.ExpectDone(await host.InstallAsync(new Service("two") { IsMasked = true }));
        Assert.Equal("masked\n", await host.ShAsync("systemctl is-enabled two; :"));
        Assert.Empty((await host.InstallAsync(new Service("two") { IsMasked = true })).Changes);
        var refused = await host.InstallAsync(new Service("two"));
        PrefabHost.ExpectDone(await host.InstallAsync(new Service("two") { IsMasked = false }));

        Assert.Equal("service two cannot be done: two.service is masked, so that nothing may start it.", (refused.Error as MarchitectException)?.What);
        Assert.Equal("active\n", await host.ShAsync("systemctl is-active two"));
    }

    [Fact]
    public async Task A_service_that_a_socket_starts_is_left_to_it()
    {
        await using var host = await StartAsync("systemd root");

        PrefabHost.ExpectDone(await host.InstallAsync(new Service("idle.socket"), new Service("idle")));
        await host.ShAsync("systemctl stop idle.service 2>/dev/null");
        var second = await host.InstallAsync(new Service("idle.socket"), new Service("idle"));

        PrefabHost.ExpectDone(second);
        Assert.Empty(second.Changes);
        Assert.Equal("active\ninactive\n", await host.ShAsync("systemctl is-active idle.socket idle.service; :"));
    }

    [Theory]
    [InlineData("fails", "fails.service did not keep running: exit-code, exit status 3. The end of its journal:\nwhat I meant to do\nwhy I could not")]
    [InlineData("again", "again.service did not keep running: exit-code, exit status 4. The end of its journal:\nonce more")]
    [InlineData("unmet", "unmet.service did not start: a condition of its unit file does not hold.")]
    public async Task A_service_that_does_not_come_up_says_why_and_names_itself_among_others(string name, string output)
    {
        await using var host = await StartAsync("systemd root");

        var report = await host.InstallAsync(new Service("two"), new Service(name), new Service("app@one"));

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal($"service {name} could not be brought about.", error.What);
        Assert.Equal($"systemctl start two.service\nsystemctl start {name}.service\nsystemctl start app@one.service", error.Operation);
        Assert.StartsWith(output, error.OutputEnd, StringComparison.Ordinal);
        Assert.Equal(1, error.ExitStatus);
        Assert.Equal("active\nactive\n", await host.ShAsync("systemctl is-active two app@one"));
    }

    [Fact]
    public async Task Several_services_that_do_not_come_up_are_each_told_with_what_its_own_unit_says()
    {
        await using var host = await StartAsync("systemd root");

        var report = await host.InstallAsync(new Service("fails"), new Service("two"), new Service("again"), new Service("unmet"));

        var failed = report.Steps[0].Prefabs.Where(prefab => prefab.Outcome == PrefabOutcome.Failed).ToArray();
        Assert.Equal(["service fails", "service again", "service unmet"], failed.Select(prefab => prefab.Title));
        var ends = failed.Select(prefab => Assert.IsType<PrefabFailedException>(prefab.Error).OutputEnd!).ToArray();
        Assert.StartsWith("fails.service did not keep running: exit-code, exit status 3. The end of its journal:\nwhat I meant to do\nwhy I could not", ends[0], StringComparison.Ordinal);
        Assert.StartsWith("again.service did not keep running: exit-code, exit status 4. The end of its journal:\nonce more", ends[1], StringComparison.Ordinal);
        Assert.Equal("unmet.service did not start: a condition of its unit file does not hold.", ends[2].Split('\n')[0]);
        foreach (var (end, others) in ends.Zip((string[][])[["again.", "unmet."], ["fails.", "unmet."], ["fails.", "again."]]))
            Assert.DoesNotContain(others, other => end.Contains(other, StringComparison.Ordinal));
        Assert.Equal("active\n", await host.ShAsync("systemctl is-active two"));
    }

    [Theory]
    [InlineData("debian root")]
    [InlineData("busybox root")]
    public async Task Without_systemd_it_is_said_so(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);

        var service = await host.InstallAsync(new Service("cron"));
        var unit = await host.InstallAsync(new SystemdUnit("app", "[Service]\nExecStart=/bin/true\n"));
        var cleaned = await host.CleanAsync(new Service("cron") { StopOnClean = true }, new SystemdUnit("app", ""));

        Assert.Equal("service cron cannot be done: this machine has no systemd; it was started by something else.", (service.Error as MarchitectException)?.What);
        Assert.Equal("unit app.service cannot be done: this machine has no systemd; it was started by something else.", (unit.Error as MarchitectException)?.What);
        PrefabHost.ExpectDone(cleaned);
        Assert.Empty(cleaned.Changes);
    }

    [Fact]
    public async Task A_unit_that_there_is_not_is_an_error_unless_something_before_it_brings_it()
    {
        await using var host = await StartAsync("systemd root");
        Prefab[] brought = [new FileFromString("[Service]\nExecStart=/bin/sleep infinity\n", "/etc/systemd/system/late.service"), new Service("late")];

        var alone = await host.InstallAsync(new Service("late"));
        var preview = await host.PreviewAsync("install", brought);
        var both = await host.InstallAsync(brought);

        Assert.Equal("service late cannot be done: there is no unit late.service.", (alone.Error as MarchitectException)?.What);
        PrefabHost.ExpectDone(preview);
        Assert.Equal(PrefabOutcome.Unknown, preview.Steps.Single().Prefabs[1].Outcome);
        PrefabHost.ExpectDone(both);
        Assert.Equal("active\n", await host.ShAsync("systemctl is-active late"));
    }

    [Theory]
    [MemberData(nameof(Systemd))]
    public async Task A_service_is_restarted_once_for_all_its_files_even_where_something_later_fails(string kind)
    {
        await using var host = await StartAsync(kind);
        await host.ShAsync("systemctl start one");
        Prefab[] files =
        [
            new FileFromString("a", "/etc/a.conf") { Notify = [Service.Restart("one"), Service.Restart("two"), Service.Restart("nowhere")] },
            new Folder("/etc/systemd/system/one.service.d"),
            new FileFromString("[Service]\nEnvironment=A=dropped-in\n", "/etc/systemd/system/one.service.d/a.conf") { Notify = [Service.Restart("one")] },
        ];
        var before = await RunOfAsync(host, "one");

        var failed = await host.InstallAsync([.. files, new Service("fails")]);
        var restarted = await RunOfAsync(host, "one");
        PrefabHost.ExpectDone(await host.InstallAsync(files));

        Assert.False(failed.IsSuccess);
        Assert.NotEqual(before, restarted);
        Assert.Equal(restarted, await RunOfAsync(host, "one"));
        Assert.Equal("start\nstart\n", await host.ShAsync("cat /run/one-starts"));
        Assert.Contains("A=dropped-in", await host.ShAsync("tr '\\0' '\\n' </proc/$(systemctl show -p MainPID --value one)/environ"), StringComparison.Ordinal);
        Assert.Equal("inactive\n", await host.ShAsync("systemctl is-active two; :"));
    }

    [Fact]
    public async Task A_service_that_cannot_reload_is_restarted_and_one_that_cannot_be_restarted_is_still_owed()
    {
        await using var host = await StartAsync("systemd root");
        await host.ShAsync("systemctl start one");
        var before = await RunOfAsync(host, "one");

        PrefabHost.ExpectDone(await host.InstallAsync(new FileFromString("a", "/etc/a.conf") { Notify = [Service.Reload("one")] }));
        Assert.NotEqual(before, await RunOfAsync(host, "one"));

        await host.ShAsync("sed -i 's|^ExecStart=.*|ExecStart=/nowhere|' /etc/systemd/system/one.service");
        var failed = await host.InstallAsync(new FileFromString("b", "/etc/a.conf") { Notify = [Service.Restart("one")] });

        Assert.Contains("'restart one.service', which was to be run at the end, failed.", failed.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("one.service did not keep running: exit-code, exit status 203.", failed.Error?.Message, StringComparison.Ordinal);
    }

    internal static async Task<string> RunOfAsync(PrefabHost host, string unit) => await host.ShAsync($"systemctl show -p InvocationID --value {unit}");

    internal static async Task<PrefabHost> StartAsync(string kind)
    {
        var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync(Machine);
        return host;
    }
}
