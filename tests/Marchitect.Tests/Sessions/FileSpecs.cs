using System.Security.Cryptography;

namespace Marchitect.Tests.Sessions;

/// <summary>Files up and down: whole or not at all, and only where they differ.</summary>
public sealed class FileSpecs(SessionTargets targets) : IClassFixture<SessionTargets>, IDisposable
{
    private const int Large = 20_000_001;

    // The targets of these specs are this machine's own file system, so what stands there can be looked at directly.
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect files ").FullName;

    public static TheoryData<string, int> Sizes
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var target in SessionTargets.All)
            {
                foreach (var size in (int[])[0, 1, 70_000, 1024 * 1024, 1024 * 1024 + 1, 8 * 1024 * 1024, Large])
                    all.Add(target.Data, size);
            }
            return all;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory, MemberData(nameof(Sizes))]
    public async Task Content_of_any_size_goes_up_and_comes_down_as_it_is(string target, int size)
    {
        await using var session = await targets.OpenAsync(target);
        var content = RandomNumberGenerator.GetBytes(size);
        var path = Place("it's \"a\" $file\nof -two- lines 🙂");

        var up = await session.UploadAsync(content, path, null, Cancel);
        var down = await session.DownloadBytesAsync(path, null, Cancel);

        Assert.True(up.IsChanged);
        Assert.Equal(size, up.Bytes);
        Assert.True(await File.ReadAllBytesAsync(path, Cancel) is { } there && content.AsSpan().SequenceEqual(there));
        Assert.True(content.AsSpan().SequenceEqual(down));
        NothingElseIsLeft(path);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Content_of_several_chunks_goes_up_and_comes_down_as_it_is(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var content = new byte[ChunkedContent.ChunkBytes * 2 + 1];
        Random.Shared.NextBytes(content);

        await session.UploadAsync(content, Place("file"), null, Cancel);
        var down = await session.DownloadAsync(Place("file"), Place("copy"), null, Cancel);

        Assert.True(await File.ReadAllBytesAsync(Place("file"), Cancel) is { } there && content.AsSpan().SequenceEqual(there));
        Assert.True(await File.ReadAllBytesAsync(Place("copy"), Cancel) is { } copy && content.AsSpan().SequenceEqual(copy));
        Assert.Equal(content.Length, down.Bytes);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_file_that_is_right_already_is_left_alone_and_that_is_said(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var size in (int[])[0, 5, Large])
        {
            var content = RandomNumberGenerator.GetBytes(size);
            var path = Place($"file-{size}");
            await session.UploadAsync(content, path, null, Cancel);
            var inode = await InodeAsync(path);

            var again = await session.UploadAsync(content, path, null, Cancel);
            var stream = await session.UploadAsync(new MemoryStream(content), path, null, Cancel);

            Assert.False(again.IsChanged);
            Assert.False(stream.IsChanged);
            Assert.Equal(inode, await InodeAsync(path));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_small_file_costs_one_round_trip_up_and_one_down(string target)
    {
        await using var session = await targets.OpenAsync(target);
        await session.UploadAsync("hello"u8.ToArray(), Place("a"), null, Cancel);
        Assert.Equal(1, session.Traffic.RoundTrips);
        await session.DownloadBytesAsync(Place("a"), null, Cancel);
        Assert.Equal(2, session.Traffic.RoundTrips);
        await session.UploadAsync(Place("a"), Place("b"), null, Cancel);
        Assert.Equal(3, session.Traffic.RoundTrips);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_stream_of_unknown_length_goes_up(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var size in (int[])[0, 10, 1024 * 1024, Large])
        {
            var content = RandomNumberGenerator.GetBytes(size);
            var path = Place($"file-{size}");

            var result = await session.UploadAsync(new UnseekableStream(content), path, null, Cancel);

            Assert.Equal(size, result.Bytes);
            Assert.True(await File.ReadAllBytesAsync(path, Cancel) is { } there && content.AsSpan().SequenceEqual(there));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task Permissions_are_those_asked_for_else_those_of_the_local_file_else_those_of_the_file_replaced(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var size in (int[])[10, 3_000_000])
        {
            var local = Place($"local-{size}");
            await File.WriteAllBytesAsync(local, new byte[size], Cancel);
            File.SetUnixFileMode(local, (UnixFileMode)Convert.ToInt32("750", 8));

            await session.UploadAsync(local, Place("from-file"), null, Cancel);
            await session.UploadAsync(local, Place("asked"), new() { Permissions = "0604" }, Cancel);
            await session.UploadAsync(new byte[size], Place("from-bytes"), null, Cancel);
            await session.UploadAsync(new byte[size + 1], Place("asked"), null, Cancel);
            Assert.Equal("0750", PermissionsOf(Place("from-file")));
            Assert.Equal("0644", PermissionsOf(Place("from-bytes")));
            Assert.Equal("0604", PermissionsOf(Place("asked")));

            var unlike = await session.UploadAsync(local, Place("from-bytes"), null, Cancel);
            Assert.True(unlike.IsChanged, "the same content with other permissions is a change");
            Assert.Equal("0750", PermissionsOf(Place("from-bytes")));
            File.Delete(Place("from-bytes"));
            File.Delete(Place("asked"));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_download_goes_to_a_file_whole_with_its_permissions_and_only_where_it_differs(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var size in (int[])[0, 100, Large])
        {
            var content = RandomNumberGenerator.GetBytes(size);
            var (remote, local) = (Place("remote"), Place("local"));
            await File.WriteAllBytesAsync(remote, content, Cancel);
            File.SetUnixFileMode(remote, (UnixFileMode)Convert.ToInt32("640", 8));

            var first = await session.DownloadAsync(remote, local, null, Cancel);
            var received = session.Traffic.BytesReceived;
            var second = await session.DownloadAsync(remote, local, null, Cancel);

            Assert.True(first.IsChanged);
            Assert.False(second.IsChanged);
            Assert.InRange(session.Traffic.BytesReceived - received, 1, 1000);
            Assert.True(await File.ReadAllBytesAsync(local, Cancel) is { } there && content.AsSpan().SequenceEqual(there));
            Assert.Equal("0640", PermissionsOf(local));
            NothingElseIsLeft(remote, local);
            File.Delete(local);
        }
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task What_cannot_be_is_an_error_of_its_own_that_names_the_path(string target)
    {
        await using var session = await targets.OpenAsync(target);
        Directory.CreateDirectory(Place("folder"));
        var local = Place("local");
        foreach (var size in (int[])[3, 3_000_000])
        {
            await File.WriteAllBytesAsync(local, new byte[size], Cancel);
            await FailsAsync(TransferProblem.RemoteFolderMissing, Place("no/such"), () => session.UploadAsync(local, Place("no/such"), null, Cancel));
            await FailsAsync(TransferProblem.RemoteKind, Place("folder"), () => session.UploadAsync(local, Place("folder"), null, Cancel));
            await FailsAsync(TransferProblem.RemoteKind, "/dev/null", () => session.UploadAsync(local, "/dev/null", null, Cancel));
        }
        await FailsAsync(TransferProblem.RemoteMissing, Place("nothing"), () => session.DownloadAsync(Place("nothing"), Place("x"), null, Cancel));
        await FailsAsync(TransferProblem.RemoteFolderMissing, Place("no/such"), () => session.DownloadAsync(Place("no/such"), Place("x"), null, Cancel));
        await FailsAsync(TransferProblem.RemoteKind, Place("folder"), () => session.DownloadAsync(Place("folder"), Place("x"), null, Cancel));
        await FailsAsync(TransferProblem.LocalMissing, Place("nothing"), () => session.UploadAsync(Place("nothing"), Place("x"), null, Cancel));
        await FailsAsync(TransferProblem.LocalKind, Place("folder"), () => session.UploadAsync(Place("folder"), Place("x"), null, Cancel));
        await FailsAsync(TransferProblem.LocalMissing, Place("no/such"), () => session.DownloadAsync(local, Place("no/such"), null, Cancel));
        await FailsAsync(TransferProblem.LocalKind, Place("folder"), () => session.DownloadAsync(local, Place("folder"), null, Cancel));

        Assert.Equal("next\n", (await session.ExecAsync($"echo next", null, Cancel)).Stdout.Text);
        NothingElseIsLeft(local, Place("folder"));
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task The_users_home_and_odd_names_are_paths_like_others(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var inHome = $".marchitect-spec-{Guid.NewGuid():N}";
        try
        {
            await session.UploadAsync("home"u8.ToArray(), "~/" + inHome, null, Cancel);
            Assert.Equal("home", await File.ReadAllTextAsync(Path.Combine(session.Target.Home!, inHome), Cancel));
            Assert.Equal("home"u8.ToArray(), await session.DownloadBytesAsync("~/" + inHome, null, Cancel));
        }
        finally
        {
            File.Delete(Path.Combine(session.Target.Home!, inHome));
        }
        foreach (var name in (string[])["-rf", "~", " ", "a\n", "\n", "*", "%s\\n", "'", new string('x', 255)])
        {
            await session.UploadAsync("odd"u8.ToArray(), Place(name), null, Cancel);
            Assert.Equal("odd", await File.ReadAllTextAsync(Place(name), Cancel));
            Assert.Equal("odd"u8.ToArray(), await session.DownloadBytesAsync(Place(name), null, Cancel));
            File.Delete(Place(name));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_link_is_followed_and_stays_a_link(string target)
    {
        await using var session = await targets.OpenAsync(target);
        await File.WriteAllTextAsync(Place("real"), "old", Cancel);
        File.CreateSymbolicLink(Place("link"), "real");

        await session.UploadAsync("new"u8.ToArray(), Place("link"), null, Cancel);

        Assert.Equal("real", new FileInfo(Place("link")).LinkTarget);
        Assert.Equal("new", await File.ReadAllTextAsync(Place("real"), Cancel));
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task Files_of_the_kernel_that_tell_no_length_come_down(string target)
    {
        await using var session = await targets.OpenAsync(target);

        Assert.Equal(await File.ReadAllBytesAsync("/proc/version", Cancel), await session.DownloadBytesAsync("/proc/version", null, Cancel));
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_full_disk_is_told_and_the_old_file_stays(string target)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk needs root; run as root");
        await using var session = await targets.OpenAsync(target);
        var disk = Place("disk");
        Directory.CreateDirectory(disk);
        await session.ExecAsync($"mount -t tmpfs -o size=2m none {disk}", null, Cancel);
        try
        {
            var path = Path.Combine(disk, "file");
            await session.UploadAsync("old"u8.ToArray(), path, null, Cancel);
            await session.UploadAsync(new byte[1_600_000], Path.Combine(disk, "filler"), null, Cancel);
            foreach (var size in (int[])[1_000_000, 5_000_000, 30_000_000])
            {
                var failure = await FailsAsync(TransferProblem.RemoteRefused, path, () => session.UploadAsync(RandomNumberGenerator.GetBytes(size), path, null, Cancel));
                Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
                Assert.Equal("old", await File.ReadAllTextAsync(path, Cancel));
                Assert.Equal(["file", "filler"], Directory.EnumerateFileSystemEntries(disk).Select(p => Path.GetFileName(p)!).Order());
            }
            Assert.Equal("next\n", (await session.ExecAsync($"echo next", null, Cancel)).Stdout.Text);
        }
        finally
        {
            await session.ExecAsync($"umount {disk}", null, CancellationToken.None);
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_read_only_folder_is_told(string target)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a read-only disk needs root; run as root");
        await using var session = await targets.OpenAsync(target);
        var disk = Place("disk");
        Directory.CreateDirectory(disk);
        await session.ExecAsync($"mount -t tmpfs -o ro none {disk}", null, Cancel);
        try
        {
            foreach (var size in (int[])[10, 3_000_000])
            {
                var failure = await FailsAsync(TransferProblem.RemoteRefused, disk + "/x", () => session.UploadAsync(new byte[size], disk + "/x", null, Cancel));
                Assert.True(failure.Message.Contains("Read-only", StringComparison.Ordinal) || failure.Message.Contains("not writable", StringComparison.Ordinal), failure.Message);
            }
        }
        finally
        {
            await session.ExecAsync($"umount {disk}", null, CancellationToken.None);
        }
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Progress_is_told_to_the_last_byte(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var size in (int[])[10, Large])
        {
            var up = new List<TransferProgress>();
            var down = new List<TransferProgress>();

            await session.UploadAsync(new byte[size], Place("f"), new() { OnProgress = up.Add }, Cancel);
            await session.DownloadAsync(Place("f"), Stream.Null, new() { OnProgress = down.Add }, Cancel);

            Assert.Equal(new(Place("f"), size, size), up[^1]);
            Assert.Equal(new(Place("f"), size, size), down[^1]);
            Assert.Equal(up.OrderBy(p => p.Bytes), up);
            File.Delete(Place("f"));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_cancelled_upload_leaves_nothing_and_the_session_goes_on(string target)
    {
        await using var session = await targets.OpenAsync(target);
        using var cancel = new CancellationTokenSource();
        await File.WriteAllTextAsync(Place("f"), "old", Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.UploadAsync(
            new byte[100_000_000], Place("f"), new() { OnProgress = p => { if (p.Bytes > 30_000_000) cancel.Cancel(); } }, cancel.Token));

        Assert.Equal("old", await File.ReadAllTextAsync(Place("f"), Cancel));
        await EventuallyNothingElseIsLeftAsync(Place("f"));
        Assert.Equal("next\n", (await session.ExecAsync($"echo next", null, Cancel)).Stdout.Text);
        Assert.True((await session.UploadAsync(new byte[3_000_000], Place("f"), null, Cancel)).IsChanged);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Commands_go_on_while_a_large_file_travels(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var content = new GatedStream(30_000_000, 10_000_000, answered.Task);

        var upload = session.UploadAsync(content, Place("f"), null, Cancel);
        var result = await session.ExecAsync($"echo meanwhile", null, Cancel);
        answered.SetResult();

        Assert.Equal("meanwhile\n", result.Stdout.Text);
        Assert.Equal(30_000_000, (await upload).Bytes);
    }

    private static async Task<TransferException> FailsAsync(TransferProblem problem, string path, Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<TransferException>(act);
        Assert.True(failure.Problem == problem, $"{failure.Problem} instead of {problem}: {failure.Message}");
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private static string PermissionsOf(string path) => ((Permissions)File.GetUnixFileMode(path)).Octal;

    private static async Task<string> InodeAsync(string path)
    {
        await using var here = await Session.OpenAsync(new LocalTransport(), null, Cancel);
        return (await here.ExecAsync($"stat -c %i {path}", null, Cancel)).Stdout.Trimmed;
    }

    private string Place(string name) => Path.Combine(_folder, name);

    private void NothingElseIsLeft(params string[] paths) => Assert.Equal(paths.Order(), Directory.EnumerateFileSystemEntries(_folder).Order());

    private async Task EventuallyNothingElseIsLeftAsync(params string[] paths)
    {
        for (var i = 0; i < 200 && Directory.EnumerateFileSystemEntries(_folder).Count() != paths.Length; i++)
            await Task.Delay(20, Cancel);
        NothingElseIsLeft(paths);
    }

    private sealed class UnseekableStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }

    /// <summary>Zeros, which stop half-way until a gate opens.</summary>
    private sealed class GatedStream(int length, int gateAt, Task gate) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_position >= gateAt)
                await gate.WaitAsync(cancellationToken);
            var bytes = Math.Min(Math.Min(buffer.Length, 100_000), length - _position);
            buffer.Span[..bytes].Clear();
            _position += bytes;
            return bytes;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
