using System.Text;

namespace Marchitect.Tests.Sessions;

/// <summary>Frames are found however the bytes of a stream come in.</summary>
public sealed class FrameReaderSpecs
{
    private const string Nonce = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Frames_are_the_same_wherever_the_stream_is_cut_into_reads()
    {
        var content = $">< >{Nonce[..31]} 0\n<{Nonce}>{Nonce}\n>";
        var text = $"before<{Nonce}{content}>{Nonce} 143\nafter";
        for (var first = 0; first <= text.Length; first++)
        {
            for (var second = first; second <= text.Length; second += 7)
            {
                var (frame, stray, status) = await ReadAsync(text[..first], text[first..second], text[second..]);
                Assert.Equal(content, frame);
                Assert.Equal("beforeafter", stray);
                Assert.Equal(143, status);
            }
        }
    }

    [Fact]
    public async Task Content_is_handed_on_before_the_frame_ends_but_for_what_could_be_its_end()
    {
        var (frame, _, status) = await ReadAsync($"<{Nonce}content>{Nonce[..10]}");

        Assert.Equal("content", frame);
        Assert.Null(status);
    }

    private static async Task<(string Frame, string Stray, int? Status)> ReadAsync(params string[] reads)
    {
        var kept = new OutputCapture(1_000_000, null, null);
        var stray = new StringBuilder();
        var frame = new PendingFrame(new FrameRequest("", false) { Stdout = kept }, Nonce);
        var reader = new FrameReader(new Reads(reads), _ => { }, bytes => stray.Append(Encoding.ASCII.GetString(bytes.Span)), f => f.Request.Stdout);
        reader.Expect(frame);
        await reader.RunAsync();
        // The other stream of the frame.
        if (frame.IsEnding)
            frame.EndStream(143);
        return (kept.Output.Text, stray.ToString(), frame.Ended.IsCompleted ? await frame.Ended : null);
    }

    private sealed class Reads(string[] reads) : MemoryStream
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_next < reads.Length && reads[_next].Length == 0)
                _next++;
            return new(_next == reads.Length ? 0 : Encoding.ASCII.GetBytes(reads[_next++], buffer.Span));
        }
    }
}
