using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Versions, holds, architectures and broken packages, on real machines whose apt knows a small repository alone.</summary>
public sealed class AptVersionSpecs
{
    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task A_newer_one_is_found_where_the_lists_are_old_and_an_older_one_is_had_by_its_version(string kind)
    {
        await using var host = await MachineAsync(kind);
        PrefabHost.ExpectDone(await host.InstallAsync(new Apt("thing", "other")));
        await AptRepository.AddAsync(host, "thing", "2.0");

        var fresh = await host.InstallAsync(new Apt("thing", "other") { IsLatest = true });
        await AptRepository.AgeListsAsync(host);
        var any = await host.InstallAsync(new Apt("thing", "other"));
        var upgraded = await host.RunAsync(Mode.Update, new Apt("thing", "other") { IsLatest = true });
        var again = await host.RunAsync(Mode.Update, new Apt("thing", "other") { IsLatest = true });
        var upgradedTo = await AptRepository.StatesAsync(host);
        var downgraded = await host.InstallAsync(new Apt("thing=1.0"));

        PrefabHost.ExpectDone(fresh);
        Assert.Empty(fresh.Changes);
        PrefabHost.ExpectDone(any);
        Assert.Empty(any.Changes);
        PrefabHost.ExpectDone(upgraded);
        Assert.Single(upgraded.Changes);
        Assert.Equal("other:amd64 install ok installed 1.0\nthing:amd64 install ok installed 2.0\n", upgradedTo);
        PrefabHost.ExpectDone(again);
        Assert.Empty(again.Changes);
        Assert.Equal(kind == "debian root" ? 1 : 3, again.Traffic.RoundTrips);
        PrefabHost.ExpectDone(downgraded);
        Assert.Equal(["package thing 2.0 -> 1.0"], downgraded.Changes.Single().Differences.Select(difference => difference.ToString()));
        Assert.Equal("other:amd64 install ok installed 1.0\nthing:amd64 install ok installed 1.0\n", await AptRepository.StatesAsync(host));
    }

