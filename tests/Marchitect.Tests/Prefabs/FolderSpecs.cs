using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class FolderSpecs
{
    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_folder_holds_once_is_unchanged_twice_and_goes_again(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Prefab[] folders =
        [
            new Folder("/srv/app", "0750", "deploy", "deploy"),
            new Folder("/srv/app/data"),
            new Folder("/srv/with space/and 'quotes'\nand a newline/-dash %s ü", "2775"),
        ];

        await host.ExpectContractAsync(
            folders,
            async () => Assert.Equal(
                "750 deploy:deploy\n755 root:root\n2775 root:root\n",
                await host.ShAsync("cd /srv; stat -c '%a %U:%G' app app/data \"$(printf \"with space/and 'quotes'\\nand a newline/-dash %%s ü\")\"")),
            async () => Assert.Equal("", await host.ShAsync("cd /srv; ls -d app 2>/dev/null; cd with*/*newline && ls -A")));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task What_drifted_is_put_right_and_a_link_to_a_folder_is_one(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("mkdir -m 2777 /srv/a; chown deploy /srv/a; mkdir /srv/real; ln -s real /srv/link; echo x >/srv/file");

        var report = await host.InstallAsync(new Folder("/srv/a", "0750", "root"), new Folder("/srv/link"));
        var refused = await host.InstallAsync(new Folder("/srv/file"));

        PrefabHost.ExpectDone(report);
        Assert.Equal(["owner deploy -> root, permissions 02777 -> 0750"], report.Changes.Select(change => string.Join(", ", change.Differences)));
        Assert.Equal("750 root\n", await host.ShAsync("stat -c '%a %U' /srv/a"));
        Assert.Contains("/srv/file is a file", refused.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Cleaning_removes_what_it_is_told_to_remove(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("mkdir /srv/full /srv/never /srv/whole /srv/gone; touch /srv/full/x /srv/whole/x /srv/gone/x");

        var report = await host.CleanAsync(
            new Folder("/srv/full"),
            new Folder("/srv/never") { RemoveOnClean = FolderRemoval.Never },
            new Folder("/srv/whole") { RemoveOnClean = FolderRemoval.WithContent });
        PrefabHost.ExpectDone(report);
        PrefabHost.ExpectDone(await host.InstallAsync(new Folder("/srv/gone") { IsAbsent = true }));
        var refused = await host.CleanAsync(new Folder("/etc") { RemoveOnClean = FolderRemoval.WithContent });

        Assert.Equal("it is not empty: x. RemoveOnClean = FolderRemoval.WithContent removes it with all that is in it.", report.Steps[0].Prefabs.Single(each => each.Title == "folder /srv/full").Reason);
        Assert.Equal("full\nnever\n", await host.ShAsync("ls -A /srv"));
        Assert.Contains("/etc belongs to the system", refused.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/srv/../etc/", true)]
    [InlineData("/usr/local/bin", true)]
    [InlineData("~", true)]
    [InlineData("~/./", true)]
    [InlineData("~/..", true)]
    [InlineData("~/../..", true)]
    [InlineData("~/../deploy", true)]
    [InlineData("~/a/../../..", true)]
    [InlineData("~/app", false)]
    [InlineData("~/a/../app", false)]
    [InlineData("/srv/app", false)]
    [InlineData("/etc/app", false)]
    public void A_folder_of_the_system_is_not_removed_be_it_empty_or_not_nor_one_that_may_be_one(string path, bool isRefused)
    {
        var found = new FileStat(FileKind.Directory, "0755", "root", "root");

        var cleaned = new Folder(path) { RemoveOnClean = FolderRemoval.WithContent }.Decide(Mode.Clean, found);
        var absent = new Folder(path) { IsAbsent = true }.Decide(Mode.Install, found);

        Assert.Equal(isRefused ? ChangeKind.Impossible : ChangeKind.Needed, cleaned.Kind);
        Assert.Equal(cleaned.Kind, absent.Kind);
        Assert.Equal(isRefused ? ChangeKind.Skipped : ChangeKind.Needed, new Folder(path).Decide(Mode.Clean, found with { Entries = [] }).Kind);
    }

    [Fact]
    public async Task What_comes_and_goes_in_a_folder_does_not_keep_it_from_being_removed_with_its_content()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        await host.ShAsync("mkdir -p /srv/app; touch /srv/app/x $(printf '/srv/app/no-utf8-\\377')");

        // The first prefab leaves something in it, after both were looked at.
        PrefabHost.ExpectDone(await host.CleanAsync(
            new Command($"touch /srv/app/new /srv/marked") { Creates = "/srv/marked", Modes = [Mode.Clean] },
            new Folder("/srv/app") { RemoveOnClean = FolderRemoval.WithContent }));

        Assert.Equal("marked\n", await host.ShAsync("ls -A /srv"));
    }
}
