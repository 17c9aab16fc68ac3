using System.Buffers;
using System.Text;

namespace Marchitect;

/// <summary>
/// Keeps what a command writes on one stream, up to a limit, or hands it to a stream; cuts it into lines for those who watch. In either
/// case its end is at hand for an error. Neither the cuts in a line that is too long nor the beginning of that end are within a secret, half of which
/// would not be known for one.
/// </summary>
/// <param name="limitBytes">How many bytes are kept.</param>
/// <param name="to">Takes the bytes instead; null to keep them.</param>
/// <param name="onLine">Takes each line as it is; null where nobody watches.</param>
/// <param name="redactor">Knows the secrets; null for none.</param>
internal sealed class OutputCapture(long limitBytes, Stream? to, Action<string>? onLine, Redactor? redactor = null) : OutputSink
{
    private const int EndBytes = 4096;
    private const int LineBytes = 64 * 1024;

    // The end that is kept of what goes elsewhere has room for what begins before it.
    private readonly int _endBytes = EndBytes + (3 * (redactor?.LongestLength ?? 0));
    private byte[] _kept = [];
    private int _keptBytes;
    private long _totalBytes;
    private ArrayBufferWriter<byte>? _line;
    private int _lineLimit = LineBytes;

    /// <summary>What was kept.</summary>
    public CommandOutput Output => to is null ? new(_kept.AsMemory(0, _keptBytes)) : default;

    /// <summary>The last lines, about 4 KiB, as text without secrets.</summary>
    public string LastLines(Redactor without)
    {
        var bytes = _kept.AsSpan(0, _keptBytes);
        var isCut = _totalBytes > EndBytes;
        var start = Math.Max(0, bytes.Length - EndBytes);
        while (start > 0 && start < bytes.Length && IsWithinCharacter(bytes[start]))
            start++;
        var before = Encoding.UTF8.GetString(bytes[Math.Max(0, start - (3 * without.LongestLength))..start]);
        var text = without.RedactFrom(before + Encoding.UTF8.GetString(bytes[start..]), before.Length);
        if (isCut && text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var i && i + 1 < text.Length)
            text = text[(i + 1)..];
        return isCut ? "[...]\n" + text.TrimEnd() : text.TrimEnd();
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
        if (bytes.Length >= _endBytes)
        {
            _keptBytes = 0;
            bytes = bytes[^_endBytes..];
        }
        else if (_keptBytes > _endBytes && _keptBytes + bytes.Length > _endBytes * 2)
        {
            _kept.AsSpan(_keptBytes - _endBytes, _endBytes).CopyTo(_kept);
            _keptBytes = _endBytes;
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
            if (_line.WrittenCount + part.Length > _lineLimit)
            {
                part = bytes[..(_lineLimit - _line.WrittenCount)];
                end = -1;
            }
            _line.Write(part);
            if (end >= 0)
                TellLine(tell);
            else if (_line.WrittenCount == _lineLimit)
                TellPiece(tell);
            bytes = bytes[(part.Length + (end >= 0 ? 1 : 0))..];
        }
    }

    // What may go on behind the cut waits for it.
    private void TellPiece(Action<string> tell)
    {
        var line = _line!.WrittenSpan;
        var end = line.Length;
        for (var back = 1; back <= 4 && back < line.Length; back++)
        {
            if (IsWithinCharacter(line[^back]))
                continue;
            if (line[^back] >= 0xC0)
                end = line.Length - back;
            break;
        }
        var text = Encoding.UTF8.GetString(line[..end]);
        var cut = redactor?.CutOf(text) ?? text.Length;
        // Only of what is text itself is a secret made, so that the bytes of what waits can be counted.
        end -= Encoding.UTF8.GetByteCount(text.AsSpan(cut));
        if (cut == 0 || end <= 0)
        {
            _lineLimit += LineBytes;
            return;
        }
        var rest = line[end..].ToArray();
        _line.ResetWrittenCount();
        _line.Write(rest);
        _lineLimit = LineBytes;
        while (_lineLimit <= rest.Length)
            _lineLimit += LineBytes;
        tell(text[..cut]);
    }

    private static bool IsWithinCharacter(byte each) => (each & 0xC0) == 0x80;

    private void TellLine(Action<string> tell)
    {
        var line = _line!.WrittenSpan;
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var text = Encoding.UTF8.GetString(line);
        _line.ResetWrittenCount();
        _lineLimit = LineBytes;
        tell(text);
    }
}