    [Fact]
    public async Task A_package_on_hold_stays_and_what_was_wanted_of_it_is_told()
    {
        await using var host = await MachineAsync("debian root");
        PrefabHost.ExpectDone(await host.InstallAsync(new Apt("thing", "other")));
        await AptRepository.AddAsync(host, "thing", "2.0");
        await AptRepository.AddAsync(host, "other", "2.0");
        await host.ShAsync("apt-get -q update; apt-mark hold thing");
        const string held = "thing:amd64 hold ok installed 1.0\n";

        var any = await host.InstallAsync(new Apt("thing"));
        var latest = await host.InstallAsync(new Apt("thing") { IsLatest = true });
        var version = await host.InstallAsync(new Apt("thing=2.0"));
        var gone = await host.InstallAsync(new Apt("thing") { IsAbsent = true });
        var validated = await host.ValidateAsync(Mode.Install, new Apt("thing=2.0"));
        var untouched = await AptRepository.StatesAsync(host);
        // Beside one that may go on.
        var both = await host.InstallAsync(new Apt("thing", "other") { IsLatest = true });
        var again = await host.InstallAsync(new Apt("thing", "other") { IsLatest = true });

        PrefabHost.ExpectDone(any);
        Assert.Empty(any.Changes);
        PrefabHost.ExpectDone(latest);
        Assert.Empty(latest.Changes);
        var skipped = latest.Steps.Single().Prefabs.Single();
        Assert.Equal((PrefabOutcome.Skipped, "thing is on hold at 1.0, though 2.0 is to be had. apt-mark unhold thing lets it go."), (skipped.Outcome, skipped.Reason));
        Assert.Contains("thing is on hold at 1.0", version.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("apt-mark unhold thing", version.Error.Message, StringComparison.Ordinal);
        Assert.Contains("thing is on hold", gone.Error!.Message, StringComparison.Ordinal);
        Assert.False(validated.IsSuccess);
        Assert.Equal("other:amd64 install ok installed 1.0\n" + held, untouched);
        PrefabHost.ExpectDone(both);
        Assert.Equal(["package other 1.0 -> 2.0"], both.Changes.Single().Differences.Select(difference => difference.ToString()));
        PrefabHost.ExpectDone(again);
        Assert.Equal(PrefabOutcome.Skipped, again.Steps.Single().Prefabs.Single().Outcome);
        Assert.Equal("other:amd64 install ok installed 2.0\n" + held, await AptRepository.StatesAsync(host));
    }

    [Fact]
    public async Task A_package_of_another_architecture_stands_beside_its_own_and_one_that_the_machine_does_not_take_is_told()
    {
        await using var host = await MachineAsync("debian root");
        Prefab[] both = [new Apt("thing", "thing:i386", "data:amd64") { RemoveOnClean = true }];

        var refused = await host.InstallAsync(both);
        var nothing = await AptRepository.StatesAsync(host);
        // apt's lists know nothing of it before they are fetched anew, though they are fresh.
        await host.ShAsync("dpkg --add-architecture i386");
        await host.ExpectContractAsync(
            both,
            async () => Assert.Equal("data:all install ok installed 1.0\nthing:amd64 install ok installed 1.0\nthing:i386 install ok installed 1.0\n", await AptRepository.StatesAsync(host)),
            async () => Assert.Equal("", await AptRepository.StatesAsync(host)));
        PrefabHost.ExpectDone(await host.InstallAsync(both));
        PrefabHost.ExpectDone(await host.InstallAsync(new Apt("thing:i386") { IsAbsent = true }));

        Assert.Contains("This machine takes no packages of the architecture 'i386', of which 'thing:i386' is; 'dpkg --add-architecture i386' before lets it.", refused.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("", nothing);
        Assert.Equal("data:all install ok installed 1.0\nthing:amd64 install ok installed 1.0\n", await AptRepository.StatesAsync(host));
    }

    [Fact]
    public async Task A_package_that_is_half_there_is_made_whole()
    {
        await using var host = await MachineAsync("debian root");
        PrefabHost.ExpectDone(await host.InstallAsync(new Apt("thing")));
        foreach (var (status, hasFiles) in new[] { ("reinstreq half-installed", false), ("ok half-installed", false), ("reinstreq installed", false), ("ok half-configured", true), ("ok unpacked", true) })
        {
            await host.ShAsync($"sed -i '/^Package: thing$/,/^$/s/^Status: .*/Status: install {status}/' /var/lib/dpkg/status; {(hasFiles ? "" : "rm /usr/share/thing-amd64/version")}");
            Assert.Equal($"thing:amd64 install {status} 1.0\n", await AptRepository.StatesAsync(host));

            var report = await host.InstallAsync(new Apt("thing"));

            Assert.True(report.IsSuccess, $"{status}: {report.Error}");
            Assert.Equal("thing:amd64 install ok installed 1.0\n1.0\n", await AptRepository.StatesAsync(host) + await host.ShAsync("cat /usr/share/thing-amd64/version"));
            Assert.Empty((await host.InstallAsync(new Apt("thing"))).Changes);
        }
    }

    [Fact]
    public async Task What_dpkg_was_unpacking_when_it_was_killed_is_there_after_a_further_run_and_told_where_it_cannot_be_had()
    {
        await using var host = await MachineAsync("debian root");
        await AptRepository.AddAsync(host, "broken", "1.0", "[ -e /srv/once ] || { touch /srv/once; kill -9 $PPID; }");
        await host.ShAsync("apt-get -q update");

        var killed = await host.InstallAsync(new Apt("broken"));
        var between = await AptRepository.StatesAsync(host);
        var next = await host.InstallAsync(new Apt("broken"));

        Assert.IsType<PrefabFailedException>(killed.Error);
        Assert.Equal("broken:amd64 install reinstreq half-installed 1.0\n", between);
        PrefabHost.ExpectDone(next);
        Assert.Equal("broken:amd64 install ok installed 1.0\n", await AptRepository.StatesAsync(host));
        Assert.Equal("1.0\n", await host.ShAsync("cat /usr/share/broken-amd64/version"));

        await host.ShAsync("""
            sed -i '/^Package: broken$/,/^$/s/^Status: .*/Status: install reinstreq half-installed/' /var/lib/dpkg/status
            : >/opt/repository/dists/test/main/binary-amd64/Packages; apt-get -q update
            """);
        var lost = await host.InstallAsync(new Apt("broken"));
        Assert.Contains("The package broken needs to be reinstalled, but I can't find an archive for it.", lost.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_are_right_after_a_cut_and_a_further_run()
    {
        await using var host = await MachineAsync("debian root");

        await host.ExpectCutContractAsync(
            [new Apt("thing", "other"), new Apt("data")],
            "apt-get -qy purge thing other data",
            async () => Assert.Equal(
                "data:all install ok installed 1.0\nother:amd64 install ok installed 1.0\nthing:amd64 install ok installed 1.0\n",
                await AptRepository.StatesAsync(host)),
            cuts: 2);
    }

    private static async Task<PrefabHost> MachineAsync(string kind)
    {
        var host = await PrefabHost.StartAsync(kind);
        await AptRepository.MakeAsync(host);
        return host;
    }
}
