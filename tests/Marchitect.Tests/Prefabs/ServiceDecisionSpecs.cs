using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>What is decided about a unit: systemd's answer in, commands out.</summary>
public sealed class ServiceDecisionSpecs
{
    private const string Stale = "loaded active enabled stale - app.service /etc/systemd/system/app.service";

    [Theory]
    [InlineData("active enabled fresh -", "")]
    [InlineData("inactive enabled fresh -", "start")]
    [InlineData("failed enabled fresh -", "start")]
    [InlineData("failing enabled fresh -", "start")]
    [InlineData("activating enabled fresh -", "start")]
    [InlineData("waiting static fresh -", "")]
    [InlineData("inactive disabled fresh -", "enable, daemon-reload, start")]
    [InlineData("active linked fresh -", "enable, daemon-reload")]
    [InlineData("active enabled-runtime fresh -", "enable, daemon-reload")]
    [InlineData("active static fresh -", "")]
    [InlineData("active indirect fresh -", "")]
    [InlineData("active generated fresh -", "")]
    [InlineData("active alias fresh -", "")]
    [InlineData("active transient fresh -", "")]
    [InlineData("active - fresh -", "")]
    [InlineData("inactive enabled fresh once", "")]
    [InlineData("failed enabled fresh once", "")]
    [InlineData("active enabled stale -", "daemon-reload")]
    [InlineData("inactive enabled stale -", "daemon-reload, start")]
    public void A_service_that_is_to_run_is_enabled_and_started_where_it_is_not(string state, string commands) =>
        Assert.Equal(commands, Commands(new Service("app").Decide("install", Found("loaded " + state))));

    [Theory]
    [InlineData("active enabled fresh -", "stop, disable, daemon-reload")]
    [InlineData("failing enabled-runtime fresh -", "stop, disable --runtime, daemon-reload")]
    [InlineData("inactive disabled fresh -", "")]
    [InlineData("failed disabled fresh -", "")]
    [InlineData("waiting static fresh -", "")]
    [InlineData("active disabled stale once", "stop")]
    public void A_service_that_is_not_to_run_is_stopped_and_disabled_where_it_is_not(string state, string commands) =>
        Assert.Equal(commands, Commands(new Service("app") { IsRunning = false }.Decide("install", Found("loaded " + state))));

    [Theory]
    [InlineData("install", null, true, "enable, daemon-reload")]
    [InlineData("update", true, null, "start")]
    [InlineData("install", null, null, "")]
    [InlineData("start", false, false, "start")]
    [InlineData("stop", true, true, "")]
    [InlineData("clean", true, true, "")]
    [InlineData("other", true, true, "")]
    public void What_is_null_is_left_and_start_and_stop_are_about_running_alone(string mode, bool? isRunning, bool? isEnabled, string commands)
    {
        var service = new Service("app") { IsRunning = isRunning, IsEnabled = isEnabled };

        Assert.Equal(commands, Commands(service.Decide(mode, Found("loaded inactive disabled fresh -"))));
    }

    [Fact]
    public void Clean_stops_and_disables_where_that_is_said()
    {
        var service = new Service("app") { StopOnClean = true };

        Assert.Equal("stop, disable, daemon-reload", Commands(service.Decide("clean", Found("loaded active enabled fresh -"))));
        Assert.Equal("", Commands(service.Decide("clean", Found("not-found inactive - fresh -"))));
        Assert.Equal("", Commands(service.Decide("clean", UnitProbes.Read("none"))));
    }

    [Theory]
    [InlineData(true, "loaded active enabled fresh -", "stop, mask, daemon-reload")]
    [InlineData(true, "masked inactive masked fresh -", "")]
    [InlineData(true, "not-found inactive - fresh -", "mask, daemon-reload")]
    [InlineData(false, "masked inactive masked fresh -", "unmask, enable, daemon-reload, start")]
    [InlineData(false, "masked inactive masked-runtime fresh -", "unmask --runtime, enable, daemon-reload, start")]
    [InlineData(null, "masked inactive masked fresh -", "impossible: app.service is masked, so that nothing may start it")]
    [InlineData(null, "masked inactive masked-runtime fresh -", "impossible: app.service is masked, so that nothing may start it")]
    public void A_mask_is_put_on_or_taken_away_only_where_that_is_said(bool? isMasked, string state, string commands) =>
        Assert.Equal(commands, Commands(new Service("app") { IsMasked = isMasked }.Decide("install", Found(state))));

    [Fact]
    public void A_mask_that_would_have_to_replace_the_units_own_file_is_refused() =>
        Assert.Equal(
            "impossible: /etc/systemd/system/app.service is its file, and a mask would have to stand there",
            Commands(new Service("app") { IsMasked = true }.Decide("install", UnitProbes.Read(Stale))));

