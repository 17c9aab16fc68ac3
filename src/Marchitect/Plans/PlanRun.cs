namespace Marchitect;

/// <summary>One mode of one plan on one host, from checking the config to the report.</summary>
internal sealed class PlanRun
{
    private readonly SitePlan _plan;
    private readonly string _mode;
    private readonly RunKind _kind;
    private readonly Transport _transport;
    private readonly RunOptions _options;
    private readonly CancellationToken _stop;
    private readonly TimeProvider _time;
    private readonly Where _where;
    private readonly Lock _events = new();
    private readonly List<RunningStep> _steps = [];
    private readonly SavedPlan? _saved;
    private readonly PlanLedger _ledger;
    private readonly Redactor _redactor = new([]);
    private readonly RunRedaction _redaction;

    public PlanRun(SitePlan plan, string mode, RunKind kind, Transport transport, RunOptions options, CancellationToken stop, SavedPlan? saved = null)
    {
        _saved = saved;
        _redaction = new(_redactor);
        _ledger = new(saved, _redactor);
        _plan = plan;
        _mode = mode;
        _kind = kind;
        _transport = transport;
        _options = options;
        _stop = stop;
        _time = options.SessionOptions.Time;
        _where = new(transport.Host, transport.Address, plan.Name, Mode: mode);
    }

    private bool IsCancelled => _stop.IsCancellationRequested || _options.StopGently.IsCancellationRequested;

    public async Task<RunReport> RunAsync()
    {
        var began = _time.GetTimestamp();
        var traffic = default(Traffic);
        Exception? error = null;
        SavedPlan? made = null;
        try
        {
            var planned = PlannedStep.AllOf(_plan, _options.Config, _transport.Host, new(_options.ResourcePaths), _options.TemplateNeeds);
            _redactor.Add(await StepSecrets.FetchAsync(planned, _options.Secrets, _transport.Host, _stop).ConfigureAwait(false));
            _steps.AddRange(Running(planned, _kind, Raise));
            if (_saved is not null)
                PlanIdentity.Expect(_saved, _plan, _transport.Host, planned, _options.As);
            var session = await OpenAsync().ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                // What a run that lost its connection left behind must not go on beside this one. It is sent ahead of the first step's
                // commands, which the host then begins with when it is done.
                if (_saved is not null)
                {
                    PlanIdentity.Expect(_saved, session);
                    await RehearseAsync(session).ConfigureAwait(false);
                }
                var endingOrphans = _kind is RunKind.Execute or RunKind.Apply ? session.EndOrphansAsync(_stop) : Task.CompletedTask;
                error = await RunStepsAsync(session, _steps, _kind).ConfigureAwait(false);
                if (_kind == RunKind.Preview && error is null)
                    made = Made(session, planned);
                // A connection that fails here has failed the steps as well.
                await endingOrphans.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                traffic = session.Traffic;
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !IsCancelled)
        {
            error ??= UserCode.Failure(failure, $"the plan {_plan.Name}", _where);
        }
        catch (OperationCanceledException)
        {
            // Whether the run was cancelled shows in what it left undone.
        }
        var reports = _steps.Select(step => step.Report).ToArray();
        var report = _redaction.Of(new RunReport(
            _transport.Host, _transport.Address, _plan.Name, _mode, reports, Outcome(reports, error), _time.GetElapsedTime(began), traffic, error)
        {
            IsDryRun = _kind == RunKind.Preview,
            Saved = made,
        });
        Finish(report);
        return report;
    }

    private async Task<Session> OpenAsync()
    {
        // Nothing has been done yet, so that a gentle end has nothing to wait for.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop, _options.StopGently);
        var session = await Session.OpenAsync(_transport, _options.SessionOptions with { OnEvent = Raise, Redactor = _redactor }, either.Token).ConfigureAwait(false);
        session.Where = _where;
        return session;
    }

    private IEnumerable<RunningStep> Running(IReadOnlyList<PlannedStep> planned, RunKind kind, Action<RunEvent> raise) =>
        planned.Select(step => new RunningStep(step, step.Within(_where) with { StepCount = planned.Count }, kind, _time, raise));

