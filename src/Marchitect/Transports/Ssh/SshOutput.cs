using System.Buffers;
using System.IO.Pipelines;

namespace Marchitect;

/// <summary>
/// stdout or stderr of a program: filled by the listener thread, which never waits, and read without a thread of its own. The
/// channel's window bounds what lies here.
/// </summary>
internal sealed class SshOutput : Stream
{
    private readonly SshChannel _channel;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: 32 * 1024, useSynchronizationContext: false));
    private readonly Lock _filling = new();
    private bool _isEnded;

    public SshOutput(SshChannel channel) => _channel = channel;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Fill(ReadOnlySpan<byte> bytes)
    {
        lock (_filling)
        {
            if (_isEnded)
                return;
            bytes.CopyTo(_pipe.Writer.GetSpan(bytes.Length));
            _pipe.Writer.Advance(bytes.Length);
            // Completes at once: the pipe has no threshold to pause at.
            _ = _pipe.Writer.FlushAsync().AsTask();
        }
    }

    public void End()
    {
        lock (_filling)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            _pipe.Writer.Complete();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var filled = (await _pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false)).Buffer;
        var taken = filled.Slice(0, Math.Min(filled.Length, buffer.Length));
        taken.CopyTo(buffer.Span);
        var count = (int)taken.Length;
        _pipe.Reader.AdvanceTo(taken.End);
        _channel.OnRead(count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
