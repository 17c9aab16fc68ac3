using System.Buffers;
using System.Text;

namespace Marchitect;

/// <summary>
/// Keeps what a command writes on one stream, up to a limit, or hands it to a stream; cuts it into lines for those who watch. In either
/// case its end is at hand for an error.
/// </summary>
internal sealed class OutputCapture(long limitBytes, Stream? to, Action<string>? onLine) : OutputSink
{
    private const int EndBytes = 4096;
    private const int LineBytes = 64 * 1024;

    private byte[] _kept = [];
    private int _keptBytes;
    private long _totalBytes;
    private ArrayBufferWriter<byte>? _line;

    /// <summary>What was kept.</summary>
    public CommandOutput Output => to is null ? new(_kept.AsMemory(0, _keptBytes)) : default;

    /// <summary>The last lines, at most 4 KiB, as text.</summary>
    public string End
    {
        get
        {
            var bytes = _kept.AsSpan(0, _keptBytes);
            var isCut = _totalBytes > EndBytes;
            if (bytes.Length > EndBytes)
                bytes = bytes[^EndBytes..];
            if (isCut && bytes.IndexOf((byte)'\n') is >= 0 and var i && i + 1 < bytes.Length)
                bytes = bytes[(i + 1)..];
            var text = Encoding.UTF8.GetString(bytes).TrimEnd();
            return isCut ? "[...]\n" + text : text;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _totalBytes += bytes.Length;
        if (onLine is not null)
            Watch(bytes.Span, onLine);
        if (to is not null)
        {
            KeepEnd(bytes.Span);
            await to.WriteAsync(bytes).ConfigureAwait(false);
            return;
        }
        if (_keptBytes + (long)bytes.Length > limitBytes)
            throw new TooMuchOutputException(limitBytes);
        Keep(bytes.Span);
    }

    public override async ValueTask EndAsync()
    {
        if (onLine is not null && _line is { WrittenCount: > 0 })
            TellLine(onLine);
        if (to is not null)
            await to.FlushAsync().ConfigureAwait(false);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length - _keptBytes < bytes.Length)
            Array.Resize(ref _kept, (int)Math.Min(Array.MaxLength, Math.Max(_keptBytes + (long)bytes.Length, _kept.Length * 2L)));
        bytes.CopyTo(_kept.AsSpan(_keptBytes));
        _keptBytes += bytes.Length;
    }

    private void KeepEnd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= EndBytes)
        {
            _keptBytes = 0;
            bytes = bytes[^EndBytes..];
        }
        else if (_keptBytes + bytes.Length > EndBytes * 2)
        {
            _kept.AsSpan(_keptBytes - EndBytes, EndBytes).CopyTo(_kept);
            _keptBytes = EndBytes;
        }
        Keep(bytes);
    }

    private void Watch(ReadOnlySpan<byte> bytes, Action<string> tell)
    {
        _line ??= new ArrayBufferWriter<byte>(256);
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            if (_line.WrittenCount + part.Length > LineBytes)
            {
                part = bytes[..(LineBytes - _line.WrittenCount)];
                end = -1;
            }
            _line.Write(part);
            if (end >= 0 || _line.WrittenCount == LineBytes)
                TellLine(tell);
            bytes = bytes[(part.Length + (end >= 0 ? 1 : 0))..];
        }
    }

    private void TellLine(Action<string> tell)
    {
        var line = _line!.WrittenSpan;
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var text = Encoding.UTF8.GetString(line);
        _line.ResetWrittenCount();
        tell(text);
    }
}
