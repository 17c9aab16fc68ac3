using Marchitect.Prefabs;
using Marchitect.Tests.Transports.HostKeys;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Prefabs whose run is cut on a real link, and run again. Files, folders, links and lines: <see cref="Batches.CutBatchSpecs"/>.</summary>
public sealed class CutPrefabSpecs(SshKeygen keys) : IClassFixture<SshKeygen>, IDisposable
{
    private readonly string _local = Directory.CreateTempSubdirectory("cut-prefab-").FullName;

    public void Dispose() => Directory.Delete(_local, recursive: true);

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

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task Blocks_a_small_folder_and_a_command_are_right_after_a_cut_and_a_further_run(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Write("index.html", new string('x', 3000));
        Write("conf/site.j2", "{{ 6 * 7 }}\n");
        File.CreateSymbolicLink(Path.Combine(_local, "link"), "conf/site");
        const string undo = "rm -rf /srv/*; printf 'kept\\n' >/srv/x";
        await host.ShAsync(undo);

        await host.ExpectCutContractAsync(
            [
                new BlockInFile("/srv/x", "one", "first\nsecond"),
                new BlockInFile("/srv/new", "two", "third"),
                new FolderFromPath(_local, "/srv/www") { Templates = ["*.j2"] },
                new Command($"cat /srv/www/conf/site >/srv/made") { Creates = "/srv/made" },
            ],
            undo,
            async () => Assert.Equal(
                "kept\n# BEGIN MARCHITECT one\nfirst\nsecond\n# END MARCHITECT one\n# BEGIN MARCHITECT two\nthird\n# END MARCHITECT two\n42\n42\n3000\n",
                await host.ShAsync("cd /srv; cat x new made www/link; wc -c <www/index.html")),
            cuts: 2);
    }

    [Fact]
    public async Task A_large_folder_that_comes_as_one_stream_is_right_after_a_cut_and_a_further_run()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        var random = new Random(1);
        for (var i = 0; i < 20; i++)
        {
            var content = new byte[50_000];
            random.NextBytes(content);
            Write($"d{i % 3}/file {i}", Convert.ToHexString(content));
        }
        Write("last", "last\n");

        await host.ExpectCutContractAsync(
            [new FolderFromPath(_local, "/srv/www"), new Symlink("/srv/current", "www")],
            "rm -rf /srv/*",
            async () => Assert.Equal("21 2000005\nlast\n", await host.ShAsync("cd /srv/current; echo $(find . -type f | wc -l) $(cat last d*/* | wc -c); cat last")));
    }

    [Fact]
    public async Task Units_and_services_are_right_after_a_cut_and_a_further_run()
    {
        await using var host = await ServiceSpecs.StartAsync("systemd root");

        await host.ExpectCutContractAsync(
            [
                new SystemdUnit("app", "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n"),
                new SystemdUnit("tidy.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n"),
                new SystemdUnit("tidy.timer", "[Timer]\nOnCalendar=yearly\n[Install]\nWantedBy=timers.target\n"),
                new Service("one"),
                new Service("two") { IsRunning = false },
            ],
            "cd /etc/systemd/system; systemctl disable -q --now app tidy.timer one; rm -f app.service tidy.*; systemctl start two; systemctl daemon-reload; systemctl reset-failed",
            async () => Assert.Equal(
                "active\nactive\nactive\ninactive\nenabled\nenabled\nenabled\nno\nno\n",
                await host.ShAsync("systemctl is-active app tidy.timer one two; systemctl is-enabled app tidy.timer one; systemctl show -p NeedDaemonReload --value app tidy.timer | grep .")),
            cuts: 2);
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_local, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