    [Theory]
    [InlineData("not-found inactive - fresh -", "there is no unit app.service")]
    [InlineData("bad-setting inactive static fresh -", "systemd cannot use the file of app.service (bad-setting)")]
    [InlineData("error inactive - fresh -", "systemd cannot use the file of app.service (error)")]
    public void A_unit_that_cannot_be_started_is_told_why(string state, string reason)
    {
        Assert.Equal($"impossible: {reason}", Commands(new Service("app").Decide("install", Found(state))));
        Assert.Equal($"impossible: {reason}", Commands(new Service("app").Decide("start", Found(state))));
        Assert.Equal("", Commands(new Service("app") { IsRunning = false }.Decide("install", Found(state))));
        Assert.Equal("", Commands(new Service("app").Decide("stop", Found(state))));
    }

    [Theory]
    [InlineData("none", "install", "this machine has no systemd; it was started by something else")]
    [InlineData("none", "stop", "this machine has no systemd; it was started by something else")]
    [InlineData("silent", "start", "systemd of this machine does not answer")]
    public void Without_systemd_nothing_is_pretended(string answer, string mode, string reason) =>
        Assert.Equal($"impossible: {reason}", Commands(new Service("app") { IsRunning = false }.Decide(mode, UnitProbes.Read(answer))));

    [Fact]
    public void Start_says_that_a_oneshot_cannot_be_kept_running() =>
        Assert.Equal("it runs once and ends (Type=oneshot)", new Service("app").Decide("start", Found("loaded inactive static fresh once")).Reason);

    [Fact]
    public void Commands_name_the_unit_itself_where_it_was_asked_for_by_an_alias()
    {
        var change = new Service("sshd").Decide("install", UnitProbes.Read("loaded inactive disabled fresh - ssh.service /lib/systemd/system/ssh.service"));

        Assert.Equal(["systemctl enable ssh.service", "systemctl daemon-reload", "systemctl start ssh.service"], change.Operations.Select(each => each.Title));
    }

    [Fact]
    public void Differences_are_told_in_the_words_of_systemd()
    {
        var change = new Service("app").Decide("install", Found("loaded failed disabled stale -"));

        Assert.Equal(
            ["at boot disabled -> enabled", "state failed -> active", "definition older than its files -> read again"],
            change.Differences.Select(difference => difference.ToString()));
        Assert.Equal(["loaded active enabled fresh *"], change.Proof);
    }

    [Theory]
    [InlineData("nginx", "nginx.service")]
    [InlineData("nginx.service", "nginx.service")]
    [InlineData("backup.timer", "backup.timer")]
    [InlineData("docker.socket", "docker.socket")]
    [InlineData("app@one", "app@one.service")]
    [InlineData("php8.2-fpm", "php8.2-fpm.service")]
    [InlineData(@"dev-disk-by\x2duuid.swap", @"dev-disk-by\x2duuid.swap")]
    public void A_name_without_a_type_is_a_service(string name, string full) => Assert.Equal(full, new Service(name).Name);

    [Theory]
    [InlineData("")]
    [InlineData("app@")]
    [InlineData("app@.service")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("-app")]
    [InlineData("ssh*")]
    [InlineData("../x")]
    public void A_name_that_is_none_is_refused_where_it_is_written(string name) => Assert.ThrowsAny<ArgumentException>(() => new Service(name));

    [Fact]
    public void A_service_is_brought_about_beside_others_but_after_files()
    {
        var app = new Service("app").Footprint;

        Assert.False(app.Overlaps(new Service("other").Footprint));
        Assert.True(app.Overlaps(new Service("app").Footprint));
        Assert.True(app.Overlaps(new FileFromString("", "/etc/app.conf").Footprint));
        Assert.True(app.Overlaps(Footprint.Named("user app")));
        Assert.True(app.Overlaps(Footprint.Everything));
        Assert.False(app.With(new Service("third").Footprint).Overlaps(new Service("other").Footprint));
        Assert.True(app.With(Footprint.Of("/srv")).Overlaps(new Service("other").Footprint));
    }

    [Fact]
    public void Units_are_equal_by_what_they_say()
    {
        Assert.Equal(UnitProbes.Read(Stale), UnitProbes.Read(Stale));
        Assert.NotEqual(UnitProbes.Read(Stale), UnitProbes.Read(Stale.Replace("stale", "fresh", StringComparison.Ordinal)));
    }

    internal static string Commands(Change change) => change.Kind == ChangeKind.Impossible
        ? $"impossible: {change.Reason}"
        : string.Join(", ", change.Operations.Select(each => each switch
        {
            SystemctlOperation systemctl => systemctl.Verb,
            WriteFile => "write",
            _ => each.Title,
        }));

    private static Finding Found(string state) => UnitProbes.Read($"{state} app.service /lib/systemd/system/app.service");
}
