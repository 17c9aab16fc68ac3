using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Python packages of a user's own, and runs that are cut.</summary>
public sealed class Pip3UserSpecs(PipMachine machine) : IClassFixture<PipMachine>
{
    private const string Freeze = "-m pip freeze --user";

    [Fact]
    public async Task A_user_has_packages_of_their_own_and_the_system_has_none_of_them()
    {
        var host = (await machine.HostAsync()).Of("deploy");

        await host.ExpectContractAsync(
            [Mine("one==1.0") with { RemoveOnClean = true }],
            async () =>
            {
                Assert.Equal("one==1.0\n", await host.ShAsync($"su deploy -c 'python3 {Freeze}'"));
                Assert.Equal("deploy\nno\n", await host.ShAsync("stat -c %U /home/deploy/.local/lib/python3*/site-packages/one.py; python3 -s -c 'import one' 2>/dev/null || echo no"));
            },
            async () => Assert.Equal("", await host.ShAsync($"su deploy -c 'python3 {Freeze}'; ls /home/deploy/.local/lib/python3*/site-packages | grep one; :")));

        PrefabHost.ExpectDone(await host.InstallAsync(Mine("one==1.0")));
        var upgraded = await host.RunAsync(Mode.Update, Mine("one") with { IsLatest = true });
        PrefabHost.ExpectDone(upgraded);
        Assert.Single(upgraded.Changes);
        Assert.Equal("one==2.0\n", await host.ShAsync($"su deploy -c 'python3 {Freeze}'"));
        Assert.Empty((await host.RunAsync(Mode.Update, Mine("one") with { IsLatest = true })).Changes);
        PrefabHost.ExpectDone(await host.InstallAsync(Mine("one") with { IsAbsent = true }));
        Assert.Equal("", await host.ShAsync($"su deploy -c 'python3 {Freeze}'"));
    }

    [Fact]
    public async Task Through_sudo_the_packages_are_those_of_the_user_who_acts()
    {
        var host = await machine.HostAsync();
        await host.ShAsync("echo 'deploy ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/pip");
        var deploy = host.Of("deploy");

        PrefabHost.ExpectDone(await deploy.InstallAsync(Mine("one") with { As = Become.Sudo() }, Mine("two_words")));
        var again = await deploy.InstallAsync(Mine("one") with { As = Become.Sudo() }, Mine("two_words"));

        PrefabHost.ExpectDone(again);
        Assert.Empty(again.Changes);
        Assert.Equal("one==2.0\ntwo-words==1.0\n", await host.ShAsync($"cd /; python3 {Freeze}; su deploy -c 'python3 {Freeze}' | tr A-Z_ a-z-"));
        PrefabHost.ExpectDone(await deploy.InstallAsync(Mine("one") with { As = Become.Sudo(), IsAbsent = true }, Mine("two_words") with { IsAbsent = true }));
        Assert.Equal("", await host.ShAsync($"python3 {Freeze}; su deploy -c 'python3 {Freeze}'; rm /etc/sudoers.d/pip"));
    }

    [Theory]
    [InlineData("deploy", true)]
    [InlineData("root", false)]
    public async Task A_system_that_keeps_its_python_for_itself_is_told_with_what_to_write(string user, bool isForUser)
    {
        var host = (await machine.HostAsync()).Of(user);

        var report = await host.InstallAsync(Mine("one") with { IsForUser = isForUser, Options = [] });

        Assert.Contains("The system keeps its Python for its own packages (PEP 668): set VirtualEnvironment, or Options = [\"--break-system-packages\"].", report.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("", await host.ShAsync($"su {user} -c 'python3 {Freeze}'; python3 -s -m pip freeze | grep one; :"));
    }

    [Fact]
    public async Task Who_may_not_write_to_the_systems_packages_gets_none_of_their_own_instead()
    {
        var host = (await machine.HostAsync()).Of("deploy");

        var report = await host.InstallAsync(Mine("one") with { IsForUser = false });

        Assert.Contains("Permission denied", report.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("", await host.ShAsync($"su deploy -c 'python3 {Freeze}'"));
    }

    [Fact]
    public async Task Packages_are_right_after_a_cut_and_a_further_run()
    {
        var host = await machine.HostAsync();

        await host.ExpectCutContractAsync(
            [new Pip3("one==1.0", "two_words") { VirtualEnvironment = "/srv/venv", FindLinks = ["/opt/wheels"], WithoutIndex = true }],
            "cd /srv/venv/lib/python3*/site-packages && rm -rf one* two_words* __pycache__",
            async () => Assert.Equal("one==1.0\ntwo-words==1.0\n", await host.ShAsync("/srv/venv/bin/python -m pip freeze | tr A-Z_ a-z-")),
            cuts: 2);
    }

    [Fact]
    public async Task An_environment_that_was_being_made_when_the_link_was_lost_is_made_whole()
    {
        var host = await machine.HostAsync();
        Prefab[] packages = [new Pip3("one") { VirtualEnvironment = "/srv/slow", FindLinks = ["/opt/wheels"], WithoutIndex = true }];

        var running = host.InstallAsync(packages);
        await host.ShAsync("i=0; until [ -e /srv/slow/bin/python ] || [ $i = 300 ]; do sleep 0.05; i=$((i+1)); done; [ -e /srv/slow/bin/python ]; [ ! -e /srv/slow/bin/pip ]");
        await host.DoAsync("drop");
        var cut = await running;
        var next = await host.InstallAsync(packages);

        Assert.IsType<ConnectionLostException>(cut.Error);
        PrefabHost.ExpectDone(next);
        Assert.Equal("one==2.0\n", await host.ShAsync("/srv/slow/bin/pip freeze"));
        Assert.Empty((await host.InstallAsync(packages)).Changes);
    }

    // As Debian wants it said.
    private static Pip3 Mine(string package) => new(package) { IsForUser = true, FindLinks = ["/opt/wheels"], WithoutIndex = true, Options = ["--break-system-packages"] };
}
