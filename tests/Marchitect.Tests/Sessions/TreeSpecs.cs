using System.Security.Cryptography;

namespace Marchitect.Tests.Sessions;

/// <summary>Folders up: only what differs, as one stream, each file whole.</summary>
public sealed class TreeSpecs(SessionTargets targets) : IClassFixture<SessionTargets>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect tree ").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Local => Path.Combine(_folder, "local");

    private string Remote => Path.Combine(_folder, "remote");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_new_folder_arrives_whole_with_links_permissions_and_empty_folders(string target)
    {
        await using var session = await targets.OpenAsync(target);
        MakeLocal();

        var result = await session.UploadTreeAsync(Local, Remote, null, Cancel);

        Assert.True(result.IsChanged);
        Assert.Equal(Entries(Local), Entries(Remote));
        Assert.Equal(Entries(Local).Count, result.Written.Count);
        NothingElseIsLeft();
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_folder_that_is_right_costs_one_round_trip_and_changes_nothing(string target)
    {
        await using var session = await targets.OpenAsync(target);
        MakeLocal();
        await session.UploadTreeAsync(Local, Remote, null, Cancel);
        var before = session.Traffic.RoundTrips;

        var again = await session.UploadTreeAsync(Local, Remote, new() { DeleteOthers = true }, Cancel);

        Assert.False(again.IsChanged, string.Join(", ", again.Written.Concat(again.Deleted)));
        Assert.Equal(1, session.Traffic.RoundTrips - before);
        Assert.Equal(0, again.Bytes);
        Assert.Equal(Entries(Local), Entries(Remote));
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Only_what_differs_travels_and_strangers_stay_unless_they_are_to_go(string target)
    {
        await using var session = await targets.OpenAsync(target);
        MakeLocal();
        await session.UploadTreeAsync(Local, Remote, null, Cancel);
        Write(Remote, "stranger", "stays");
        Write(Remote, "strange folder/deep/file\n", "stays");
        Write(Remote, "sub/changed there", "x");
        File.Delete(Path.Combine(Remote, "sub", "b"));
        await File.WriteAllTextAsync(Path.Combine(Remote, "a"), "changed there", Cancel);
        File.SetUnixFileMode(Path.Combine(Remote, "script.sh"), (UnixFileMode)Convert.ToInt32("600", 8));
        Write(Local, "new folder/deep/file", "new");

        var first = await session.UploadTreeAsync(Local, Remote, null, Cancel);
        var strangersStayed = File.Exists(Path.Combine(Remote, "stranger"));
        var second = await session.UploadTreeAsync(Local, Remote, new() { DeleteOthers = true }, Cancel);

        Assert.Equal(["a", "new folder", "new folder/deep", "new folder/deep/file", "script.sh", "sub/b"], first.Written);
        Assert.Empty(first.Deleted);
        Assert.True(strangersStayed);
        Assert.Empty(second.Written);
        Assert.Equal(["strange folder", "stranger", "sub/changed there"], second.Deleted);
        Assert.Equal(Entries(Local), Entries(Remote));
        NothingElseIsLeft();
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task What_stands_in_the_way_gives_way_but_a_folder_only_where_others_are_to_go(string target)
    {
        await using var session = await targets.OpenAsync(target);
        Write(Local, "file", "f");
        Write(Local, "folder/in", "f");
        Directory.CreateDirectory(Path.Combine(Remote, "file", "with", "content"));
        Write(Remote, "folder", "a file where a folder belongs");

        var failure = await Assert.ThrowsAsync<TransferException>(() => session.UploadTreeAsync(Local, Remote, null, Cancel));
        await session.UploadTreeAsync(Local, Remote, new() { DeleteOthers = true }, Cancel);

        Assert.Equal(TransferProblem.RemoteKind, failure.Problem);
        Assert.Contains("file is a folder on the host", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Entries(Local), Entries(Remote));
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Many_and_large_files_travel_as_one_stream(string target)
    {
        await using var session = await targets.OpenAsync(target);
        for (var i = 0; i < 600; i++)
            Write(Local, $"d{i % 7}/{i}", Convert.ToHexString(RandomNumberGenerator.GetBytes(2000)));
        await File.WriteAllBytesAsync(Path.Combine(Local, "large"), RandomNumberGenerator.GetBytes(9_000_000), Cancel);

        await session.UploadTreeAsync(Local, Remote, null, Cancel);
        for (var i = 0; i < 600; i += 2)
            Write(Local, $"d{i % 7}/{i}", "changed");
        await File.WriteAllBytesAsync(Path.Combine(Local, "large"), RandomNumberGenerator.GetBytes(9_000_000), Cancel);
        var second = await session.UploadTreeAsync(Local, Remote, null, Cancel);

        Assert.Equal(301, second.Written.Count);
        Assert.Equal(300, second.UnchangedFiles);
        Assert.Equal(Entries(Local), Entries(Remote));
        NothingElseIsLeft();
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_missing_folder_here_or_a_missing_parent_there_is_an_error_of_its_own(string target)
    {
        await using var session = await targets.OpenAsync(target);
        Write(Local, "a", "a");

        var here = await Assert.ThrowsAsync<TransferException>(() => session.UploadTreeAsync(Local + "x", Remote, null, Cancel));
        var file = await Assert.ThrowsAsync<TransferException>(() => session.UploadTreeAsync(Local + "/a", Remote, null, Cancel));
        var there = await Assert.ThrowsAsync<TransferException>(() => session.UploadTreeAsync(Local, Remote + "/no/such", null, Cancel));
        var kind = await Assert.ThrowsAsync<TransferException>(() => session.UploadTreeAsync(Local, Local + "/a", null, Cancel));

        Assert.Equal(TransferProblem.LocalMissing, here.Problem);
        Assert.Equal(TransferProblem.LocalKind, file.Problem);
        Assert.Equal(TransferProblem.RemoteFolderMissing, there.Problem);
        Assert.Equal(TransferProblem.RemoteKind, kind.Problem);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_full_disk_leaves_the_folder_as_it_was(string target)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk needs root; run as root");
        await using var session = await targets.OpenAsync(target);
        Directory.CreateDirectory(Remote);
        await session.ExecAsync($"mount -t tmpfs -o size=4m none {Remote}", null, Cancel);
        try
        {
            Write(Remote, "a", "old");
            Write(Local, "a", "new");
            await File.WriteAllBytesAsync(Path.Combine(Local, "b"), RandomNumberGenerator.GetBytes(5_000_000), Cancel);

            var failure = await Assert.ThrowsAsync<TransferException>(() => session.UploadTreeAsync(Local, Remote, null, Cancel));

            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
            Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(Remote, "a"), Cancel));
            Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(Remote).Select(p => Path.GetFileName(p)!));
        }
        finally
        {
            await session.ExecAsync($"umount {Remote}", null, CancellationToken.None);
        }
    }

    private static void Write(string root, string path, string content)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    // Path, kind, permissions and content of all below a folder.
    private static SortedDictionary<string, string> Entries(string root)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var info in Below(new DirectoryInfo(root)))
        {
            entries[Path.GetRelativePath(root, info.FullName)] = info switch
            {
                { LinkTarget: { } target } => $"-> {target}",
                DirectoryInfo => $"folder {(int)info.UnixFileMode}",
                _ => $"{(int)info.UnixFileMode} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(info.FullName)))}",
            };
        }
        return entries;
    }

    private static IEnumerable<FileSystemInfo> Below(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .SelectMany(info => info is DirectoryInfo { LinkTarget: null } below ? Below(below).Prepend(info) : [info]);

    private void MakeLocal()
    {
        Write(Local, "a", "content of a");
        Write(Local, "empty", "");
        Write(Local, "sub/b", "content of b");
        Write(Local, "sub/deeper/it's \"c\"\n$two lines\\ 🙂", "content of c");
        Write(Local, ".hidden/-dash", "d");
        Write(Local, new string('n', 120) + "/" + new string('m', 200), "long names");
        Write(Local, "script.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(Local, "script.sh"), (UnixFileMode)Convert.ToInt32("755", 8));
        Directory.CreateDirectory(Path.Combine(Local, "empty folder"));
        File.CreateSymbolicLink(Path.Combine(Local, "link"), "sub/b");
        File.CreateSymbolicLink(Path.Combine(Local, "dangling"), "/no/such place");
        Directory.CreateSymbolicLink(Path.Combine(Local, "folder link"), "sub");
    }

    private void NothingElseIsLeft()
    {
        Assert.Equal([Local, Remote], Directory.EnumerateFileSystemEntries(_folder).Order());
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Remote), p => Path.GetFileName(p).StartsWith(".marchitect", StringComparison.Ordinal));
    }
}
