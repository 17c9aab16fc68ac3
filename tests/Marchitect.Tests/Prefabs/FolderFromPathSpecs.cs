using System.Diagnostics;
using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class FolderFromPathSpecs : IDisposable
{
    private readonly string _local = Directory.CreateTempSubdirectory("folder-from-path-").FullName;

    public void Dispose() => Directory.Delete(_local, recursive: true);

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_folder_of_files_templates_and_links_keeps_the_contract(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Write("index.html", "<p>\r\n");
        Write("conf/site.conf.j2", "answer {{ 6 * 7 }}\n");
        Write("conf/it's \"a\" $name %s ü", "x");
        Write("-dash", "");
        Write("back\\slash\nnew line", "hostile\n");
        Write("bin/run", "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("bytes", [0, 255, 10, 0]);
        File.CreateSymbolicLink(Path.Combine(_local, "conf", "link"), "to nowhere 'x'");
        Directory.CreateDirectory(Path.Combine(_local, "empty"));

        await host.ExpectContractAsync(
            [new FolderFromPath(_local, "/srv/www") { Templates = ["*.j2"], Owner = "deploy", Group = "deploy" }],
            async () =>
            {
                Assert.Equal(
                    "deploy:deploy 755 d bin\ndeploy:deploy 700 f bin/run\ndeploy:deploy 755 d conf\n",
                    await host.ShAsync("cd /srv/www; for p in bin bin/run conf; do t=f; [ ! -d $p ] || t=d; echo \"$(stat -c '%U:%G %a' $p) $t $p\"; done"));
                Assert.Equal(
                    "<p>\r\nanswer 42\nxhostile\nto nowhere 'x'\n0 4\n",
                    await host.ShAsync("cd /srv/www; cat index.html conf/site.conf conf/it*; cat back*; readlink conf/link; echo $(wc -c <./-dash) $(wc -c <bytes)"));
                Assert.Equal("empty\n", await host.ShAsync("cd /srv/www; ls -d empty"));
                await host.ExpectNoLeftoversAsync();
            },
            async () => Assert.Equal("", await host.ShAsync("ls -A /srv")));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Only_what_differs_is_changed_and_shown(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Write("same", "same\n");
        Write("old", "new\n");
        Write("loose", "loose\n");
        Write("missing", "missing\n");
        File.CreateSymbolicLink(Path.Combine(_local, "link"), "there");
        await host.ShAsync("mkdir /srv/www; cd /srv/www; echo same >same; echo old >old; echo loose >loose; chmod 666 loose; ln -s elsewhere link; echo mine >stranger; chmod 644 same old; ls -i same >/var/inode");
        await host.DoAsync("mark", "before");
        var folder = new FolderFromPath(_local, "/srv/www") { FilePermissions = "0644" };

        var preview = await host.PreviewAsync(Mode.Install, folder);
        await host.DoAsync("diff", "before");
        var report = await host.InstallAsync(folder);

        PrefabHost.ExpectDone(report);
        foreach (var change in new[] { Assert.Single(preview.Changes), Assert.Single(report.Changes) })
        {
            Assert.Equal(["link elsewhere -> there", "loose 666 -> 644", "missing made", "old sha256"], change.Differences.Select(each => each.Field == "old" ? "old sha256" : each.ToString()));
            Assert.Equal(
                [("/srv/www/missing", null, "missing\n"), ("/srv/www/old", "old\n", "new\n")],
                change.Edits.Select(edit => (edit.Path, Text(edit.Before), Text(edit.After))));
        }
        Assert.Equal(kind.EndsWith("sudo", StringComparison.Ordinal) ? 4 : 2, report.Traffic.RoundTrips);
        Assert.Equal("link\nloose\nmissing\nold\nsame\nstranger\n", await host.ShAsync("cd /srv/www; ls -i same | cmp - /var/inode && ls -A"));
        await host.ExpectNoLeftoversAsync();

        // What it did not bring stays, and so does the folder.
        PrefabHost.ExpectDone(await host.CleanAsync(folder));
        Assert.Equal("stranger\n", await host.ShAsync("ls -A /srv/www"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Strangers_go_on_request_and_stand_in_the_way_otherwise(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Write("a", "a\n");
        Write("d/b", "b\n");
        await host.ShAsync("mkdir -p /srv/www/a/deep '/srv/www/str anger\nx/y'; echo x >/srv/www/d; echo x >'/srv/www/str anger\nx/y/-z'; ln -s /etc /srv/www/etc");
        var folder = new FolderFromPath(_local, "/srv/www");

        var refused = await host.InstallAsync(folder);
        Assert.Contains("/srv/www/a is a directory, not a file", refused.Error?.Message, StringComparison.Ordinal);

        await host.ExpectContractAsync(
            [new Folder("/srv/www"), folder with { RemoveOthers = true }],
            async () => Assert.Equal("./a\n./d\n./d/b\n", await host.ShAsync("cd /srv/www; find . ! -name . | sort; test -d /etc")),
            async () => Assert.Equal("", await host.ShAsync("ls -A /srv")));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_large_folder_comes_as_one_stream(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        for (var i = 0; i < 300; i++)
            Write($"d{i % 7}/e{i % 3}/f{i} '", string.Concat(Enumerable.Repeat($"{i} line\n", 900)));
        Write("binary", new byte[2_000_000]);

        await host.ExpectContractAsync(
            [new FolderFromPath(_local, "/srv/www")],
            async () =>
            {
                Assert.Equal("301\n", await host.ShAsync("find /srv/www -type f | wc -l"));
                Assert.Equal("299 line\n", await host.ShAsync("head -n 1 /srv/www/d5/e2/f299*"));
                await host.ExpectNoLeftoversAsync();
            },
            async () => Assert.Equal("", await host.ShAsync("ls -A /srv")));
    }

    // A machine that has gigabytes of other work to write would be waited for by all that follows. (busybox's shell runs its own sync, whatever
    // stands in PATH.)
    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task Many_files_are_flushed_without_a_flush_of_the_whole_machine(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync(
            """
            r=$(command -v sync); mkdir -p /usr/local/bin; rm -f /usr/local/bin/sync
            printf '#!/bin/sh\necho "$# $1" >>/var/synced; exec %s "$@"\n' "$r" >/usr/local/bin/sync
            chmod 755 /usr/local/bin/sync; : >/var/synced
            """);
        for (var i = 0; i < 150; i++)
            Write($"d{i % 3}/f{i}", $"{i}\n");

        PrefabHost.ExpectDone(await host.InstallAsync(new FolderFromPath(_local, "/srv/www")));

        Assert.Equal("5 -f\n", await host.ShAsync("cat /var/synced"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_large_folder_comes_below_folders_that_are_not_there_yet(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Write("binary", new byte[2_000_000]);
        Write("sub/text", "text\n");
        Prefab[] folders = [new Folder("/srv/made"), new FolderFromPath(_local, "/srv/made/by/it"), new FolderFromPath(_local, "/srv/other/a 'b'/c"), new FolderFromPath(_local, "/srv")];

        PrefabHost.ExpectDone(await host.InstallAsync(folders));

        Assert.Equal("2000000\ntext\n2000000\ntext\n2000000\ntext\n", await host.ShAsync("for d in /srv/made/by/it \"/srv/other/a 'b'/c\" /srv; do wc -c <\"$d/binary\"; cat \"$d/sub/text\"; done"));
        Assert.Empty((await host.InstallAsync(folders)).Changes);
        await host.ExpectNoLeftoversAsync();
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_full_disk_leaves_the_old_files(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind, "--disk", "32m");
        await host.ShAsync("mkdir /srv/www; echo old >/srv/www/a");
        await host.DoAsync("fill");
        foreach (var size in new[] { 100_000, 3_000_000 })
        {
            Write("a", new string('x', size));

            var report = await host.InstallAsync(new FolderFromPath(_local, "/srv/www"));

            Assert.Equal(RunOutcome.Failed, report.Outcome);
            Assert.Contains("space", report.Error!.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("old\n", await host.ShAsync("cat /srv/www/a"));
            await host.ExpectNoLeftoversAsync();
        }
    }

    [Fact]
    public async Task Two_thousand_files_take_two_round_trips_and_one_when_they_are_there()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        for (var i = 0; i < 2000; i++)
            Write($"d{i % 20}/file-{i}", $"content of {i}\n");
        var folder = new FolderFromPath(_local, "/srv/www");

        var began = Stopwatch.GetTimestamp();
        var first = await host.InstallAsync(folder);
        var installed = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        var second = await host.InstallAsync(folder);
        var unchanged = Stopwatch.GetElapsedTime(began);
        await using var session = await Session.OpenAsync(host.Transport, cancellationToken: TestContext.Current.CancellationToken);
        began = Stopwatch.GetTimestamp();
        await session.UploadTreeAsync(_local, "/srv/tree", cancellationToken: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"2,000 files: {installed.TotalMilliseconds:0} ms, unchanged {unchanged.TotalMilliseconds:0} ms, both with login; UploadTreeAsync {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");

        PrefabHost.ExpectDone(first);
        Assert.Equal(2, first.Traffic.RoundTrips);
        Assert.Empty(second.Changes);
        Assert.Equal(1, second.Traffic.RoundTrips);
        Assert.Equal("2000\n", await host.ShAsync("find /srv/www -type f | wc -l"));
    }

    [Fact]
    public async Task Two_files_of_one_name_are_refused()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        Write("a.j2", "");
        Write("a", "");

        var report = await host.InstallAsync(new FolderFromPath(_local, "/srv/www") { Templates = ["*"] });

        Assert.Contains("would both be 'a' on the host", report.Error?.Message, StringComparison.Ordinal);
    }

    private void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    private void Write(string path, string content, UnixFileMode permissions) => Write(path, Encoding.UTF8.GetBytes(content), permissions);

    private void Write(string path, byte[] content, UnixFileMode permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)
    {
        var file = Path.Combine(_local, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        File.SetUnixFileMode(file, permissions);
    }

    private static string? Text(ReadOnlyMemory<byte>? content) => content is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
