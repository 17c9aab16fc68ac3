namespace Marchitect;

/// <summary>
/// The prefabs of a run on one host, on their way: those that nothing has forced to the host yet are pending, across whiteprints, and
/// travel together. They are flushed when code of a whiteprint touches the host, when the user changes, and at the end.
/// </summary>
/// <param name="kind">What is done with what they decide.</param>
/// <param name="login">The session of the user who logged in.</param>
/// <param name="time">The clock.</param>
/// <param name="onConcluded">Told of each prefab when it is known what came of it.</param>
/// <param name="ledger">What a dry run decides, or a saved plan says.</param>
internal sealed class Convergence(
    RunKind kind, Session login, TimeProvider time, Action<PrefabEntry> onConcluded, PlanLedger ledger)
{
    private readonly Dictionary<Session, User> _users = [];
    private readonly List<PrefabEntry> _pending = [];
    private BatchPlan? _preview;
    private Become? _pendingAs;

    /// <summary>What is done with what prefabs decide.</summary>
    public RunKind Kind => kind;

    /// <summary>What a dry run decides, or the saved plan that is applied says.</summary>
    public PlanLedger Ledger => ledger;

    /// <summary>The first prefab that failed, or null; nothing is done after it.</summary>
    public PrefabEntry? Failed { get; private set; }

    /// <summary>In a dry run: what was not run and may have changed anything that is asked after it; null for nothing.</summary>
    public string? UnknownEffect { get; set; }

    /// <summary>Takes a prefab; it waits for company.</summary>
    public async Task AddAsync(PrefabEntry entry, Become? user, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        entry.User = user is null ? "" : $"{user.Method} {user.User}";
        ledger.Begin(entry);
        if (_pending.Count > 0 && user != _pendingAs)
            await FlushAsync(isLast: false, cancellationToken).ConfigureAwait(false);
        _pendingAs = user;
        // What code does later does not affect it, although it may be flushed only then.
        entry.UnknownEffect = UnknownEffect;
        _pending.Add(entry);
    }

    /// <summary>Brings about what is pending.</summary>
    /// <param name="isLast">Whether nothing comes after it in this run.</param>
    /// <param name="cancellationToken">Ends what runs on the host.</param>
    /// <exception cref="MarchitectException">A prefab failed, now or before.</exception>
    public async Task FlushAsync(bool isLast, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        if (_pending.Count == 0)
            return;
        var entries = _pending.ToArray();
        _pending.Clear();
        try
        {
            var user = await UserOfAsync(_pendingAs, cancellationToken).ConfigureAwait(false);
            if (kind is RunKind.Execute or RunKind.Apply)
                Failed = await user.Batch.ConvergeAsync(entries, isLast && _users.Count == 1, cancellationToken).ConfigureAwait(false);
            else
                await PreviewAsync(entries, user, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The link may have broken: what is not known to be done counts as not begun.
            foreach (var entry in entries.Where(entry => entry.Report is null))
            {
                entry.Conclude(new(entry.Title, PrefabOutcome.NotStarted));
                onConcluded(entry);
            }
        }
        ThrowIfFailed();
    }

    /// <summary>Takes something that is to be run at the end of the plan.</summary>
    public async Task OweAsync(OnceAction action, Become? user, Where where, CancellationToken cancellationToken)
    {
        var owing = await UserOfAsync(user, cancellationToken).ConfigureAwait(false);
        await owing.Batch.OweAsync(action, where, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives up what is pending.</summary>
    public void Abandon()
    {
        foreach (var entry in _pending)
        {
            entry.Conclude(new(entry.Title, PrefabOutcome.NotStarted));
            onConcluded(entry);
        }
        _pending.Clear();
    }

    /// <summary>Runs what is owed, for every user who took part.</summary>
    /// <returns>What failed of it, or null.</returns>
    public async Task<PrefabFailedException?> NotifyAsync(Where where, CancellationToken cancellationToken)
    {
        var failures = new List<NotifyFailure>();
        foreach (var user in _users.Values)
        {
            if (kind is RunKind.Execute or RunKind.Apply)
                failures.AddRange(await user.Batch.NotifyAsync(where, cancellationToken).ConfigureAwait(false));
            failures.AddRange(user.Batch.NotifyFailures);
        }
        return NotifyFailure.Of(failures, where);
    }

    private async Task<User> UserOfAsync(Become? become, CancellationToken cancellationToken)
    {
        var session = become is null ? login : await login.AsAsync(become, cancellationToken).ConfigureAwait(false);
        if (!_users.TryGetValue(session, out var user))
        {
            var once = new OnceLedger();
            _users[session] = user = new(session, once, new(session, once, time, onConcluded, ledger));
        }
        return user;
    }

    private async Task PreviewAsync(PrefabEntry[] entries, User user, CancellationToken cancellationToken)
    {
        await user.Batch.ObserveAsync([.. entries.Where(entry => entry.Answers.Count == 0)], cancellationToken).ConfigureAwait(false);
        _preview ??= BatchPlan.ForPreview(user.Session.Target.User ?? "", user.Once);
        foreach (var (entry, (report, change, isExpected)) in entries.Zip(_preview.Preview(entries)))
        {
            if (kind == RunKind.Preview)
                ledger.Take(entry, change, report, isExpected);
            entry.Conclude(report);
            onConcluded(entry);
        }
    }

    private void ThrowIfFailed()
    {
        if (Failed is { } entry)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(entry.Report!.Error!);
    }

    private sealed record User(Session Session, OnceLedger Once, Batch Batch);
}
