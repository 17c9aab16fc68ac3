namespace Marchitect;

/// <summary>What a run lends to the whiteprints of one host: the session, the resources and its own end.</summary>
/// <param name="Session">The session on the host.</param>
/// <param name="Resources">Where resources lie.</param>
/// <param name="Prefabs">The prefabs of the run, on their way.</param>
/// <param name="Where">The step.</param>
/// <param name="Stop">Ends the run now, with the command that is under way.</param>
/// <param name="StopGently">Ends the run before its next command.</param>
internal sealed record WhiteprintScope(
    Session Session, ResourcePaths Resources, Convergence Prefabs, Where Where, CancellationToken Stop, CancellationToken StopGently)
{
    /// <summary>The user to act as; null for the one who logged in.</summary>
    public Become? As { get; init; }

    /// <summary>Told of each prefab that is pending now.</summary>
    public Action OnPrefab { get; init; } = static () => { };

    /// <summary>Told what a dry run would do and does not.</summary>
    public Action<string> OnWouldRun { get; init; } = static _ => { };

    /// <summary>Fetches the secrets of a config that the run has not seen, and has them replaced from then on.</summary>
    public Func<ConfigMap, Where, ValueTask> OnConfig { get; init; } = static (_, _) => ValueTask.CompletedTask;

    /// <summary>Whether nothing is changed on the host.</summary>
    public bool IsDryRun => Prefabs.Kind == RunKind.Preview;

    /// <summary>Whether it is done by a saved plan, or one is being made.</summary>
    public bool IsPlanned => Prefabs.Kind is RunKind.Preview or RunKind.Apply;

    /// <summary>Where a saved plan is applied: refuses what is not what the plan says.</summary>
    /// <exception cref="PlanRefusedException">It is something else.</exception>
    public void Expect(string shown, string exact)
    {
        if (Prefabs.Kind == RunKind.Apply)
            Prefabs.Ledger.Command(Where.StepNumber ?? 0, shown, exact);
    }

    /// <summary>
    /// Does something on the host, after what is pending, unless the run is to end; the run's end ends it whatever token the caller gave.
    /// </summary>
    public Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken callers) => WithinAsync(
        async token =>
        {
            await Prefabs.FlushAsync(isLast: false, token).ConfigureAwait(false);
            Session.Where = Where;
            return await operation(token).ConfigureAwait(false);
        },
        callers);

    /// <summary>Does something unless the run is to end; the run's end ends it whatever token the caller gave.</summary>
    public async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken callers)
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

    /// <summary>Takes prefabs, in order, those that go last behind the others.</summary>
    public async Task AddAsync(IReadOnlyList<Prefab> prefabs, string mode)
    {
        foreach (var prefab in prefabs.Where(prefab => !prefab.GoesLast(mode)).Concat(prefabs.Where(prefab => prefab.GoesLast(mode)).Reverse()))
            await AddAsync(prefab, mode).ConfigureAwait(false);
    }

    /// <summary>Takes a prefab.</summary>
    public async Task<PrefabEntry> AddAsync(Prefab prefab, string mode)
    {
        StopGently.ThrowIfCancellationRequested();
        PrefabEntry entry;
        try
        {
            entry = new PrefabEntry(prefab, mode, Where);
        }
        catch (MarchitectException failure)
        {
            failure.At(Where);
            throw;
        }
        await Prefabs.AddAsync(entry, prefab.As ?? As, Stop).ConfigureAwait(false);
        OnPrefab();
        return entry;
    }

    /// <summary>In a dry run: says what is not done, and that anything may come of it.</summary>
    public void Tell(string what, string exact)
    {
        Prefabs.Ledger.Command(Where.StepNumber ?? 0, what, exact);
        OnWouldRun(what);
        Prefabs.UnknownEffect ??= what;
    }
}
