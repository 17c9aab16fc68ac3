using System.Security.Cryptography;
using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>What is decided about a unit file and its unit: both answers in, commands out.</summary>
public sealed class SystemdUnitDecisionSpecs
{
    // No template and no resource is read here.
    private static readonly PrefabContext Context =
        new("given", ConfigMap.Empty, new([]), _ => throw new InvalidOperationException(), () => throw new InvalidOperationException());

    private const string Wanted = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";
    private const string Old = "[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n";
    private const string Moved = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=basic.target\n";

    [Theory]
    [InlineData(null, "not-found inactive - fresh", "write, enable, daemon-reload, start", "")]
    [InlineData(Wanted, "loaded active enabled fresh", "", "")]
    [InlineData(Wanted, "loaded active enabled stale", "daemon-reload", "")]
    [InlineData(Wanted, "loaded inactive disabled fresh", "enable, daemon-reload, start", "")]
    [InlineData(Wanted, "bad-setting inactive disabled stale", "enable, daemon-reload, start", "")]
    [InlineData(Old, "loaded active enabled fresh", "write, daemon-reload", "restart app.service")]
    [InlineData(Old, "loaded activating enabled fresh", "write, daemon-reload, start", "restart app.service")]
    [InlineData(Old, "loaded failing enabled fresh", "write, daemon-reload, start", "")]
    [InlineData(Old, "loaded inactive enabled fresh", "write, daemon-reload, start", "")]
    [InlineData(Old, "loaded active static fresh", "write, enable, daemon-reload", "restart app.service")]
    [InlineData(Old, "bad-setting failed disabled fresh", "write, enable, daemon-reload, start", "")]
    [InlineData(Moved, "loaded active enabled fresh", "write, daemon-reload", "restart app.service, enable app.service anew")]
    [InlineData(Wanted, "masked inactive masked fresh", "impossible: app.service is masked, so that nothing may start it", "")]
    [InlineData(Wanted, "bad-setting inactive disabled fresh", "impossible: systemd cannot use the file of app.service (bad-setting)", "")]
    public void A_unit_is_written_read_enabled_and_started_and_what_ran_is_restarted_at_the_end(string? content, string state, string commands, string owed) =>
        Expect(commands, owed, Unit(Wanted).Decide("install", Found(content, state)));

    [Fact]
    public void A_change_is_not_followed_by_a_restart_where_that_is_said() =>
        Expect("write, daemon-reload", "", Unit(Wanted, unit => unit with { RestartOnChange = false }).Decide("update", Found(Old, "loaded active enabled fresh")));

    [Fact]
    public void What_is_not_to_run_is_stopped_and_disabled_whatever_its_file_says() =>
        Expect("write, stop, disable, daemon-reload", "", Unit(Wanted, unit => unit with { IsRunning = false }).Decide("install", Found(Old, "loaded active enabled fresh")));

    [Theory]
    [InlineData("[Service]\nType=oneshot\nExecStart=/bin/true\n", "write, daemon-reload")]
    [InlineData("[Service]\nType = \\\n  oneshot\nExecStart=/bin/true\n", "write, daemon-reload")]
    [InlineData("[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n", "write, daemon-reload, start")]
    [InlineData("[Service]\n#Type=oneshot\nExecStart=/bin/true\n", "write, daemon-reload, start")]
    [InlineData("[Service]\nExecStart=/bin/true\n[Install]\nAlias=b.service\n", "write, enable, daemon-reload, start")]
    public void A_new_oneshot_is_not_run_and_a_unit_without_an_Install_section_is_not_enabled(string text, string commands) =>
        Expect(commands, "", Unit(text).Decide("install", Found(null, "not-found inactive - fresh")));

