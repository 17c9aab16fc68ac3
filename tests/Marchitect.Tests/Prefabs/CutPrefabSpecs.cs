using Marchitect.Prefabs;
using Marchitect.Tests.Transports.HostKeys;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Prefabs whose run is cut on a real link, and run again. Files, folders, links and lines: <see cref="Batches.CutBatchSpecs"/>.</summary>
public sealed class CutPrefabSpecs(SshKeygen keys) : IClassFixture<SshKeygen>
{
    [Fact]
    public async Task Groups_users_and_their_keys_are_right_after_a_cut_and_a_further_run()
    {
        await using var host = await PrefabHost.StartAsync("debian root");

        await host.ExpectCutContractAsync(
            [
                new Group("ops") { Gid = 4321 },
                new User("anna") { Uid = 2001, Groups = ["ops", "adm"], Shell = "/bin/bash", Comment = "Anna" },
                new AuthorizedKey("anna", keys.Line("a")) { Options = "no-pty" },
                new AuthorizedKey("anna", keys.Line("b")),
            ],
            "userdel -r anna 2>/dev/null; groupdel ops",
            async () =>
            {
                Assert.Equal("4321\nanna:x:2001:2001:Anna:/home/anna:/bin/bash\nanna adm ops\n", await host.ShAsync("getent group ops | cut -d: -f3; getent passwd anna; id -nG anna"));
                Assert.Equal(
                    $"700 anna:anna\n700 anna:anna\n600 anna:anna\nno-pty {keys.Line("a")}\n{keys.Line("b")}\n",
                    await host.ShAsync("cd /home/anna; stat -c '%a %U:%G' . .ssh .ssh/authorized_keys; cat .ssh/authorized_keys"));
            });
    }
}
