namespace Marchitect;

/// <summary>What a run lends to the whiteprints of one host: the session, the resources and its own end.</summary>
/// <param name="Session">The session on the host.</param>
/// <param name="Resources">Where resources lie.</param>
/// <param name="Stop">Ends the run now, with the command that is under way.</param>
/// <param name="StopGently">Ends the run before its next command.</param>
internal sealed record WhiteprintScope(Session Session, ResourcePaths Resources, CancellationToken Stop, CancellationToken StopGently)
{
    /// <summary>Does something on the host, unless the run is to end; the run's end ends it whatever token the caller gave.</summary>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken callers)
    {
        StopGently.ThrowIfCancellationRequested();
        if (callers == Stop || !callers.CanBeCanceled)
            return await operation(Stop).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Stop, callers);
        try
        {
            return await operation(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (either.IsCancellationRequested)
        {
            // Whoever cancelled looks for a token of theirs, not for one they never saw.
            throw new OperationCanceledException(cancelled.Message, cancelled, Stop.IsCancellationRequested ? Stop : callers);
        }
    }
}
