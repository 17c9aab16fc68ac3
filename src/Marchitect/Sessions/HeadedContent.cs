using System.Buffers;
using System.Text;

namespace Marchitect;

/// <summary>Takes a first line for itself and hands on what follows.</summary>
internal sealed class HeadedContent(Stream to) : OutputSink
{
    private readonly HashedContent _content = new(to, null);
    private readonly ArrayBufferWriter<byte> _head = new(128);
    private bool _isHeadWhole;

    /// <summary>The first line, without its end.</summary>
    public string Head => Encoding.UTF8.GetString(_head.WrittenSpan);

    /// <inheritdoc cref="HashedContent.Bytes"/>
    public long Bytes => _content.Bytes;

    /// <inheritdoc cref="HashedContent.Hash"/>
    public string Hash => _content.Hash;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_isHeadWhole)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            _head.Write(bytes.Span[..(end < 0 ? bytes.Length : end)]);
            if (end < 0)
                return;
            _isHeadWhole = true;
            bytes = bytes[(end + 1)..];
        }
        if (!bytes.IsEmpty)
            await _content.WriteAsync(bytes).ConfigureAwait(false);
    }

    public override ValueTask EndAsync() => _content.EndAsync();
}
