using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class OtherUserSpecs
{
    [Fact]
    public async Task Prefabs_act_as_the_user_they_say_in_order_and_neighbours_of_one_user_together()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        Prefab[] prefabs =
        [
            new Folder("/srv/app", Owner: "deploy"),
            new FileFromString("by deploy\n", "/srv/app/one") { As = Become.Su("deploy") },
            new FileFromString("at home\n", "~/two") { As = Become.Su("deploy") },
            new FileFromString("by root\n", "/srv/app/three"),
        ];

        var first = await host.InstallAsync(prefabs);
        PrefabHost.ExpectDone(first);
        var second = await host.InstallAsync(prefabs);

        Assert.Empty(second.Changes);
        Assert.Equal(
            "deploy by deploy\ndeploy at home\nroot by root\n",
            await host.ShAsync("for f in /srv/app/one /home/deploy/two /srv/app/three; do echo $(stat -c %U $f) $(cat $f); done"));
    }

    [Fact]
    public async Task A_nested_whiteprint_acts_as_the_user_it_is_nested_with()
    {
        await using var host = await PrefabHost.StartAsync("debian root");

        PrefabHost.ExpectDone(await host.InstallAsync(Prefab.Of<Nested>() with { As = Become.Su("deploy") }));

        Assert.Equal("deploy\n", await host.ShAsync("stat -c %U /home/deploy/nested"));
    }

    private sealed class Nested : Whiteprint
    {
        protected internal override IEnumerable<Prefab> Head => [new FileFromString("x", "/home/deploy/nested")];
    }

    [Fact]
    public async Task A_folder_that_the_user_may_not_write_to_is_told_with_what_the_host_said()
    {
        await using var host = await PrefabHost.StartAsync("debian root");

        var report = await host.InstallAsync(new FileFromString("x", "/etc/by-deploy") { As = Become.Su("deploy") });

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal("file /etc/by-deploy could not be brought about.", error.What);
        Assert.Contains("Permission denied", error.OutputEnd, StringComparison.Ordinal);
        Assert.Equal("", await host.ShAsync("ls -A /etc | grep -e by-deploy -e marchitect || :"));
    }
}
