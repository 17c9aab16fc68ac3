using System.Globalization;
using System.Security.Cryptography;

namespace Marchitect;

/// <summary>
/// Brings prefabs about on one host as one user: asks all of them in one round trip, decides, changes what differs in another, and
/// goes on from where the host stopped, until all are concluded or one has failed. This is the heart: <c>docs/convergence.md</c> draws it.
/// </summary>
internal sealed class Batch(Session session, OnceLedger once, TimeProvider time, Action<PrefabEntry> onConcluded, PlanLedger ledger)
{
    // A host that is no longer as it was when a change was decided is looked at again; one that moves all the time is not waited for.
    private const int ConflictLimit = 3;

    private bool _hasAskedOwed;

    /// <summary>Asks the host what the prefabs want to know, in one round trip; nothing is changed.</summary>
    public async Task ObserveAsync(IReadOnlyList<PrefabEntry> entries, CancellationToken cancellationToken)
    {
        var questions = new QuestionSet(entries);
        if (questions.IsEmpty)
            return;
        var script = BatchScript.Observe(questions, session.Target.User, asksOwed: !_hasAskedOwed);
        var reply = await RunAsync(script, null, entries[0].Where, cancellationToken).ConfigureAwait(false);
        if (reply.First.Count != questions.InOrder.Count())
        {
            throw new MarchitectException(
                string.Create(CultureInfo.InvariantCulture, $"the host answered {reply.First.Count} of {questions.InOrder.Count()} questions."),
                "A prefab's own kind of probe calls 'answer' once for each of its questions; look whether one does not.");
        }
        questions.Take(reply.First);
        _hasAskedOwed = true;
        foreach (var (words, answers) in reply.Said)
        {
            if (words is ["owed"])
            {
                foreach (var key in answers[0].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    once.OweByHost(key);
            }
        }
    }

    /// <summary>Brings the prefabs about.</summary>
    /// <param name="entries">The prefabs, in order; all are concluded when this returns.</param>
    /// <param name="isLast">Whether nothing comes after them in this run, so that what is owed is run with them.</param>
    /// <param name="cancellationToken">Ends what runs on the host.</param>
    /// <returns>The first that failed, or null.</returns>
    public async Task<PrefabEntry?> ConvergeAsync(IReadOnlyList<PrefabEntry> entries, bool isLast, CancellationToken cancellationToken)
    {
        var all = entries;
        // A saved plan brings what was found with it: only what must not be seen is asked, and what a change of another batch has made.
        foreach (var entry in entries.Where(entry => entry.Planned is { IsExpected: true } && !IsMadeBefore(entry, entries)))
            entry.Answers = [];
        await ObserveAsync([.. entries.Where(entry => entry.Answers.Count == 0)], cancellationToken).ConfigureAwait(false);
        var unknown = entries.FirstOrDefault(entry => entry.Planned?.Outcome == SavedPrefab.UnknownOutcome);
        if (unknown is not null)
            entries = [.. entries.TakeWhile(entry => entry != unknown)];
        for (var left = entries; left.Count > 0;)
        {
            var plan = BatchPlan.Of(left, session.Target.User ?? "", once);
            if (!IsAsPlanned(plan))
                break;
            foreach (var (entry, report) in plan.Concluded)
                Conclude(entry, report);
            if (plan.Groups.Count > 0 && !await ChangeAsync(plan, isLast, cancellationToken).ConfigureAwait(false))
                break;
            if (left.FirstOrDefault(entry => entry.Report?.Outcome == PrefabOutcome.Failed) is not null)
                break;
            left = [.. left.Where(entry => entry.Report is null)];
        }
        if (unknown is not null && entries.All(entry => entry.Report is { Outcome: not PrefabOutcome.Failed }))
        {
            var error = PlanLedger.Incomplete(unknown.Where, $"{unknown.Title} could not be known before '{unknown.Planned!.Until}' was done");
            Conclude(unknown, new(unknown.Title, PrefabOutcome.Failed) { Reason = error.What, Error = error });
        }
        foreach (var entry in all.Where(entry => entry.Report is null))
            Conclude(entry, new(entry.Title, PrefabOutcome.NotStarted));
        return all.FirstOrDefault(entry => entry.Report!.Outcome == PrefabOutcome.Failed);
    }

    private static bool IsMadeBefore(PrefabEntry entry, IReadOnlyList<PrefabEntry> entries) =>
        entries.TakeWhile(other => other != entry).Any(other => other.Planned!.Outcome == "changed" && other.Footprint.Overlaps(entry.Footprint));

    // Where a saved plan is applied: what was looked at anew still has to be what the plan says.
    private bool IsAsPlanned(BatchPlan plan)
    {
        var members = plan.Groups.SelectMany(group => group.Members).Where(member => member.Entry.Planned is not null).ToArray();
        return Refuse([
            .. plan.Concluded.Select(each => each.Entry).Where(ledger.HasMoved),
            .. members.Where(member => ledger.HasMoved(member.Entry) || !ledger.IsSame(member.Entry, member.Change)).Select(member => member.Entry),
        ]);
    }

    // True where there is nothing to refuse.
    private bool Refuse(IReadOnlyList<PrefabEntry> moved)
    {
        if (moved.Count == 0)
            return true;
        var error = PlanLedger.Moved(moved);
        foreach (var entry in moved)
            Conclude(entry, new(entry.Title, PrefabOutcome.Failed) { Reason = error.What, Error = error });
        return false;
    }

    /// <summary>Takes something that is to be run at the end, and writes it down on the host, in one round trip.</summary>
    public async Task OweAsync(OnceAction action, Where where, CancellationToken cancellationToken)
    {
        var script = BatchScript.Owe(action, session.Target.User);
        var output = Output(script, where);
        var reply = await RunAsync(script, output, where, cancellationToken).ConfigureAwait(false);
        if (!reply.IsWhole || reply.Said.Any(said => said.Words is ["unwritten"]))
        {
            var failure = new PrefabFailedException($"'{action.Key}', which is to be run at the end, could not be written down on the host.") { OutputEnd = output.LastEnd };
            failure.At(where);
            throw failure;
        }
        once.Owe(action);
    }

    /// <summary>Runs what is owed; no round trip where nothing is.</summary>
    /// <returns>What failed of it.</returns>
    public async Task<IReadOnlyList<NotifyFailure>> NotifyAsync(Where where, CancellationToken cancellationToken)
    {
        if (!once.IsOwing)
            return [];
        var script = BatchScript.Notify(once.Owed, session.Target.User);
        var output = Output(script, where);
        var reply = await RunAsync(script, output, where, cancellationToken).ConfigureAwait(false);
        return Notified(reply, output);
    }

    /// <summary>What failed of what was owed and run with the last batch.</summary>
    public List<NotifyFailure> NotifyFailures { get; } = [];

    // False where the batch cannot go on.
    private async Task<bool> ChangeAsync(BatchPlan plan, bool isLast, CancellationToken cancellationToken)
    {
        var first = plan.Groups[0].Members[0].Entry;
        var staged = new StagedFiles();
        foreach (var member in plan.Groups[0].Members)
        {
            foreach (var operation in member.Change.Operations.Where(BatchScript.IsStreamed))
            {
                if (!await StageAsync(operation, member, staged, cancellationToken).ConfigureAwait(false))
                    return false;
            }
        }
        foreach (var action in plan.Groups.SelectMany(group => group.Notify))
            once.Owe(action);
        var script = BatchScript.Change(plan, session.Target.User, staged, isLast && once.IsOwing ? once.Owed : null, time.GetUtcNow());
        var output = Output(script, first.Where, plan, script.Operations);
        var reply = await RunAsync(script, output, first.Where, cancellationToken).ConfigureAwait(false);
        return Read(plan, script, reply, output);
    }

    // Large content goes over a channel of its own, beside its place; its group then only renames it.
    private async Task<bool> StageAsync(Operation operation, GroupMember member, StagedFiles staged, CancellationToken cancellationToken)
    {
        var place = operation is ManyOperations { Folder: { } folder } ? folder : ((WriteFile)operation).Path;
        session.Where = member.Entry.Where;
        // A folder is made with those above it, and waits as near as something exists: there it is on the same file system.
        var beside = operation is ManyOperations
            ? System.Text.Encoding.UTF8.GetString((await session.RunScriptAsync(BatchScript.NearestFolder(place), null, session.Redactor, $"the look at {place}", cancellationToken).ConfigureAwait(false)).Span)
            : place;
        var path = BatchScript.StagedPath(beside, Guid.NewGuid().ToString("n")[..16]);
        try
        {
            if (operation is ManyOperations many)
            {
                var writes = many.Each.OfType<WriteFile>().Select(write => (Below: write.Path[(place.Length + 1)..], write)).ToArray();
                await session.StageTreeAsync(path, [.. writes.Select(each => (each.Below, each.write.Content))], cancellationToken).ConfigureAwait(false);
                staged.Add(path, writes.Select(each => (each.write.Path, $"{path}/{each.Below}")));
            }
            else
            {
                await session.UploadAsync(((WriteFile)operation).Content, path, new() { Permissions = "0600" }, cancellationToken).ConfigureAwait(false);
                staged.Add(path, (place, path));
            }
            return true;
        }
        catch (TransferException failure)
        {
            Conclude(member.Entry, Outcomes.Failed(member.Entry, member.Change, new PrefabFailedException(
                $"{member.Entry.Title} could not be brought there: {failure.What.Replace(path, place, StringComparison.Ordinal)}", failure.Remedy, inner: failure)));
            return false;
        }
    }

    private bool Read(BatchPlan plan, BatchScript script, BatchReply reply, OperationOutput output)
    {
        (int Group, int Operation, int Status)? failed = null;
        foreach (var (words, answers) in reply.Said)
        {
            switch (words)
            {
                case ["proof", var k]:
                    var group = plan.Groups[BatchReply.Number(k)];
                    new QuestionSet(group.Members.Select(member => member.Entry)).Take(answers);
                    var did = script.Operations[BatchReply.Number(k)].Take(failed?.Operation ?? int.MaxValue);
                    foreach (var action in did.Select(operation => operation.Once).OfType<OnceAction>())
                        once.Did(action);
                    if (!Prove(group, script.Operations[BatchReply.Number(k)], failed is { } fail ? (fail.Operation, fail.Status) : null, output, k))
                        return false;
                    break;
                case ["failed", var k, var operation, var status]:
                    failed = (BatchReply.Number(k), BatchReply.Number(operation), BatchReply.Number(status));
                    break;
                case ["conflict", var k]:
                    var at = BatchReply.Number(k);
                    new QuestionSetList(plan, from: at).Take(answers);
                    if (ledger.IsApplying)
                    {
                        // What hangs on this very plan is not called moved where its change was not reached yet.
                        return Refuse([
                            .. plan.Groups[at].Guarded.Where(ledger.HasMoved),
                            .. plan.Groups.Skip(at + 1).SelectMany(group => group.Guarded).Concat(plan.Rest).Where(entry => entry.Planned!.Until is null && ledger.HasMoved(entry)),
                        ]) && Again(plan.Groups[at]);
                    }
                    return Again(plan.Groups[at]);
                case ["look"]:
                    new QuestionSetList(plan, from: plan.Groups.Count).Take(answers);
                    break;
                case ["notified", ..]:
                    NotifyFailures.AddRange(Notified(reply, output));
                    return true;
                default:
                    break;
            }
        }
        return reply.IsWhole ? true : throw new MarchitectException(
            "a batch of changes ended before its end.", "A signal may have ended it on the host: out of memory, perhaps. Run it again.");
    }

    private bool Again(ChangeGroup group)
    {
        foreach (var entry in group.Guarded)
        {
            if (++entry.Conflicts <= ConflictLimit)
                continue;
            Conclude(entry, Outcomes.Failed(entry, entry.Decide(entry.Found), new PrefabFailedException(
                $"{entry.Title} was left alone: the host is not as it was a moment ago, again and again.",
                "Something else changes it all the time; stop that first.", null, entry.Found.ToString())));
            return false;
        }
        return true;
    }

    // Each member is asked by its own decision whether anything is left to do.
    private bool Prove(
        ChangeGroup group, IReadOnlyList<GroupOperation> operations, (int Operation, int Status)? failed, OperationOutput output, string k)
    {
        var holds = true;
        var written = operations.Where(operation => !operation.Members.Any(member => member.Change.Operations.Any(each => each is ManyOperations)))
            .SelectMany(operation => operation.Operations).OfType<WriteFile>()
            .Select(write => (write.Content, Hash: " " + Convert.ToHexStringLower(SHA256.HashData(write.Content.Span)))).ToArray();
        foreach (var member in group.Members)
        {
            // What was written just now is known here: its hash is enough to see that it stands there.
            member.Entry.Answers = [.. member.Entry.Answers.Select(answer =>
                answer.Content is null && written.FirstOrDefault(write => answer.Text.EndsWith(write.Hash, StringComparison.Ordinal)) is { Hash: not null } known
                    ? answer with { Content = known.Content }
                    : answer)];
        }
        foreach (var (number, member) in group.Members.Index())
        {
            var heir = group.Heir(member).Entry;
            var found = heir.Found;
            var still = heir.Decide(found);
            var isDone = still.Kind is ChangeKind.None or ChangeKind.Skipped;
            if (isDone && (failed is null || !IsUndone(operations, failed.Value.Operation, member)))
            {
                Conclude(member.Entry, member.Change.Kind == ChangeKind.Needed
                    ? Outcomes.Changed(member.Entry, member.Change)
                    : new(member.Entry.Title, PrefabOutcome.Unchanged));
                continue;
            }
            if (failed is not { } fail)
            {
                Conclude(member.Entry, Outcomes.DidNotHold(member.Entry, member.Change, still, found));
                holds = false;
            }
            else if (output.TellsMembers ? output.IsFailed(number) : operations[fail.Operation].Members.Contains(member))
            {
                Conclude(member.Entry, Outcomes.Failed(member.Entry, member.Change, new PrefabFailedException(
                    $"{member.Entry.Title} could not be brought about.", CommandScript.Remedy(fail.Status))
                {
                    Operation = operations[fail.Operation].Members.Count > 3
                        ? string.Join('\n', member.Change.Operations.Select(operation => operation.Title))
                        : operations[fail.Operation].Title,
                    ExitStatus = fail.Status,
                    OutputEnd = output.End(k, fail.Operation.ToString(CultureInfo.InvariantCulture), number),
                }));
                holds = false;
            }
        }
        return holds && failed is null;
    }

    // A command that proves nothing by its probe (a restart) is not done where it, or one before it, failed.
    private static bool IsUndone(IReadOnlyList<GroupOperation> operations, int failed, GroupMember member) =>
        member.Change.Kind == ChangeKind.Needed && operations.Skip(failed).Any(operation => operation.Once is null && operation.Members.Contains(member));

    private List<NotifyFailure> Notified(BatchReply reply, OperationOutput output)
    {
        var failures = new List<NotifyFailure>();
        var left = once.Owed.ToDictionary(BatchScript.OwedName);
        foreach (var (words, _) in reply.Said)
        {
            if (words is not ["notified", var status, var name, .. var key])
                continue;
            left.Remove(name);
            if (BatchReply.Number(status) != 0)
                failures.Add(new(string.Join(' ', key), BatchReply.Number(status), output.End("owed", name)));
        }
        // What ended the script with it, e.g. a machine that went down at once.
        if (!reply.IsWhole)
            failures.AddRange(left.Values.Select(key => new NotifyFailure(key, null, null)));
        once.Settle();
        return failures;
    }

    private void Conclude(PrefabEntry entry, PrefabReport report)
    {
        if (entry.Report is not null)
            return;
        entry.Conclude(report);
        onConcluded(entry);
    }

    private OperationOutput Output(BatchScript script, Where where, BatchPlan? plan = null, IReadOnlyList<IReadOnlyList<GroupOperation>>? operations = null) =>
        new(script.Boundary, Secrets(operations), (line, group, operation) =>
        {
            var place = plan is not null && int.TryParse(group, CultureInfo.InvariantCulture, out var k) && int.TryParse(operation, CultureInfo.InvariantCulture, out var number)
                ? operations![k][number].Members[0].Entry.Where
                : where;
            session.TellLine(place, line);
        });

    private Redactor Secrets(IReadOnlyList<IReadOnlyList<GroupOperation>>? operations) => session.Redactor.With(
        [.. (operations ?? []).SelectMany(group => group).SelectMany(operation => operation.Operations).OfType<RunCommand>().SelectMany(run => run.Secrets)]);

    private async Task<BatchReply> RunAsync(BatchScript script, OperationOutput? output, Where where, CancellationToken cancellationToken)
    {
        session.Where = where;
        var answers = await session.RunScriptAsync(script.Text, output is null ? null : output.Read, output?.Redactor ?? session.Redactor, "a batch of prefabs", cancellationToken).ConfigureAwait(false);
        return BatchReply.Read(answers.Span, script.Boundary);
    }

    /// <summary>The questions that the host asks again where it stops: those of the groups from one on, group by group, and the rest.</summary>
    private readonly struct QuestionSetList(BatchPlan plan, int from)
    {
        public void Take(IReadOnlyList<ProbeAnswer> answers)
        {
            var at = 0;
            foreach (var set in plan.Groups.Skip(from).Select(group => new QuestionSet(group.Members.Select(member => member.Entry))).Append(new QuestionSet(plan.Rest)))
            {
                var count = set.InOrder.Count();
                set.Take([.. answers.Skip(at).Take(count)]);
                at += count;
            }
        }
    }
}
