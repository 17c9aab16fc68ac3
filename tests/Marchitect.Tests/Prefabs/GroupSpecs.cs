using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class GroupSpecs
{
    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("a b")]
    [InlineData("$(id)")]
    [InlineData("1000")]
    [InlineData("..")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void A_name_that_no_group_can_have_is_refused_where_it_is_written(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new Group(name));

    [Fact]
    public void What_is_to_be_done_follows_from_the_answer()
    {
        Expect("install", new("g"), Found(null), "groupadd -- g");
        Expect("install", new("g") { Gid = 1234, IsSystem = true }, Found(null), "groupadd -r -g 1234 -- g");
        Expect("install", new("g"), Found(7));
        Expect("update", new("g") { Gid = 7 }, Found(7));
        Expect("install", new("g") { Gid = 8 }, Found(7), "groupmod -g 8 -- g");
        Expect("install", new("g") { IsAbsent = true }, Found(7), "groupdel g");
        Expect("install", new("g") { IsAbsent = true }, Found(null));
        Expect("clean", new("g") { RemoveOnClean = true }, Found(7), "groupdel g");
        Expect("install", new("g") { Gid = 8 }, Found(null, AccountTool.Adduser), "addgroup -g 8 g");
        Expect("clean", new("g") { RemoveOnClean = true }, Found(7, AccountTool.Adduser), "delgroup g");

        Assert.Equal("its number is 7, not 8, and this host has no groupmod to change that", new Group("g") { Gid = 8 }.Decide("install", Found(7, AccountTool.Adduser)).Reason);
        Assert.Equal("this host has neither useradd nor adduser", new Group("g").Decide("install", Found(null, AccountTool.None)).Reason);
        Assert.Equal("it is root's", new Group("root") { IsAbsent = true }.Decide("install", Found(0)).Reason);
        Assert.Same(Probe.None, new Group("g").Observe("clean"));
        Assert.Same(Probe.None, new Group("g").Observe("start"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task Groups_hold_once_are_unchanged_twice_and_go_where_clean_is_told_so(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);

        await host.ExpectContractAsync(
            [new Group("builders") { Gid = 4321, RemoveOnClean = true }, new Group("Web.team-1"), new Group("svc") { IsSystem = true, RemoveOnClean = true }],
            async () => Assert.Equal(
                "4321\nsystem\nthere\n",
                await host.ShAsync("getent group builders | cut -d: -f3; [ $(getent group svc | cut -d: -f3) -lt 1000 ] && echo system; getent group Web.team-1 >/dev/null && echo there")),
            async () => Assert.Equal("Web.team-1\n", await host.ShAsync("cut -d: -f1 /etc/group | grep -E 'builders|svc|Web'")));

        await host.ShAsync("groupadd -g 5000 builders");
        PrefabHost.ExpectDone(await host.InstallAsync(new Group("builders") { Gid = 4321 }));
        Assert.Equal("4321\n", await host.ShAsync("getent group builders | cut -d: -f3"));

        var primary = await host.InstallAsync(new Group("deploy") { IsAbsent = true });
        Assert.Contains("cannot remove the primary group of user 'deploy'", primary.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_tools_tells_so_and_is_fine_where_nothing_is_to_be_done()
    {
        await using var host = await PrefabHost.StartAsync("busybox root");

        PrefabHost.ExpectDone(await host.InstallAsync(new Group("deploy") { Gid = 1000 }, new Group("nosuch") { IsAbsent = true }));
        var report = await host.InstallAsync(new Group("builders"));

        Assert.Contains("group builders cannot be done: this host has neither useradd nor adduser", report.Error?.Message, StringComparison.Ordinal);
    }

    private static GroupFinding Found(int? gid, AccountTool tool = AccountTool.Useradd) => new(tool, gid);

    private static void Expect(string mode, Group group, Finding found, params string[] operations) =>
        Assert.Equal(operations, group.Decide(mode, found).Operations.Select(operation => operation.Title));
}
