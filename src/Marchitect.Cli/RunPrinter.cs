using System.Globalization;

namespace Marchitect;

/// <summary>Tells a run in plain text: what goes as it should on one writer, errors on another.</summary>
internal sealed class RunPrinter(TextWriter output, TextWriter error, RunRequest request)
{
    private readonly Verbosity _verbosity = request.Verbosity;
    private readonly List<RunReport> _reports = [];
    private readonly PrefabLines _prefabs = new(request);

    /// <summary>Tells which way a machine is reached, where it is not the usual one.</summary>
    public void Read(ResolvedTarget target)
    {
        if (target.WhySshProgram is { } why && _verbosity != Verbosity.Quiet)
            output.WriteLine($"{target.Transport.Host}: by the ssh program, since {why}");
    }

    /// <summary>Reads an event.</summary>
    public void Read(RunEvent happened)
    {
        var host = happened.Where.Host;
        if (_verbosity == Verbosity.Quiet)
            return;
        switch (happened)
        {
            case StepEnded { Report: var step }:
                output.WriteLine($"{host}: {step.Number}/{happened.Where.StepCount} {step.Name}: {Line(step)}");
                foreach (var line in _prefabs.Of(step))
                    output.WriteLine($"{host}:   {line}");
                break;
            case Noticed { Text: var text }:
                output.WriteLine($"{host}: note: {text}");
                break;
            case var _ when _verbosity != Verbosity.Verbose:
                break;
            case SessionOpened { Elapsed: var elapsed }:
                output.WriteLine($"{host}: logged in, {Seconds(elapsed)}");
                break;
            case OtherUserReady other:
                output.WriteLine($"{host}: acting as {other.User} by {other.Method}, {Seconds(other.Elapsed)}");
                break;
            case CommandBegun { Command: var command }:
                output.WriteLine($"{host}: $ {command.ReplaceLineEndings($"\n{host}: > ")}");
                break;
            case OutputRead { Line: var line }:
                output.WriteLine($"{host}: {(line.IsError ? '!' : '|')} {line.Text}");
                break;
            case CommandEnded { ExitStatus: not 0 and var status }:
                output.WriteLine($"{host}: exit status {status}");
                break;
            case FileMoved { Path: var path } moved:
                output.WriteLine($"{host}: {(moved.IsUpload ? "up" : "down")} {path}{(moved.IsChanged ? $", {moved.Bytes} bytes" : ", unchanged")}");
                break;
            default:
                break;
        }
    }

    /// <summary>Tells what came of a host.</summary>
    public void Read(RunReport report)
    {
        _reports.Add(report);
        foreach (var step in report.Steps.Where(step => step.Error is not null && step.Error != report.Error))
            error.WriteLine(step.Error!.Message);
        if (report.Error is not null)
            error.WriteLine(report.Error.Message);
        if (report.Error is HostKeyException { Problem: HostKeyProblem.Unknown })
            error.WriteLine("On this command line, --accept-new-host-keys accepts it.");
        if (report.Error is BecomeRefusedException { Problem: BecomeProblem.PasswordNeeded or BecomeProblem.WrongPassword })
            error.WriteLine("On this command line, --become-password-file FILE gives it; without that it is asked for on the terminal.");
        // An error of the plan's own code: its author wants to see where.
        if (_verbosity == Verbosity.Verbose && report.Error?.InnerException is { } cause)
            error.WriteLine(cause);
        foreach (var step in report.Problems)
            error.WriteLine($"{report.Host}: step {step.Number} of {report.Steps.Count} '{step.Name}' is not valid for mode {report.Mode}:{Problems(step.Problem!)}");
        if (report.Outcome == RunOutcome.Cancelled)
            error.WriteLine($"{report.Host}: cancelled. {StepProgress.Of(report.Steps)}");
    }

    /// <summary>Tells the last line: hosts, outcome, elapsed and round trips.</summary>
    public void End(int hosts, TimeSpan elapsed)
    {
        var outcomes = _reports.CountBy(report => report.Outcome).OrderBy(count => count.Key)
            .Select(count => (Word: Word(count.Key), Count: count.Value)).ToList();
        if (hosts > _reports.Count)
            outcomes.Add(("not started", hosts - _reports.Count));
        var outcome = outcomes is [var only] ? only.Word : string.Join(", ", outcomes.Select(each => $"{each.Count} {each.Word}"));
        var roundTrips = _reports.Sum(report => report.Traffic.RoundTrips);
        var counts = request.IsValidation ? "" : PrefabLines.Counts(_reports.SelectMany(report => report.Steps), request.IsDryRun);
        output.WriteLine($"{hosts} {(hosts == 1 ? "host" : "hosts")}: {outcome}, {counts}{Seconds(elapsed)}, {roundTrips} {(roundTrips == 1 ? "round trip" : "round trips")}");
    }

    private string Line(StepReport step) => $"{step.Outcome switch
    {
        StepOutcome.Done => Done,
        StepOutcome.Invalid => "not valid",
        StepOutcome.Failed => "failed",
        StepOutcome.Cancelled => "cancelled",
        _ => "not started",
    }}, {(request.IsValidation ? "" : PrefabLines.Counts([step], request.IsDryRun))}{Seconds(step.Elapsed)}";

    private string Done => request.IsValidation ? "valid" : request.IsDryRun ? "looked at" : "done";

    // One behind the colon, several below it.
    private static string Problems(string problems) =>
        problems.Contains('\n', StringComparison.Ordinal) ? $"\n  {problems.ReplaceLineEndings("\n  ")}" : $" {problems}";

    private string Word(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Done => Done,
        RunOutcome.Invalid => "not valid",
        RunOutcome.Failed => "failed",
        _ => "cancelled",
    };

    private static string Seconds(TimeSpan elapsed) => $"{elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
}
