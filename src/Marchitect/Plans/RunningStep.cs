namespace Marchitect;

/// <summary>
/// A step on its way. Its code may be through while its prefabs are still pending, since those of several steps travel together: it has ended
/// when both are.
/// </summary>
internal sealed class RunningStep(PlannedStep planned, Where where, RunKind kind, TimeProvider time, Action<RunEvent> raise)
{
    private readonly List<PrefabReport> _prefabs = [];
    private readonly List<string> _wouldRun = [];
    private long _began;
    private int _pending;
    private bool _hasBegun;
    private bool _isStarted;
    private bool _isStopped;
    private bool _isHeldUp;
    private string? _codeProblem;
    private string? _unknownFrom;
    private Traffic _traffic;

    public PlannedStep Planned => planned;

    public Where Where => where;

    /// <summary>Why it failed, or null.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Set where the run was cancelled while it was under way.</summary>
    public OperationCanceledException? Cancelled { get; set; }

    /// <summary>What came of it, as far as it is known.</summary>
    public StepReport Report { get; private set; } = new(planned.Number, planned.Name, StepOutcome.NotStarted, default, default);

    /// <summary>Hands it what a run lends, and reads what its prefabs need of this machine.</summary>
    public async Task BeginAsync(WhiteprintScope scope)
    {
        try
        {
            await planned.Whiteprint.BeginAsync(scope, planned.Checked).ConfigureAwait(false);
            _hasBegun = true;
        }
        catch (Exception failure)
        {
            Error = UserCode.Failure(failure, $"the whiteprint {planned.Whiteprint.GetType().Name}", where);
            Report = Report with { Outcome = StepOutcome.Failed, Error = Error };
        }
    }

    /// <summary>Takes back what the run lent.</summary>
    public void End()
    {
        if (_hasBegun)
            planned.Whiteprint.End();
    }

    public void Start()
    {
        _began = time.GetTimestamp();
        _isStarted = true;
        raise(new StepBegun(time.GetUtcNow(), where));
    }

    public async Task WorkAsync(string mode)
    {
        if (kind == RunKind.Validate)
            _codeProblem = await planned.Whiteprint.ValidatePartsAsync(mode).ConfigureAwait(false);
        else
            await planned.Whiteprint.ExecutePartsAsync(mode).ConfigureAwait(false);
    }

    /// <summary>In a dry run: its code would do this.</summary>
    public void WouldRun(string what)
    {
        _wouldRun.Add(what);
        raise(new WouldRun(time.GetUtcNow(), where, what));
    }

    /// <summary>In a dry run: what its code does from here on hangs on something that was not run.</summary>
    public void StopKnowing(UnknownUntilRunException unknown) => _unknownFrom = unknown.What;

    /// <summary>A prefab of it is pending.</summary>
    public void Added() => _pending++;

    /// <summary>It is known what came of a prefab of it.</summary>
    public void Concluded(PrefabEntry entry)
    {
        _pending--;
        _prefabs.Add(entry.Report!);
        if (entry.Report!.Outcome != PrefabOutcome.NotStarted)
            raise(new PrefabEnded(time.GetUtcNow(), where, entry.Report));
        // In a validation it is a problem like any other.
        if (entry.Report.Outcome == PrefabOutcome.Failed && kind != RunKind.Validate)
            Error ??= entry.Report.Error;
        TellIfEnded();
    }

    /// <summary>Its code is through.</summary>
    /// <param name="traffic">What the link carried meanwhile.</param>
    /// <param name="error">Why it failed, or null.</param>
    /// <param name="isHeldUp">Whether it was not begun, since a prefab of a step before it failed.</param>
    public void Stop(Traffic traffic, Exception? error, bool isHeldUp)
    {
        _isStopped = true;
        _isHeldUp = isHeldUp;
        _traffic = traffic;
        Error ??= error;
        TellIfEnded();
    }

    private void TellIfEnded()
    {
        if (!_isStarted || !_isStopped || _pending > 0)
            return;
        var problems = kind == RunKind.Validate
            ? string.Join('\n', _prefabs.Select(ProblemOf).Prepend(_codeProblem).Where(problem => problem is not null))
            : "";
        Report = new(
            planned.Number, planned.Name, OutcomeOf(problems), time.GetElapsedTime(_began), _traffic, problems.Length > 0 ? problems : null, Error)
        {
            Prefabs = _prefabs,
            WouldRun = _wouldRun,
            UnknownFrom = _unknownFrom,
        };
        raise(new StepEnded(time.GetUtcNow(), where, Report));
    }

    private StepOutcome OutcomeOf(string problems)
    {
        if (Error is not null)
            return StepOutcome.Failed;
        if (Cancelled is not null)
            return StepOutcome.Cancelled;
        if (_isHeldUp || _prefabs.Exists(prefab => prefab.Outcome == PrefabOutcome.NotStarted))
            return StepOutcome.NotStarted;
        return problems.Length > 0 ? StepOutcome.Invalid : StepOutcome.Done;
    }

    private static string? ProblemOf(PrefabReport prefab) => prefab.Outcome switch
    {
        PrefabOutcome.Changed => $"{prefab.Title} is not as wanted: {(prefab.Differences.Count > 0 ? string.Join(", ", prefab.Differences) : string.Join(", ", prefab.Operations))}.",
        PrefabOutcome.Failed => prefab.Reason,
        PrefabOutcome.Unknown => $"{prefab.Title} cannot be known: {prefab.Reason}.",
        _ => null,
    };
}
