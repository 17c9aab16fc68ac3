using System.Buffers;
using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>A script to run on the host as one frame, what it reads, and where its output goes.</summary>
/// <param name="Script">POSIX shell text, without NUL.</param>
/// <param name="InFreshShell">
/// Whether it gets a shell of its own: a user's command, which may <c>exit</c>, <c>kill $$</c> or trap. Else it is a script of ours and runs in a
/// subshell of the loop, which costs a fork less.
/// </param>
internal sealed record FrameRequest(string Script, bool InFreshShell)
{
    /// <summary>What the command reads, or null for <c>/dev/null</c>.</summary>
    public CommandInput? Stdin { get; init; }

    /// <summary>Bytes that follow the request and that the script itself takes from its stdin, exactly; only for scripts of ours.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    /// <summary>Content that follows the request in chunks and that the script itself takes from its stdin; only for scripts of ours.</summary>
    public ChunkedContent? Chunks { get; init; }

    /// <summary>Takes what arrives on stdout, as it arrives.</summary>
    public OutputSink Stdout { get; init; } = OutputSink.Nothing;

    /// <summary>Takes what arrives on stderr, as it arrives.</summary>
    public OutputSink Stderr { get; init; } = OutputSink.Nothing;

    /// <summary>Whether it is sent ahead of others and nobody waits for its reply: then it makes no round trip of its own.</summary>
    public bool IsSentAhead { get; init; }

    /// <summary>What is being done, for the message when the connection ends meanwhile; secrets are gone from it.</summary>
    public string What { get; init; } = "a request";

    /// <summary>Writes header, script and payload, in the form that <see cref="ShellLoop"/> reads.</summary>
    public void WriteTo(IBufferWriter<byte> writer, string nonce)
    {
        var scriptBytes = Encoding.UTF8.GetByteCount(Script);
        var isCounted = scriptBytes >= ShellLoop.CountedFromBytes;
        var end = isCounted ? $"\n#{nonce}" : $"\n#{nonce}\n";
        var count = isCounted ? scriptBytes + end.Length : Script.AsSpan().Count('\n') + 2;
        var kind = !InFreshShell ? 'e' : scriptBytes < ShellLoop.PipedFromBytes ? 's' : 'b';
        var stdin = Payload is not null || Chunks is not null ? 'r' : Stdin is not null ? 'p' : '-';
        Write(writer, string.Create(CultureInfo.InvariantCulture, $"{(isCounted ? 'd' : 'x')} {nonce} {count} {stdin} {kind}\n"));
        Write(writer, Script);
        Write(writer, end);
        if (Payload is { } payload)
            writer.Write(payload.Span);
    }

    private static void Write(IBufferWriter<byte> writer, string text) => Encoding.UTF8.GetBytes(text, writer);
}
