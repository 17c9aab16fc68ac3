using System.Security.Cryptography;
using Marchitect.Prefabs;
using Marchitect.Testing;
using Marchitect.Tests.Transports;
using Xunit;
using static Marchitect.Tests.Plans.Gate;

namespace Marchitect.Tests.Batches;

/// <summary>Batches over a real link: counted on the wire, and cut at any byte of what the client sends.</summary>
public sealed class CutBatchSpecs(SshServer server) : IClassFixture<SshServer>
{
    private static readonly RunOptions ErrorOk = new() { ErrorOk = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<LinkCut> Cuts => [LinkCut.Reset, LinkCut.Close];

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_run_cut_at_any_byte_leaves_no_half_file_and_the_next_run_ends_where_an_undisturbed_one_does(LinkCut cut)
    {
        var undisturbed = NewFolder($"whole {cut}");
        long login, bytes;
        await using (var link = LinkProxy.Start(server.Sshd.Port))
        {
            await new SshTransport(server.Through(link)).ExecAsync($"true", null, null, Cancel);
            login = link.BytesToServer;
        }
        await using (var link = LinkProxy.Start(server.Sshd.Port))
        {
            Assert.Null((await RunAsync(undisturbed, link)).Error);
            bytes = link.BytesToServer;
        }
        var wanted = Tree(undisturbed);
        Assert.Equal(13, wanted.Length);
        Assert.True(bytes > login + 5000);

        var cuts = 0;
        for (var at = login; at < bytes; at += (bytes - login) / 20)
        {
            var folder = NewFolder($"{cut} {at}");
            await using (var link = LinkProxy.Start(server.Sshd.Port))
            {
                link.CutAfter(at, cut);
                cuts += (await RunAsync(folder, link)).Error is ConnectionLostException ? 1 : 0;
            }
            Assert.DoesNotContain(Tree(folder), line => !wanted.Contains(line) && !line.Contains(".marchitect-put-", StringComparison.Ordinal));
            await using (var link = LinkProxy.Start(server.Sshd.Port))
                Assert.Null((await RunAsync(folder, link)).Error);
            Assert.Equal(wanted, Tree(folder));
        }
        Assert.True(cuts >= 15, $"Only {cuts} runs were cut.");
    }

    [Fact]
    public async Task Fifty_prefabs_cost_two_round_trips_on_the_wire_to_make_and_one_to_find_right()
    {
        var folder = NewFolder("fifty");
        SetHead<First>(
        [
            .. Enumerable.Range(0, 10).Select(i => new Folder($"{folder}/{i}", "0755")),
            .. Enumerable.Range(0, 30).Select(i => new FileFromString(new string('x', 200) + "{{ _target.user }}\n", $"{folder}/{i % 10}/{i}")),
            .. Enumerable.Range(0, 5).Select(i => new Symlink($"{folder}/link{i}", $"{i}")),
            .. Enumerable.Range(0, 5).Select(i => new LineInFile($"{folder}/lines", $"line {i}")),
        ]);

        var login = await CountAsync(link => new SshTransport(server.Through(link)).ExecAsync($"true", null, null, Cancel));
        var first = await CountAsync(async link => Assert.Equal(50, (await new Three().InstallAsync(new SshTransport(server.Through(link)), ErrorOk, Cancel)).Changes.Count()));
        var second = await CountAsync(async link => Assert.Empty((await new Three().InstallAsync(new SshTransport(server.Through(link)), ErrorOk, Cancel)).Changes));

        // One command is one round trip after the login.
        Assert.Equal((login + 1, login), (first, second));
        Assert.InRange(first, 1, 10);

        async Task<double> CountAsync(Func<LinkProxy, Task> run)
        {
            await using var link = LinkProxy.Start(server.Sshd.Port, TimeSpan.FromMilliseconds(40));
            await run(link);
            return Math.Round(link.RoundTrips);
        }
    }

    private Task<RunReport> RunAsync(string folder, LinkProxy link)
    {
        SetHead<First>(
        [
            new Folder($"{folder}/a", "0750"),
            new FileFromString(new string('x', 3000) + "\n", $"{folder}/a/long"),
            new FileFromBytes(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(), $"{folder}/a/binary") { Permissions = "0600" },
            .. Enumerable.Range(0, 5).Select(i => new FileFromString($"{i}\n", $"{folder}/a/{i}")),
        ]);
        SetHead<Second>(
            new Symlink($"{folder}/link", "a/long"),
            new LineInFile($"{folder}/lines", "one"),
            new LineInFile($"{folder}/lines", "two"));
        SetTail<Second>(new Folder($"{folder}/b"), new Folder($"{folder}/b/c", "0700"), new FileFromString("z", $"{folder}/b/c/d"));
        return new Three().InstallAsync(new SshTransport(server.Through(link)), ErrorOk, Cancel);
    }

    // The server's user makes the folder: the specs may run as root.
    private string NewFolder(string name)
    {
        var folder = $"{server.Scratch}/{name}";
        new SshTransport(server.Endpoint).ExecAsync($"mkdir -- {folder}", null, null, Cancel).GetAwaiter().GetResult();
        return folder;
    }

    private static string[] Tree(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => $"{Path.GetRelativePath(folder, entry.FullName)} {entry.LinkTarget ?? $"{entry.UnixFileMode}"} {(entry is FileInfo { LinkTarget: null } ? Hash(entry.FullName) : "")}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Hash(string path) => File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "";
}
