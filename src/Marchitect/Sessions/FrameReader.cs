using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;

namespace Marchitect;

/// <summary>
/// Cuts one output stream of the loop into frames: <c>&lt;NONCE</c>, raw bytes, <c>&gt;NONCE STATUS</c>. Bytes are handed on as they arrive; of a
/// frame's possible end only as much is held back as could be the mark.
/// </summary>
internal sealed class FrameReader(Stream stream, Action<int> countBytes, Action<ReadOnlyMemory<byte>> stray, Func<PendingFrame, OutputSink> sinkOf)
{
    private const int BufferBytes = 64 * 1024;
    private readonly ConcurrentQueue<PendingFrame> _expected = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;
    private PendingFrame? _inside;

    /// <summary>Called before the request is written, in the order of writing.</summary>
    public void Expect(PendingFrame frame) => _expected.Enqueue(frame);

    /// <summary>Reads until the stream ends. Whether that was expected is the caller's to say.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                MakeRoom();
                var read = await stream.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None).ConfigureAwait(false);
                if (read == 0)
                    return;
                countBytes(read);
                _end += read;
                while (await CutAsync().ConfigureAwait(false))
                {
                }
            }
        }
        finally
        {
            if (_inside is null && _start < _end)
                stray(_buffer.AsMemory(_start, _end - _start));
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    // True when it got further and there may be more to do with what is in the buffer.
    private ValueTask<bool> CutAsync() => _start == _end ? new(false) : _inside is null ? new(FindBegin()) : FindEndAsync(_inside);

    private bool FindBegin()
    {
        var data = _buffer.AsMemory(_start, _end - _start);
        if (!_expected.TryPeek(out var next))
        {
            stray(data);
            _start = _end;
            return false;
        }
        var at = data.Span.IndexOf(next.BeginMark);
        var before = at >= 0 ? at : data.Length - HeldBack(data.Span, next.BeginMark);
        if (before > 0)
            stray(data[..before]);
        _start += before;
        if (at < 0)
            return false;
        _start += next.BeginMark.Length;
        _expected.TryDequeue(out _inside);
        next.OnBegun?.Invoke();
        return true;
    }

    private async ValueTask<bool> FindEndAsync(PendingFrame frame)
    {
        var data = _buffer.AsMemory(_start, _end - _start);
        var at = data.Span.IndexOf(frame.EndMark);
        var status = 0;
        var endBytes = 0;
        if (at >= 0 && !TryReadStatus(data.Span[(at + frame.EndMark.Length)..], out status, out endBytes))
        {
            // The mark is here, its status still on the way: hand on what stands before it.
            if (at > 0)
                await HandOnAsync(frame, data[..at]).ConfigureAwait(false);
            _start += at;
            return false;
        }
        var content = at >= 0 ? at : data.Length - HeldBack(data.Span, frame.EndMark);
        if (content > 0)
            await HandOnAsync(frame, data[..content]).ConfigureAwait(false);
        _start += content;
        if (at < 0)
            return false;
        _start += frame.EndMark.Length + endBytes;
        _inside = null;
        try
        {
            await sinkOf(frame).EndAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            frame.Spoil(failure);
        }
        frame.EndStream(status);
        return true;
    }

    // What a user's code throws while it takes output belongs to the call that gave it, not to this loop.
    private async ValueTask HandOnAsync(PendingFrame frame, ReadOnlyMemory<byte> bytes)
    {
        if (frame.Failure is not null)
            return;
        try
        {
            await sinkOf(frame).WriteAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            frame.Spoil(failure);
        }
    }

    private static bool TryReadStatus(ReadOnlySpan<byte> after, out int status, out int length)
    {
        length = after.IndexOf((byte)'\n') + 1;
        status = -1;
        if (length == 0)
            return false;
        if (!Utf8Parser.TryParse(after[..(length - 1)], out status, out _))
            status = -1;
        return true;
    }

    /// <summary>How many bytes at the end of <paramref name="data"/> could be the beginning of <paramref name="mark"/>.</summary>
    private static int HeldBack(ReadOnlySpan<byte> data, ReadOnlySpan<byte> mark)
    {
        var most = Math.Min(data.Length, mark.Length - 1);
        var tail = data[^most..];
        for (var i = tail.IndexOf(mark[0]); i >= 0 && i < tail.Length;)
        {
            if (mark.StartsWith(tail[i..]))
                return tail.Length - i;
            var next = tail[(i + 1)..].IndexOf(mark[0]);
            i = next < 0 ? -1 : i + 1 + next;
        }
        return 0;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_buffer.Length - _end < BufferBytes / 4)
        {
            // At most a mark and a status are held back, so there always is room once they stand at the front.
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
    }
}