    // The dry run over again, on what the plan says was found: whatever the plan was made from, nothing is done where it would be another plan now.
    private async Task RehearseAsync(Session session)
    {
        var planned = PlannedStep.AllOf(_plan, _options.Config, _transport.Host);
        await StepSecrets.FetchAsync(planned, _options.Secrets, _transport.Host, _stop).ConfigureAwait(false);
        var steps = Running(planned, RunKind.Preview, static _ => { }).ToList();
        if (await RunStepsAsync(session, steps, RunKind.Preview).ConfigureAwait(false) is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        if (!IsCancelled)
            _ledger.ExpectEnd();
        _ledger.Rewind();
    }

    private SavedPlan Made(Session session, IReadOnlyList<PlannedStep> planned) => new()
    {
        Plan = _plan.Name,
        Mode = _mode,
        Host = _transport.Host,
        MadeAt = _time.GetUtcNow(),
        HostKeyFingerprint = session.HostKeyFingerprint,
        MachineId = session.Target.MachineId,
        Program = PlanIdentity.Program(_plan, planned),
        Config = PlanIdentity.Config(planned, _options.As),
        Prefabs = _ledger.Prefabs,
        Commands = _ledger.Commands,
    };

    private async Task<Exception?> RunStepsAsync(Session session, List<RunningStep> steps, RunKind kind)
    {
        var prefabs = new Convergence(kind, session, _time, entry => steps[entry.Where.StepNumber!.Value - 1].Concluded(entry), _ledger);
        var resources = new ResourcePaths(_options.ResourcePaths);
        Exception? error = null;
        try
        {
            // What is missing on this machine is found before the host is touched.
            foreach (var step in steps)
            {
                var scope = new WhiteprintScope(session, resources, prefabs, step.Where, _stop, _options.StopGently)
                {
                    As = step.Planned.As ?? _options.As,
                    OnPrefab = step.Added,
                    OnWouldRun = step.WouldRun,
                    OnConfig = FetchAsync,
                };
                await step.BeginAsync(scope).ConfigureAwait(false);
                if (step.Error is null)
                    continue;
                error ??= step.Error;
                if (kind != RunKind.Validate)
                    return error;
            }
            foreach (var step in steps.Where(step => step.Error is null))
            {
                if (IsCancelled)
                    break;
                error = await RunStepAsync(step, step == steps[^1], session, prefabs, error).ConfigureAwait(false);
                if (error is ConnectionLostException || (kind != RunKind.Validate && error is not null))
                    break;
            }
            prefabs.Abandon();
            error ??= steps.Select(step => step.Error).FirstOrDefault(failure => failure is not null);
            if (!_stop.IsCancellationRequested && error is not ConnectionLostException)
            {
                var failure = await prefabs.NotifyAsync(_where, _stop).ConfigureAwait(false);
                error ??= failure;
            }
        }
        catch (MarchitectException) when (error is not null)
        {
            // The first failure is the one to tell.
        }
        finally
        {
            foreach (var step in steps)
                step.End();
        }
        return error;
    }

    private async Task<Exception?> RunStepAsync(RunningStep step, bool isLast, Session session, Convergence prefabs, Exception? error)
    {
        var before = session.Traffic;
        session.Where = step.Where;
        step.Start();
        Exception? failure = null;
        try
        {
            await step.WorkAsync(_mode).ConfigureAwait(false);
            if (isLast)
                await prefabs.FlushAsync(isLast: true, _stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (IsCancelled)
        {
            step.Cancelled = cancelled;
        }
        catch (UnknownUntilRunException unknown) when (prefabs.Kind == RunKind.Preview)
        {
            step.StopKnowing(unknown);
            prefabs.Ledger.Unknown(step.Planned.Number, unknown.What);
            prefabs.UnknownEffect ??= $"the code of step {step.Planned.Number} '{step.Planned.Name}'";
            if (isLast)
                failure = await FlushAsync(prefabs).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failure = thrown;
            // What is pending comes before the code that threw.
            if (prefabs.Failed is null && thrown is not ConnectionLostException)
                await FlushAsync(prefabs).ConfigureAwait(false);
        }
        session.Where = _where;
        var failedPrefab = prefabs.Failed;
        if (failedPrefab is not null)
            error ??= failedPrefab.Report!.Error;
        // A prefab of an earlier step that failed only now keeps this step from what it was about to begin.
        var isOwnFailure = failure is not null && (failedPrefab is null || failedPrefab.Where.StepNumber == step.Planned.Number || failure != failedPrefab.Report!.Error);
        var own = isOwnFailure ? UserCode.Failure(failure!, $"the whiteprint {step.Planned.Whiteprint.GetType().Name}", step.Where) : null;
        step.Stop(session.Traffic.Since(before), own, isHeldUp: failure is not null && !isOwnFailure);
        return error ?? own;
    }

    private async Task<Exception?> FlushAsync(Convergence prefabs)
    {
        try
        {
            await prefabs.FlushAsync(isLast: false, _stop).ConfigureAwait(false);
            return null;
        }
        catch (MarchitectException failure)
        {
            return failure;
        }
        catch (OperationCanceledException) when (IsCancelled)
        {
            return null;
        }
    }

    private RunOutcome Outcome(StepReport[] reports, Exception? error)
    {
        if (error is not null)
            return RunOutcome.Failed;
        if (IsCancelled && (reports.Length == 0 || Array.Exists(reports, step => step.Outcome is StepOutcome.Cancelled or StepOutcome.NotStarted)))
            return RunOutcome.Cancelled;
        return Array.Exists(reports, step => step.Outcome == StepOutcome.Invalid) ? RunOutcome.Invalid : RunOutcome.Done;
    }

    private void Finish(RunReport report)
    {
        var progress = StepProgress.Of(report.Steps);
        if (report.Error is MarchitectException failure)
            failure.Progress = progress;
        if (_options.ErrorOk)
            return;
        if (report.Error is not null)
            throw report.Error;
        if (report.Outcome == RunOutcome.Cancelled)
            throw new OperationCanceledException(
                $"{_where}: cancelled. {progress}".TrimEnd(), _stop.IsCancellationRequested ? _stop : _options.StopGently);
    }

    // The config of a nested whiteprint is known only here.
    private async ValueTask FetchAsync(ConfigMap config, Where where) =>
        _redactor.Add(await StepSecrets.FetchAsync(config, _options.Secrets, where, _stop).ConfigureAwait(false));

    private void Raise(RunEvent happened)
    {
        happened = _redaction.Of(happened);
        // The session raises its events from where it reads, the run from where it steps: the readers see one after another.
        lock (_events)
        {
            _options.SessionOptions.OnEvent?.Invoke(happened);
            _options.OnEvent?.Invoke(happened);
        }
    }
}
