namespace Marchitect;

/// <summary>One mode of one plan on one host, from checking the config to the report.</summary>
internal sealed class PlanRun
{
    private readonly SitePlan _plan;
    private readonly string _mode;
    private readonly Transport _transport;
    private readonly RunOptions _options;
    private readonly CancellationToken _stop;
    private readonly TimeProvider _time;
    private readonly Where _where;
    private readonly Lock _events = new();
    private readonly List<StepReport> _reports = [];

    public PlanRun(SitePlan plan, string mode, Transport transport, RunOptions options, CancellationToken stop)
    {
        _plan = plan;
        _mode = mode;
        _transport = transport;
        _options = options;
        _stop = stop;
        _time = options.SessionOptions.Time;
        _where = new(transport.Host, transport.Address, plan.Name, Mode: mode);
    }

    private bool IsCancelled => _stop.IsCancellationRequested || _options.StopGently.IsCancellationRequested;

    public Task<RunReport> ExecuteAsync() => RunAsync(ExecuteStepAsync, isExecuting: true);

    // A validation tells all problems there are, so it goes on after a step that could not be validated.
    public Task<RunReport> ValidateAsync() => RunAsync(ValidateStepAsync, isExecuting: false);

    private async Task<RunReport> RunAsync(StepWork work, bool isExecuting)
    {
        var began = _time.GetTimestamp();
        var traffic = default(Traffic);
        Exception? error = null;
        try
        {
            var steps = PlannedStep.AllOf(_plan, _options.Config);
            _reports.AddRange(steps.Select(step => new StepReport(step.Number, step.Name, StepOutcome.NotStarted, default, default)));
            var resources = new ResourcePaths(_options.ResourcePaths);
            var session = await OpenAsync().ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var scope = new WhiteprintScope(session, resources, _stop, _options.StopGently);
                // What a run that lost its connection left behind must not go on beside this one. It is sent ahead of the first step's
                // commands, which the host then begins with when it is done.
                var endingOrphans = isExecuting ? session.EndOrphansAsync(_stop) : Task.CompletedTask;
                foreach (var step in steps)
                {
                    if (IsCancelled)
                        break;
                    var done = await RunStepAsync(step, steps.Count, scope, work).ConfigureAwait(false);
                    _reports[step.Number - 1] = done;
                    error ??= done.Error;
                    if (done.Error is ConnectionLostException || (isExecuting && done.Error is not null))
                        break;
                }
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
        var report = new RunReport(
            _transport.Host, _transport.Address, _plan.Name, _mode, _reports, Outcome(error), _time.GetElapsedTime(began), traffic, error);
        Finish(report);
        return report;
    }

    private async Task<Session> OpenAsync()
    {
        // Nothing has been done yet, so that a gentle end has nothing to wait for.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop, _options.StopGently);
        var session = await Session.OpenAsync(_transport, _options.SessionOptions with { OnEvent = Raise }, either.Token).ConfigureAwait(false);
        session.Where = _where;
        return session;
    }

    private async Task<StepReport> RunStepAsync(PlannedStep step, int count, WhiteprintScope scope, StepWork work)
    {
        var where = step.Within(_where) with { StepCount = count };
        var before = scope.Session.Traffic;
        var began = _time.GetTimestamp();
        var outcome = StepOutcome.Done;
        string? problem = null;
        Exception? error = null;
        scope.Session.Where = where;
        Raise(new StepBegun(_time.GetUtcNow(), where));
        try
        {
            problem = await work(step, scope).ConfigureAwait(false);
            if (problem is not null)
                outcome = StepOutcome.Invalid;
        }
        catch (OperationCanceledException) when (IsCancelled)
        {
            outcome = StepOutcome.Cancelled;
        }
        catch (Exception failure)
        {
            outcome = StepOutcome.Failed;
            error = UserCode.Failure(failure, $"the whiteprint {step.Whiteprint.GetType().Name}", where);
        }
        scope.Session.Where = _where;
        var report = new StepReport(
            step.Number, step.Name, outcome, _time.GetElapsedTime(began), scope.Session.Traffic.Since(before), problem, error);
        Raise(new StepEnded(_time.GetUtcNow(), where, report));
        return report;
    }

    private async Task<string?> ExecuteStepAsync(PlannedStep step, WhiteprintScope scope)
    {
        await step.Whiteprint.ExecuteInAsync(scope, step.Config, _mode).ConfigureAwait(false);
        return null;
    }

    private Task<string?> ValidateStepAsync(PlannedStep step, WhiteprintScope scope) =>
        step.Whiteprint.ValidateInAsync(scope, step.Config, _mode);

    private RunOutcome Outcome(Exception? error)
    {
        if (error is not null)
            return RunOutcome.Failed;
        if (IsCancelled && (_reports.Count == 0 || _reports.Exists(step => step.Outcome is StepOutcome.Cancelled or StepOutcome.NotStarted)))
            return RunOutcome.Cancelled;
        return _reports.Exists(step => step.Outcome == StepOutcome.Invalid) ? RunOutcome.Invalid : RunOutcome.Done;
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

    private void Raise(RunEvent happened)
    {
        // The session raises its events from where it reads, the run from where it steps: the readers see one after another.
        lock (_events)
        {
            _options.SessionOptions.OnEvent?.Invoke(happened);
            _options.OnEvent?.Invoke(happened);
        }
    }

    private delegate Task<string?> StepWork(PlannedStep step, WhiteprintScope scope);
}
