using Xunit;
using static Marchitect.Tests.Plans.Gate;

namespace Marchitect.Tests.Plans;

public sealed class PlanRunSpecs : IDisposable
{
    private static readonly RunOptions ErrorOk = new() { ErrorOk = true };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-run-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder.FullName, "log");

    private string[] Done => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Steps_run_in_order_and_the_report_tells_each()
    {
        Set<First>(Note("one"));
        Set<Second>(Note("two"));
        Set<Third>(Note("three"));

        var report = await new Three().ExecuteAsync("polish", new LocalTransport(), null, Cancel);

        Assert.Equal(["one polish", "two polish", "three polish"], Done);
        Assert.Equal((RunOutcome.Done, "local", "Three", "polish"), (report.Outcome, report.Host, report.Plan, report.Mode));
        Assert.True(report.IsSuccess);
        Assert.Null(report.Error);
        Assert.Equal([(1, "first"), (2, "middle"), (3, "third")], report.Steps.Select(step => (step.Number, step.Name)));
        Assert.All(report.Steps, step => Assert.Equal((StepOutcome.Done, 1), (step.Outcome, step.Traffic.RoundTrips)));
        Assert.Equal(3, report.Traffic.RoundTrips);
        Assert.True(report.Traffic.BytesSent > report.Steps[0].Traffic.BytesSent && report.Steps[0].Traffic.BytesSent > 0);
    }

    [Theory]
    [InlineData("install")]
    [InlineData("update")]
    [InlineData("clean")]
    [InlineData("start")]
    [InlineData("stop")]
    public async Task Each_mode_with_a_name_has_a_method(string mode)
    {
        Set<First>(Note("one"));
        var plan = new Three();
        var local = new LocalTransport();

        await (mode switch
        {
            Mode.Install => plan.InstallAsync(local, null, Cancel),
            Mode.Update => plan.UpdateAsync(local, null, Cancel),
            Mode.Clean => plan.CleanAsync(local, null, Cancel),
            Mode.Start => plan.StartAsync(local, null, Cancel),
            _ => plan.StopAsync(local, null, Cancel),
        });

        Assert.Equal([$"one {mode}"], Done);
    }

    [Fact]
    public async Task The_first_failing_step_ends_the_run_and_tells_where_and_how_far_it_came()
    {
        Set<First>(Note("one"));
        Set<Second>((hands, _, token) => Run(hands, $"echo no luck >&2; exit 3", token));
        Set<Third>(Note("three"));

        var error = await Assert.ThrowsAsync<CommandFailedException>(() => new Three().InstallAsync(new LocalTransport(), null, Cancel));

        Assert.Equal(["one install"], Done);
        Assert.Equal(new Where("local", null, "Three", 2, 3, "middle", "install") { Whiteprint = "second", Alias = "middle" }, error.Where);
        Assert.StartsWith("local, plan Three, step 2 of 3 'middle', mode install: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("Step 1 is done; step 3 was not started.", error.Progress);
    }

    [Fact]
    public async Task Where_errors_are_ok_the_report_holds_the_failure()
    {
        Set<First>((hands, _, token) => Run(hands, $"exit 3", token));

        var report = await new Three().InstallAsync(new LocalTransport(), ErrorOk, Cancel);

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Equal([StepOutcome.Failed, StepOutcome.NotStarted, StepOutcome.NotStarted], report.Steps.Select(step => step.Outcome));
        Assert.Equal(3, Assert.IsType<CommandFailedException>(report.Error).ExitStatus);
        Assert.Same(report.Error, report.Steps[0].Error);
    }

    [Fact]
    public async Task An_error_of_the_whiteprints_own_code_is_told_with_its_step_and_kept()
    {
        var own = new FormatException("Seven is no colour.");
        Set<Second>((_, _, _) => throw own);

        var error = await Assert.ThrowsAsync<MarchitectException>(() => new Three().InstallAsync(new LocalTransport(), null, Cancel));

        Assert.Equal(
            "local, plan Three, step 2 of 3 'middle', mode install: the whiteprint Second threw FormatException: Seven is no colour."
            + "\n\nStep 1 is done; step 3 was not started.", error.Message);
        Assert.Same(own, error.InnerException);
    }

    [Fact]
    public async Task A_whiteprint_that_cannot_be_made_is_told_with_its_step_before_the_host_is_reached()
    {
        var error = await Assert.ThrowsAsync<MarchitectException>(() => new OneThatCannotBeMade().InstallAsync(new NeverReached(), null, Cancel));

        Assert.Equal(
            "nowhere, plan OneThatCannotBeMade, step 2 of 2 'never_made', mode install: the whiteprint NeverMade threw FormatException: Not today.",
            error.Message);
        Assert.IsType<FormatException>(error.InnerException);
    }

    [Fact]
    public async Task A_wrong_config_is_told_before_the_host_is_reached()
    {
        var options = new RunOptions { Config = new() { [typeof(First)] = new() { ["_target"] = 1 } } };

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => new Three().InstallAsync(new NeverReached(), options, Cancel));
        var report = await new Three().InstallAsync(new NeverReached(), options with { ErrorOk = true }, Cancel);

        Assert.Equal("nowhere, plan Three, step 1 of 3 'first', mode install", error.Where.ToString());
        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.IsType<ConfigurationException>(report.Error);
    }

    [Fact]
    public async Task A_host_that_is_not_reached_leaves_every_step_not_started()
    {
        var report = await new Three().InstallAsync(new NeverReached(), ErrorOk, Cancel);

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.All(report.Steps, step => Assert.Equal(StepOutcome.NotStarted, step.Outcome));
        Assert.Equal("nowhere, plan Three, mode install: there is no such place.\n\nSteps 1-3 were not started.", report.Error?.Message);
    }

    [Fact]
    public async Task A_validation_tells_the_problems_of_all_steps()
    {
        Set<First>((_, _, _) => Task.FromResult<string?>("the first is off."));
        Set<Second>((hands, _, token) => Run(hands, $"true", token));
        Set<Third>((_, _, _) => throw new ValidationException("the third is off.", "Turn it on."));

        var report = await new Three().ValidateAsync("install", new LocalTransport(), null, Cancel);

        Assert.Equal(RunOutcome.Invalid, report.Outcome);
        Assert.Equal(
            [(StepOutcome.Invalid, "the first is off."), (StepOutcome.Done, null), (StepOutcome.Invalid, "the third is off. Turn it on.")],
            report.Steps.Select(step => (step.Outcome, step.Problem)));
        Assert.Equal([1, 3], report.Problems.Select(step => step.Number));
    }

    [Fact]
    public async Task A_step_that_cannot_be_validated_does_not_hide_the_problems_of_others()
    {
        Set<First>((_, _, _) => Task.FromResult<string?>("the first is off."));
        Set<Second>((hands, _, token) => Run(hands, $"exit 1", token));
        Set<Third>((_, _, _) => Task.FromResult<string?>("the third is off."));

        var report = await new Three().ValidateAsync("install", new LocalTransport(), ErrorOk, Cancel);

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Equal([StepOutcome.Invalid, StepOutcome.Failed, StepOutcome.Invalid], report.Steps.Select(step => step.Outcome));
        Assert.Equal("Steps 1, 3 have problems.", (report.Error as MarchitectException)?.Progress);
    }

    [Fact]
    public async Task A_gentle_end_lets_the_command_end_and_begins_no_other()
    {
        using var gently = new CancellationTokenSource();
        Set<First>(async (hands, _, _) =>
        {
            // The command runs while the end is asked for: its line shows that it was not cut.
            await hands.ExecAsync($"echo begun >> {Log}; while [ ! -e {Log + ".go"} ]; do sleep 0.05; done; echo ended >> {Log}", CancellationToken.None);
            await hands.ExecAsync($"echo another >> {Log}", CancellationToken.None);
            return null;
        });
        var run = new Three().InstallAsync(new LocalTransport(), new() { StopGently = gently.Token }, Cancel);
        await Until(() => Done.Length > 0);
        await gently.CancelAsync();
        await File.WriteAllTextAsync(Log + ".go", "", Cancel);

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal(["begun", "ended"], Done);
        Assert.Equal(gently.Token, cancelled.CancellationToken);
        Assert.Equal("local, plan Three, mode install: cancelled. Steps 2-3 were not started.", cancelled.Message);
    }

    [Fact]
    public async Task A_firm_end_ends_the_command_although_the_whiteprint_passes_no_token()
    {
        using var firmly = new CancellationTokenSource();
        Set<Second>(async (hands, _, _) =>
        {
            await hands.ExecAsync($"echo begun >> {Log}; sleep 600; echo ended >> {Log}", CancellationToken.None);
            return null;
        });
        var run = new Three().InstallAsync(new LocalTransport(), ErrorOk, firmly.Token);
        await Until(() => Done.Length > 0);
        await firmly.CancelAsync();

        var report = await run;

        Assert.Equal(["begun"], Done);
        Assert.Equal(RunOutcome.Cancelled, report.Outcome);
        Assert.Equal([StepOutcome.Done, StepOutcome.Cancelled, StepOutcome.NotStarted], report.Steps.Select(step => step.Outcome));
    }

    [Fact]
    public async Task A_token_of_the_whiteprints_own_ends_its_command_and_is_no_cancellation_of_the_run()
    {
        using var own = new CancellationTokenSource();
        Set<First>(async (hands, _, _) =>
        {
            var running = hands.ExecAsync($"echo begun >> {Log}; sleep 600", own.Token);
            await Until(() => Done.Length > 0);
            await own.CancelAsync();
            var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Equal(own.Token, cancelled.CancellationToken);
            throw cancelled;
        });

        var report = await new Three().InstallAsync(new LocalTransport(), ErrorOk, Cancel);

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.IsAssignableFrom<OperationCanceledException>(report.Error?.InnerException);
    }

    [Fact]
    public async Task Events_are_one_stream_of_the_run_and_its_session_each_with_its_step()
    {
        Set<First>((hands, _, token) => Run(hands, $"echo hello", token));
        var events = new List<RunEvent>();
        var ofTheSession = new List<RunEvent>();

        await new Three().InstallAsync(
            new LocalTransport(), new() { OnEvent = events.Add, SessionOptions = new() { OnEvent = ofTheSession.Add } }, Cancel);

        Assert.Equal(
            [
                (typeof(SessionOpened), null), (typeof(StepBegun), "first"), (typeof(CommandBegun), "first"), (typeof(OutputRead), "first"),
                (typeof(CommandEnded), "first"), (typeof(StepEnded), "first"), (typeof(StepBegun), "middle"), (typeof(StepEnded), "middle"),
                (typeof(StepBegun), "third"), (typeof(StepEnded), "third"),
            ],
            events.Select(happened => (happened.GetType(), happened.Where.StepName)));
        Assert.Equal(events, ofTheSession);
        Assert.Equal(new OutputLine("hello", false), events.OfType<OutputRead>().Single().Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task An_empty_mode_is_refused(string mode) =>
        await Assert.ThrowsAsync<ArgumentException>(() => new Three().ExecuteAsync(mode, new NeverReached(), null, Cancel));

    [Fact]
    public async Task A_one_off_command_opens_runs_and_closes()
    {
        var result = await new LocalTransport().ExecAsync($"echo {"it's"}", cancellationToken: Cancel);

        Assert.Equal("it's", result.Stdout.Trimmed);
    }

    private static async Task<string?> Run(Hands hands, ShellCommand command, CancellationToken cancellationToken)
    {
        await hands.ExecAsync(command, cancellationToken);
        return null;
    }

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(20, Cancel);
    }

    private Act Note(string word) => (hands, mode, token) => Run(hands, $"echo {word} {mode} >> {Log}", token);

    private sealed class NeverMade : Whiteprint
    {
        public NeverMade() => throw new FormatException("Not today.");

        protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class OneThatCannotBeMade : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<First>(), Step.Of<NeverMade>()];
    }

    /// <summary>A machine that is not there; a run that reaches for it fails.</summary>
    private sealed class NeverReached : Transport
    {
        public override string Host => "nowhere";

        public override Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) =>
            throw new UnreachableException("there is no such place.");
    }
}
