using System.Collections;
using System.Runtime.CompilerServices;

namespace Marchitect;

/// <summary>
/// Takes the secrets of a run out of what leaves it: its own events, its report, its errors. The names of hosts, plans, modes and steps stay as they are,
/// since readers find their way by them. What a session tells of commands has been through its redactor already.
/// </summary>
internal sealed class RunRedaction(Redactor redactor)
{
    // An error is met in events, in reports and where it is thrown, and is the same one everywhere.
    private readonly ConditionalWeakTable<Exception, Exception> _standIns = [];

    /// <summary>The event without secrets.</summary>
    public RunEvent Of(RunEvent happened) => happened switch
    {
        StepEnded ended => ended with { Report = Of(ended.Report) },
        PrefabEnded ended => ended with { Report = Of(ended.Report) },
        WouldRun would => would with { What = Of(would.What) },
        _ => happened,
    };

    /// <summary>The report without secrets.</summary>
    public RunReport Of(RunReport report) => report with
    {
        Steps = [.. report.Steps.Select(Of)],
        Error = Of(report.Error),
    };

    /// <summary>The error without secrets: ours is the same object, its texts replaced.</summary>
    public Exception? Of(Exception? error) => error is null ? null : OfCause(error);

    private StepReport Of(StepReport report) => report with
    {
        Problem = OfText(report.Problem),
        Error = Of(report.Error),
        Prefabs = [.. report.Prefabs.Select(Of)],
        WouldRun = Of(report.WouldRun),
        UnknownFrom = OfText(report.UnknownFrom),
    };

    private PrefabReport Of(PrefabReport report) => report with
    {
        Title = Of(report.Title),
        Differences = [.. report.Differences.Select(difference => new Difference(Of(difference.Field), OfText(difference.Before), OfText(difference.After)))],
        Edit = report.Edit is { } edit && IsSeen(edit) ? edit : null,
        Edits = [.. report.Edits.Where(IsSeen)],
        Operations = Of(report.Operations),
        RunsBefore = Of(report.RunsBefore),
        RunsAtEnd = Of(report.RunsAtEnd),
        Reason = OfText(report.Reason),
        Until = OfText(report.Until),
        Error = Of(report.Error),
    };

    // What stands beside a secret would be shown as it was: the whole file is not.
    private bool IsSeen(FileEdit edit) =>
        !redactor.Holds((edit.Before ?? default).Span, edit.IsBeforeCut) && !redactor.Holds((edit.After ?? default).Span) && !redactor.Holds(edit.Path);

    private Exception OfCause(Exception error)
    {
        if (_standIns.TryGetValue(error, out var known))
            return OfCause(known);
        if (error is MarchitectException ours)
        {
            ours.Redact(Of, OfCause);
            // A type that somebody derived may tell more than it lets us replace.
            if (ours.GetType().Assembly == typeof(RunRedaction).Assembly || !redactor.Holds(ours.Message))
                return ours;
            var plain = new MarchitectException(ours.What, ours.Remedy, new RedactedCause(ours, Of)) { Progress = ours.Progress };
            plain.At(ours.Where);
            return StandIn(ours, plain);
        }
        return IsTelling(error) ? StandIn(error, new RedactedCause(error, Of)) : error;
    }

    private Exception StandIn(Exception error, Exception standIn)
    {
        _standIns.AddOrUpdate(error, standIn);
        return standIn;
    }

    private bool IsTelling(Exception error) => redactor.Holds(error.ToString())
        || error.Data.Cast<DictionaryEntry>().Any(entry => entry.Value?.ToString() is { } text && redactor.Holds(text))
        || (error is AggregateException several ? several.InnerExceptions.Any(IsTelling) : error.InnerException is { } cause && IsTelling(cause));

    private string Of(string text) => redactor.RedactShortened(text);

    private string? OfText(string? text) => text is null ? null : Of(text);

    private IReadOnlyList<string> Of(IReadOnlyList<string> texts) => [.. texts.Select(Of)];
}
