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
}
