using System.Security.Cryptography;
using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Files, links and lines on real machines, with names and contents that are not nice.</summary>
public sealed class FileContractSpecs
{
    private const string Folder = "/srv/a b'c\"d\ne%s$HOME\\ ü";

    private static readonly (string Name, byte[] Content)[] Contents =
    [
        ("empty", []),
        ("no newline", "no newline"u8.ToArray()),
        ("crlf", "a\r\nb\r\n"u8.ToArray()),
        ("-dash", "it's \"quoted\" $HOME `id` \\n %s %d\n\n\n"u8.ToArray()),
        ("%s", Encoding.UTF8.GetBytes("ünïcødé 日本\n")),
        ("$x", [0, 1, 2, 255, 10, 0, 39, 92]),
        ("back\\slash", [.. Enumerable.Range(0, 12_000).Select(i => (byte)(i * 7))]),
        ("new\nline", "\n"u8.ToArray()),
        ("text 300k", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i} 'x'\n")))),
        ("binary 3M", [.. Enumerable.Range(0, 3 * 1024 * 1024).Select(i => (byte)(i * 31 >> 3))]),
    ];

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Files_of_any_name_and_content_hold_and_go_again(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Prefab[] files = [new Folder(Folder), .. Contents.Select(each => new FileFromBytes(each.Content, $"{Folder}/{each.Name}"))];

        await host.ExpectContractAsync(
            files,
            async () =>
            {
                var sums = await host.ShAsync("cd /srv/a*; for f in empty no* crlf ./-dash %s '$x' back* new* text* binary*; do sha256sum <\"$f\"; done");
                Assert.Equal(Contents.Select(each => Convert.ToHexStringLower(SHA256.HashData(each.Content))), sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..64]));
                await host.ExpectNoLeftoversAsync();
            },
            async () => Assert.Equal("", await host.ShAsync("ls -A /srv")));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Files_from_text_template_and_disk_links_and_lines_keep_the_contract(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        var local = Path.GetTempFileName();
        await File.WriteAllTextAsync(local, "{{ 20 + 22 }} $x\n", TestContext.Current.CancellationToken);
        try
        {
            Prefab[] prefabs =
            [
                new Folder("/srv/app"),
                new FileFromString("{{ 1 + 1 }}\n", "/srv/app/text") { Permissions = "0600", Owner = "deploy", Group = "deploy" },
                new FileFromString("{{ not a template }}\n", "/srv/app/plain") { IsTemplate = false },
                new FileFromPath(local, "/srv/app/template") { Permissions = "4755" },
                new FileFromPath(local, "/srv/app/bytes") { IsTemplate = false },
                new Symlink("/srv/app/it's a \\ \"link\"", "to $where\nit 'may' -> go ü"),
                new Symlink("/srv/app/-link", "/srv/app/text"),
                new LineInFile("/srv/app/lines", "first 'line' $x \\ ü"),
                new LineInFile("/srv/app/lines", "-second %s"),
                new LineInFile("/srv/app/lines", ""),
                new FileExistsValidator("/srv/app/-link"),
            ];

            await host.ExpectContractAsync(
                [.. prefabs[..^1]],
                async () =>
                {
                    Assert.Equal(
                        "600 deploy:deploy 2\n644 root:root {{ not a template }}\n4755 root:root 42 $x\n600 root:root {{ 20 + 22 }} $x\n",
                        await host.ShAsync("cd /srv/app; for f in text plain template bytes; do echo \"$(stat -c '%a %U:%G' $f) $(cat $f)\"; done"));
                    Assert.Equal("to $where\nit 'may' -> go ü\n/srv/app/text\n", await host.ShAsync("cd /srv/app; readlink -- it*; readlink -- ./-link"));
                    Assert.Equal("first 'line' $x \\ ü\n-second %s\n\n", await host.ShAsync("cat /srv/app/lines"));
                    await host.ExpectNoLeftoversAsync();
                    PrefabHost.ExpectDone(await host.InstallAsync(prefabs[^1]));
                },
                async () => Assert.Equal("", await host.ShAsync("ls -A /srv")));
        }
        finally
        {
            File.Delete(local);
        }
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task What_drifted_is_put_right_and_what_is_not_wanted_stays(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("cd /srv; echo right >a; chmod 4666 a; chown deploy a; echo old >b; chmod 751 b; chown deploy:deploy b; echo keep >kept; ln -s kept c; ln -s nowhere d; ln -s /etc e");

        var report = await host.InstallAsync(
            new FileFromString("right\n", "/srv/a") { Permissions = "6750", Owner = "root", Group = "deploy" },
            new FileFromString("new\n", "/srv/b"),
            new FileFromString("c\n", "/srv/c"),
            new FileFromString("d\n", "/srv/d"),
            new Symlink("/srv/e", "/var"));

        PrefabHost.ExpectDone(report);
        Assert.Equal(
            ["owner deploy -> root, group root -> deploy, permissions 0666 -> 06750", "content sha256 5fd1c6ee8f5f -> sha256 7aa7a5359173", "file a symbolic link to kept -> a file", "file a symbolic link to nowhere -> a file", "target /etc -> /var"],
            report.Changes.Select(change => string.Join(", ", change.Differences)).Select(text => text.Replace(Hash("old\n"), "5fd1c6ee8f5f", StringComparison.Ordinal)));
        Assert.Equal("keep\n", await host.ShAsync("cat /srv/kept"));
        Assert.Equal(
            "6750 root:deploy regular file\n751 deploy:deploy regular file\n644 root:root regular file\n644 root:root regular file\n777 root:root symbolic link\n",
            await host.ShAsync("cd /srv; stat -c '%a %U:%G %F' a b c d e"));
        Assert.Equal("/var\n", await host.ShAsync("readlink /srv/e"));
        await host.ExpectNoLeftoversAsync();
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Five_lines_in_one_file_take_two_round_trips(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("printf 'one\\r\\ntwo' >/srv/x; chmod 640 /srv/x; chown deploy /srv/x");
        Prefab[] lines = [.. Enumerable.Range(1, 5).Select(i => new LineInFile("/srv/x", $"line {i}") { After = "^one" })];

        var report = await host.InstallAsync(lines);

        PrefabHost.ExpectDone(report);
        Assert.Equal(5, report.Changes.Count());
        Assert.Equal(kind.EndsWith("sudo", StringComparison.Ordinal) ? 4 : 2, report.Traffic.RoundTrips);
        Assert.Equal("one\r\nline 5\r\nline 4\r\nline 3\r\nline 2\r\nline 1\r\ntwo", await host.ShAsync("cat /srv/x"));
        Assert.Equal("640 deploy:root\n", await host.ShAsync("stat -c '%a %U:%G' /srv/x"));
        var again = await host.InstallAsync(lines);
        Assert.Empty(again.Changes);
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_file_and_lines_in_it_are_right_at_the_first_run_in_two_round_trips(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("echo old >/srv/x");
        Prefab[] plan =
        [
            new FileFromString("base\n", "/srv/x") { Permissions = "0600" },
            new LineInFile("/srv/x", "one"),
            new LineInFile("/srv/x", "two") { Before = "^one$" },
        ];

        var preview = await host.PreviewAsync(Mode.Install, plan);
        var report = await host.InstallAsync(plan);

        PrefabHost.ExpectDone(report);
        foreach (var told in new[] { preview, report })
        {
            Assert.Equal(
                [("old\n", "base\n"), ("base\n", "base\none\n"), ("base\none\n", "base\ntwo\none\n")],
                told.Changes.Select(change => (Text(change.Edit!.Before), Text(change.Edit.After))));
        }
        Assert.Equal(kind.EndsWith("sudo", StringComparison.Ordinal) ? 4 : 2, report.Traffic.RoundTrips);
        Assert.Equal("600 base\ntwo\none\n", await host.ShAsync("echo $(stat -c %a /srv/x) \"$(cat /srv/x)\""));
        await host.ExpectNoLeftoversAsync();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string? Text(ReadOnlyMemory<byte>? content) => content is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
