using System.Text;

namespace Marchitect;

/// <summary>A request that was written, until its frames have ended on both output streams.</summary>
internal sealed class PendingFrame(FrameRequest request, string nonce)
{
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _endedAnyhow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _unwanted;
    private CancellationTokenSource? _ending;
    private int _openStreams = 2;
    private Exception? _failure;

    public FrameRequest Request { get; } = request;

    /// <summary>What begins this frame in the output.</summary>
    public byte[] BeginMark { get; } = Encoding.ASCII.GetBytes($"<{nonce}");

    /// <summary>What ends it, before the status and a newline.</summary>
    public byte[] EndMark { get; } = Encoding.ASCII.GetBytes($">{nonce} ");

    /// <summary>The exit status, once both streams have told the end; or why there is none.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>As <see cref="Ended"/>, but without a result and never faulted.</summary>
    public Task EndedAnyhow => _endedAnyhow.Task;

    /// <summary>Called once, when the host has begun with it.</summary>
    public Action? OnBegun { get; set; }

    /// <summary>Called once, before <see cref="Ended"/> completes.</summary>
    public Action? OnEnded { get; set; }

    /// <summary>Whether the command was seen to have ended on one of its streams: it needs no further input.</summary>
    public bool IsEnding => Volatile.Read(ref _openStreams) < 2;

    /// <summary>Cancelled when <see cref="IsEnding"/>. Made on demand: most commands have no input.</summary>
    public CancellationToken Ending => Demand(ref _ending, () => IsEnding);

    /// <summary>Cancelled with <see cref="Failure"/>: the command is of no use any more and is to be ended.</summary>
    public CancellationToken Unwanted => Demand(ref _unwanted, () => Failure is not null);

    /// <summary>Why the result is of no use, e.g. since taking the output failed; what still comes is dropped.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>One of the streams has told the end.</summary>
    public void EndStream(int exitStatus)
    {
        var left = Interlocked.Decrement(ref _openStreams);
        Volatile.Read(ref _ending)?.Cancel();
        if (left > 0)
            return;
        OnEnded?.Invoke();
        _endedAnyhow.TrySetResult();
        _ended.TrySetResult(exitStatus);
    }

    /// <summary>Remembers why the result is of no use; the frame still has to end on the host.</summary>
    public void Spoil(Exception failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
            Volatile.Read(ref _unwanted)?.Cancel();
    }

    /// <summary>Ends it here and now, since nothing more can come.</summary>
    public void Abandon(Exception failure)
    {
        _endedAnyhow.TrySetResult();
        _ended.TrySetException(failure);
        Volatile.Read(ref _ending)?.Cancel();
    }

    // Looked at again after the source is there to be cancelled, or an end in between would be missed.
    private static CancellationToken Demand(ref CancellationTokenSource? source, Func<bool> isOver)
    {
        if (Volatile.Read(ref source) is null)
            Interlocked.CompareExchange(ref source, new CancellationTokenSource(), null);
        return isOver() ? new CancellationToken(true) : source!.Token;
    }
}
