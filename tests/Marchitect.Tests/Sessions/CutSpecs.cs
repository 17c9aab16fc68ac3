using System.Text;
using System.Text.RegularExpressions;

namespace Marchitect.Tests.Sessions;

/// <summary>
/// A link that ends anywhere: what a session sent is recorded, and a fresh loop gets it again up to each byte, then the end of its input.
/// </summary>
public sealed class CutSpecs(SessionTargets targets) : IClassFixture<SessionTargets>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect cut ").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Mark => Path.Combine(_folder, "mark");

    private string Target => Path.Combine(_folder, "target");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_request_that_did_not_come_whole_does_not_run(string target)
    {
        var request = await RecordAsync(target, session => session.ExecAsync($"touch {Mark}; echo done", null, Cancel));
        File.Delete(Mark);

        for (var length = 0; length <= request.Length; length++)
        {
            await ReplayAsync(target, request.AsMemory(0, length));
            Assert.True(File.Exists(Mark) == (length == request.Length), $"cut after {length} of {request.Length} bytes");
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_large_request_that_did_not_come_whole_does_not_run(string target)
    {
        // Read by dd and given to its shell through a pipe: the other way that scripts travel.
        var request = await RecordAsync(target, session => session.ExecAsync($": {new string('x', 110_000)}\ntouch {Mark}", null, Cancel));
        File.Delete(Mark);

        foreach (var length in Enumerable.Range(0, 60).Concat(Enumerable.Range(1, 10).Select(i => i * 10_000)).Concat(Enumerable.Range(request.Length - 60, 61)))
        {
            await ReplayAsync(target, request.AsMemory(0, length));
            Assert.True(File.Exists(Mark) == (length == request.Length), $"cut after {length} of {request.Length} bytes");
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_command_whose_input_is_cut_is_killed_and_sees_no_end_of_it(string target)
    {
        var request = await RecordAsync(
            target, session => session.ExecAsync($"cat >/dev/null; touch {Mark}", new() { Stdin = "some input of a command\n"u8.ToArray() }, Cancel));
        File.Delete(Mark);

        for (var length = 0; length <= request.Length; length++)
        {
            await ReplayAsync(target, request.AsMemory(0, length));
            Assert.True(File.Exists(Mark) == (length == request.Length), $"cut after {length} of {request.Length} bytes");
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task An_upload_cut_anywhere_leaves_the_old_file_and_nothing_else(string target)
    {
        var content = "the new content\nof the file"u8.ToArray();
        var request = await RecordAsync(target, session => session.UploadAsync(content, Target, null, Cancel));

        foreach (var length in Positions(request))
        {
            await File.WriteAllTextAsync(Target, "old", Cancel);
            await ReplayAsync(target, request.AsMemory(0, length));
            Assert.Equal(length == request.Length ? Encoding.UTF8.GetString(content) : "old", await File.ReadAllTextAsync(Target, Cancel));
            Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_large_upload_cut_anywhere_leaves_the_old_file_and_nothing_else(string target)
    {
        var content = new byte[2_000_000];
        var request = await RecordAsync(target, session => session.UploadAsync(content, Target, null, Cancel), channel: 1);

        var script = request.AsSpan().IndexOf("\n#"u8) + 34;
        int[] places = [0, 20, script - 1, script, script + 3, script + 80, script + 100_000, script + 1_000_000, request.Length - 50_100, request.Length - 30_000];
        foreach (var length in places.Concat(Enumerable.Range(request.Length - 40, 41)))
        {
            await File.WriteAllTextAsync(Target, "old", Cancel);
            await ReplayAsync(target, request.AsMemory(0, length));
            Assert.Equal(length == request.Length ? content.Length : 3, new FileInfo(Target).Length);
            Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder));
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_folder_cut_anywhere_on_its_way_leaves_the_old_files_and_nothing_else(string target)
    {
        var local = Directory.CreateTempSubdirectory("marchitect local ").FullName;
        try
        {
            Directory.CreateDirectory(Target);
            await File.WriteAllTextAsync(Path.Combine(Target, "file"), "old", Cancel);
            await File.WriteAllTextAsync(Path.Combine(local, "file"), "new", Cancel);
            var both = await RecordAsync(target, session => session.UploadTreeAsync(local, Target, null, Cancel));
            // The look at the folder goes first, in the same shell.
            var second = Regex.Matches(Encoding.Latin1.GetString(both), "\n(?=[xd] [0-9a-f]{32} [0-9]+ r e\n)").Single().Index + 1;
            var request = both[second..];

            foreach (var length in Positions(request))
            {
                await File.WriteAllTextAsync(Path.Combine(Target, "file"), "old", Cancel);
                await ReplayAsync(target, request.AsMemory(0, length));
                Assert.Equal(length == request.Length ? "new" : "old", await File.ReadAllTextAsync(Path.Combine(Target, "file"), Cancel));
                Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(Target).Select(p => Path.GetFileName(p)!));
            }
        }
        finally
        {
            Directory.Delete(local, true);
        }
    }

    // Every byte but inside the script and a tar stream, which the host reads as one piece by their counts: there, every so many.
    private static IEnumerable<int> Positions(byte[] request)
    {
        var header = request.AsSpan().IndexOf((byte)'\n');
        var script = request.AsSpan().IndexOf("\n#"u8);
        return Enumerable.Range(0, request.Length + 1)
            .Where(i => i <= header + 5 || i % 61 == 0 || (i >= script - 5 && i <= script + 80) || i >= request.Length - 20)
            .Where(i => i <= script + 80 || i >= request.Length - 20 || i % 305 == 0);
    }

    private async Task<byte[]> RecordAsync(string target, Func<Session, Task> act, int channel = 0)
    {
        var recording = new RecordingTransport(targets.Transport(target));
        await using var session = await Session.OpenAsync(recording, null, Cancel);
        await act(session);
        return recording.Sent[channel].ToArray();
    }

    private async Task ReplayAsync(string target, ReadOnlyMemory<byte> bytes)
    {
        var transport = targets.Transport(target);
        await using var connection = await transport.ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync(ShellLoop.StartLine(transport.Shell, "first"), Cancel);
        await channel.Stdin.WriteAsync(bytes, Cancel);
        await channel.Stdin.FlushAsync(Cancel);
        await channel.Stdin.DisposeAsync();
        await Task.WhenAll(channel.Stdout.CopyToAsync(Stream.Null, Cancel), channel.Stderr.CopyToAsync(Stream.Null, Cancel));
        await channel.Ended;
    }
}
