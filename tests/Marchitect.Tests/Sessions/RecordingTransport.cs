namespace Marchitect.Tests.Sessions;

/// <summary>Hands everything through and keeps what each program was sent on its stdin.</summary>
internal sealed class RecordingTransport(Transport inner) : Transport
{
    /// <summary>What each program was sent, in the order they were started; the session's own shell is the first.</summary>
    public List<MemoryStream> Sent { get; } = [];

    public override string Host => inner.Host;

    public override string Shell => inner.Shell;

    public override async Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) =>
        new RecordingConnection(await inner.ConnectAsync(cancellationToken), Sent);

    private sealed class RecordingConnection(Connection inner, List<MemoryStream> sent) : Connection
    {
        public override async Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken)
        {
            var copy = new MemoryStream();
            sent.Add(copy);
            return new RecordingChannel(await inner.StartAsync(shellLine, cancellationToken), copy);
        }

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class RecordingChannel(Channel inner, MemoryStream copy) : Channel
    {
        public override Stream Stdin { get; } = new CopyingStream(inner.Stdin, copy);

        public override Stream Stdout => inner.Stdout;

        public override Stream Stderr => inner.Stderr;

        public override Task<ChannelEnd> Ended => inner.Ended;

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class CopyingStream(Stream inner, MemoryStream copy) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            copy.Write(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
