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
}
