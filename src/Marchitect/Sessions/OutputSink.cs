namespace Marchitect;

/// <summary>Takes the bytes of one output stream of one command, in order.</summary>
internal abstract class OutputSink
{
    /// <summary>Takes nothing.</summary>
    public static OutputSink Nothing { get; } = new NoSink();

    /// <summary>Takes some bytes; they are the caller's again afterwards.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing more will come.</summary>
    public virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    private sealed class NoSink : OutputSink
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;
    }
}
