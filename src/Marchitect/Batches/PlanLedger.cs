using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// What a plan says, prefab by prefab and command by command, in the order in which a run comes to them: a dry run writes it, and where a saved plan is
/// applied, each step of the way is held against it.
/// </summary>
/// <param name="saved">The plan that is applied; null to write a new one.</param>
/// <param name="redactor">Knows the secrets of the run.</param>
internal sealed class PlanLedger(SavedPlan? saved, Redactor redactor)
{
    private readonly List<SavedPrefab> _prefabs = [];
    private readonly List<SavedCommand> _commands = [];
    // What was asked anew of secret prefabs, so that they are asked once.
    private readonly Dictionary<SavedPrefab, IReadOnlyList<ProbeAnswer>> _asked = [];
    private int _nextPrefab;
    private int _nextCommand;

    public IReadOnlyList<SavedPrefab> Prefabs => _prefabs;

    public IReadOnlyList<SavedCommand> Commands => _commands;

    /// <summary>Whether a saved plan is applied.</summary>
    public bool IsApplying => saved is not null;

    /// <summary>Begins again at the first prefab and command.</summary>
    public void Rewind() => (_nextPrefab, _nextCommand) = (0, 0);

    /// <summary>A run comes to a prefab: it gets what the plan says of it.</summary>
    public void Begin(PrefabEntry entry)
    {
        if (saved is null)
            return;
        var step = entry.Where.StepNumber ?? 0;
        if (_nextPrefab >= saved.Prefabs.Count || saved.Prefabs[_nextPrefab] is not { } planned || planned.Step != step || planned.Title != TitleOf(entry))
            throw Otherwise(step, $"{entry.Title} comes next");
        _nextPrefab++;
        entry.Planned = planned;
        if (!planned.IsSecret)
            entry.Answers = [.. planned.Answers.Select(answer => new ProbeAnswer(answer.Text) { Content = answer.Content, HasLine = answer.HasLine })];
        else if (_asked.TryGetValue(planned, out var answers))
            entry.Answers = answers;
    }

    /// <summary>It is known what a prefab decides.</summary>
    public void Take(PrefabEntry entry, Change change, PrefabReport report, bool isExpected)
    {
        if (entry.Planned is { } planned)
        {
            if (planned.IsSecret)
            {
                _asked[planned] = entry.Answers;
                if (HasMoved(entry))
                    throw Moved([entry]);
            }
            if (!IsSame(entry, change))
                throw Otherwise(planned.Step, $"{entry.Title} is to be something else");
            return;
        }
        // A file may hold a secret that its prefab knows nothing of.
        var isSecret = entry.Prefab.HoldsSecret || entry.Answers.Any(IsTelling);
        _prefabs.Add(new(entry.Where.StepNumber ?? 0, TitleOf(entry), Outcome(report.Outcome), DecisionOf(entry, change), FoundOf(entry))
        {
            Until = report.Until is { } until ? redactor.RedactShortened(until) : null,
            IsExpected = isExpected,
            IsSecret = isSecret,
            Answers = isSecret ? [] : [.. entry.Answers.Select(answer => new SavedAnswer(answer.Text, answer.Content, answer.HasLine))],
            Shown = isSecret ? [] :
            [
                .. ((string[])[.. report.Differences.Select(difference => difference.ToString()), .. report.Operations,
                    .. report.RunsBefore.Select(key => $"once, before it: {key}"), .. report.RunsAtEnd.Select(key => $"once, at the end: {key}")])
                    .Select(redactor.RedactShortened),
            ],
        });
    }

    /// <summary>Code comes to something that it does on the host.</summary>
    /// <param name="step">The number of its step.</param>
    /// <param name="shown">What, secrets replaced.</param>
    /// <param name="exact">What, in full.</param>
    /// <exception cref="PlanRefusedException">It is not what the plan says.</exception>
    public void Command(int step, string shown, string exact)
    {
        var hash = Sha256($"{step}\0{exact}");
        if (saved is null)
        {
            _commands.Add(new(step, redactor.RedactShortened(shown), hash));
            return;
        }
        SkipUnknownOfOthers(step);
        if (_nextCommand >= saved.Commands.Count || saved.Commands[_nextCommand].Hash != saved.Keyed(hash))
            throw Otherwise(step, $"'{shown}' comes next");
        _nextCommand++;
    }

    /// <summary>In a dry run: nothing more is known of a step's code.</summary>
    public void Unknown(int step, string what)
    {
        if (saved is null)
            _commands.Add(new(step, redactor.RedactShortened(what), ""));
        else if (IsUnknownNext(step))
            _nextCommand++;
        else
            throw Otherwise(step, $"nothing more is known: {what}");
    }

    /// <summary>A rehearsal is through: it came to all that the plan says.</summary>
    public void ExpectEnd()
    {
        if (saved is null || (_nextPrefab == saved.Prefabs.Count && _nextCommand == saved.Commands.Count))
            return;
        throw _nextPrefab < saved.Prefabs.Count
            ? Otherwise(saved.Prefabs[_nextPrefab].Step, $"{saved.Prefabs[_nextPrefab].Title} is missing")
            : Otherwise(saved.Commands[_nextCommand].Step, $"'{saved.Commands[_nextCommand].Text}' is missing");
    }