    [Theory]
    [InlineData(Wanted, "loaded active enabled fresh", "stop, disable, rm -f /etc/systemd/system/app.service, daemon-reload, reset-failed")]
    [InlineData(Wanted, "loaded failed disabled fresh", "rm -f /etc/systemd/system/app.service, daemon-reload, reset-failed")]
    [InlineData(null, "not-found inactive - fresh", "")]
    [InlineData(null, "not-found failed - fresh", "")]
    [InlineData(null, "loaded inactive bad stale", "daemon-reload, reset-failed")]
    [InlineData(null, "masked inactive masked fresh", "")]
    public void Clean_and_absent_stop_disable_and_remove_and_end_what_a_cut_run_began(string? content, string state, string commands)
    {
        Expect(commands, "", Unit(Wanted).Decide("clean", Found(content, state)));
        Expect(commands, "", Unit(Wanted, unit => unit with { IsAbsent = true }).Decide("install", Found(content, state)));
    }

    [Fact]
    public void Clean_leaves_a_unit_of_that_name_that_a_package_brought() =>
        Expect("", "", Unit(Wanted).Decide("clean", new Findings([new Absent(), UnitProbes.Read("loaded active enabled fresh - app.service /lib/systemd/system/app.service")])));

    [Fact]
    public void Clean_stops_what_still_runs_without_a_file() =>
        Expect("stop, daemon-reload, reset-failed", "", Unit(Wanted).Decide("clean", new Findings([new Absent(), UnitProbes.Read("not-found active - fresh - app.service -")])));

    [Theory]
    [InlineData("start", "loaded inactive enabled fresh", "start")]
    [InlineData("start", "loaded active disabled fresh", "")]
    [InlineData("stop", "loaded active enabled fresh", "stop")]
    [InlineData("stop", "not-found inactive - fresh", "")]
    public void Start_and_stop_are_about_running_alone(string mode, string state, string commands) =>
        Expect(commands, "", Unit(Wanted).Decide(mode, UnitProbes.Read($"{state} - app.service /etc/systemd/system/app.service")));

    [Fact]
    public void Of_a_template_only_the_file_is_brought_about_and_its_instances_are_restarted()
    {
        var template = (SystemdUnit)new SystemdUnit("app@.service", Wanted) { IsTemplate = false }.Resolve(Context);
        var found = new Findings([new Absent(), UnitProbes.Read("not-found inactive - fresh - app@marchitect.service -")]);

        Expect("write, daemon-reload", "restart app@*.service", template.Decide("install", found));
        Expect("write, daemon-reload", "daemon-reload", (template with { RestartOnChange = false }).Decide("install", found));
        Assert.IsType<NothingAsked>(template.Observe("start").Read([]));
        Assert.True(template.Footprint.Overlaps(new Service("app@one").Footprint));
    }

    [Fact]
    public void Without_systemd_a_unit_is_impossible_but_there_is_nothing_to_clean()
    {
        var found = new Findings([new Absent(), UnitProbes.Read("none")]);

        Expect("impossible: this machine has no systemd; it was started by something else", "", Unit(Wanted).Decide("install", found));
        Expect("", "", Unit(Wanted).Decide("clean", found));
    }

    private static SystemdUnit Unit(string text, Func<SystemdUnit, SystemdUnit>? with = null)
    {
        var unit = new SystemdUnit("app", text) { IsTemplate = false };
        return (SystemdUnit)(with?.Invoke(unit) ?? unit).Resolve(Context);
    }

    private static Findings Found(string? content, string state) => new(
    [
        content is null ? new Absent() : new FileStat(FileKind.Regular, "0644", "root", "root")
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))),
            Content = Encoding.UTF8.GetBytes(content),
        },
        UnitProbes.Read($"{state} - app.service {(state.StartsWith("not-found", StringComparison.Ordinal) ? "-" : "/etc/systemd/system/app.service")}"),
    ]);

    private static void Expect(string commands, string owed, Change change)
    {
        Assert.Equal(commands, ServiceDecisionSpecs.Commands(change));
        Assert.Equal(owed, string.Join(", ", change.Notify.Select(action => action.Key)));
    }
}