    /// <summary>Whether the host no longer answers what the prefab was decided on.</summary>
    public bool HasMoved(PrefabEntry entry) =>
        entry.Planned is { IsExpected: false } planned && saved!.Keyed(FoundOf(entry)) != planned.Found;

    /// <summary>Whether a prefab decides what the plan says.</summary>
    public bool IsSame(PrefabEntry entry, Change change) => saved!.Keyed(DecisionOf(entry, change)) == entry.Planned!.Decision;

    /// <summary>The host is no longer as the plan saw it.</summary>
    public static PlanRefusedException Moved(IReadOnlyList<PrefabEntry> entries)
    {
        var first = entries[0];
        var what = entries.Count == 1 ? $"{first.Title} was left alone" : $"{first.Title} and {entries.Count - 1} more were left alone";
        var error = new PlanRefusedException(
            PlanRefusal.Moved, $"{what}: the host is no longer as the plan saw it.",
            first.Planned!.Until is { } until
                ? $"The plan said that it hangs on '{until}', which comes before it. Make another plan for what is left."
                : "Somebody or something changed it since. Look at it, and make another plan.")
        {
            Moved = [.. entries.Select(entry => (entry.Title, Seen(entry), entry.Planned!.IsSecret ? "something else (not shown)" : entry.Found.ToString()!))],
        };
        error.At(first.Where);
        return error;
    }

    private static string Seen(PrefabEntry entry) => entry.Planned!.IsSecret
        ? "something (not shown)"
        : entry.Probe.Read([.. entry.Planned.Answers.Select(answer => new ProbeAnswer(answer.Text) { Content = answer.Content })]).ToString()!;

    /// <summary>The plan could not know more.</summary>
    public static PlanRefusedException Incomplete(Where where, string what)
    {
        var error = new PlanRefusedException(
            PlanRefusal.Incomplete, $"the plan ends here: {what}.", "All that it says before this is done. Make another plan for what is left.");
        error.At(where);
        return error;
    }

    private PlanRefusedException Otherwise(int step, string now) => IsUnknownNext(step)
        ? new(PlanRefusal.Incomplete, $"the plan ends here for step {step}: {saved!.Commands[_nextCommand].Text}.", "All that it says before this is done. Make another plan for what is left.")
        : new(
            PlanRefusal.OtherResources,
            $"in step {step}, {now}, which is not what the plan says{(_nextPrefab < saved!.Prefabs.Count ? "" : " (it is through with its prefabs)")}.",
            "A resource, a template or something else that the plan was made from has changed. Make the plan anew.");

    private bool IsUnknownNext(int step) =>
        saved is not null && _nextCommand < saved.Commands.Count && saved.Commands[_nextCommand] is { IsUnknown: true } next && next.Step == step;

    private void SkipUnknownOfOthers(int step)
    {
        while (_nextCommand < saved!.Commands.Count && saved.Commands[_nextCommand] is { IsUnknown: true } next && next.Step < step)
            _nextCommand++;
    }

    private string TitleOf(PrefabEntry entry) => redactor.RedactShortened(entry.Title);

    private bool IsTelling(ProbeAnswer answer) => redactor.Holds(answer.Text) || redactor.Holds((answer.Content ?? default).Span, isCut: true);

    private static string Outcome(PrefabOutcome outcome) => outcome switch
    {
        PrefabOutcome.Unchanged => "unchanged",
        PrefabOutcome.Changed => "changed",
        PrefabOutcome.Skipped => "skipped",
        PrefabOutcome.Unknown => SavedPrefab.UnknownOutcome,
        _ => "failed",
    };

    private static string FoundOf(PrefabEntry entry) => Sha256(string.Join('\0', entry.Answers.Select(answer => $"{answer.HasLine} {answer.Text}")));

    // All that is asked and all that would be done, contents by their hash.
    private static string DecisionOf(PrefabEntry entry, Change change)
    {
        var text = new StringBuilder().Append(entry.User).Append('\0').Append(change.Kind).Append('\0').Append(change.Reason).Append('\0');
        foreach (var question in entry.Probe.Questions)
            text.Append(question.Kind.Name).Append(' ').AppendJoin(' ', question.Words).Append('\0');
        foreach (var operation in change.Operations)
        {
            text.Append(operation.Title).Append('\0');
            // A title leaves secrets out.
            if (operation is RunCommand command)
                text.Append(command.Text).Append('\0');
            if (operation is WriteFile write)
                text.Append(Convert.ToHexStringLower(SHA256.HashData(write.Content.Span))).Append('\0').Append(write.Owner).Append('\0').Append(write.IsOwnerWanted).Append('\0').Append(write.Check).Append('\0').Append(write.HasBackup).Append('\0');
        }
        foreach (var action in change.Before.Append(null).Concat(change.Notify).Append(null).Concat(entry.Prefab.Notify))
            text.Append(action?.Key).Append('\0').Append(action?.Command.Text).Append('\0');
        return Sha256(text.ToString());
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
