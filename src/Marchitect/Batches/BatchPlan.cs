namespace Marchitect;

/// <summary>
/// What follows from the findings of a batch, as far as it can be decided now: groups of changes, in order, and what is concluded
/// already. Pure.
/// </summary>
internal sealed class BatchPlan
{
    // A script is one frame and one shell's memory; what does not fit goes in the next.
    private const int ContentLimitBytes = 512 * 1024;

    private readonly List<ChangeGroup> _groups = [];
    private readonly List<(PrefabEntry Entry, PrefabReport Report)> _concluded = [];
    private readonly ExpectedFiles _expected;
    private readonly OnceLedger _once;
    private readonly HashSet<OnceAction> _planned = [];
    private readonly HashSet<(string User, OnceAction Action)> _toldBefore = [];
    private readonly HashSet<(string User, OnceAction Action)> _toldAtEnd = [];
    private long _contentBytes;
    private bool _isClosed;

    private BatchPlan(string user, OnceLedger once)
    {
        _expected = new(user);
        _once = once;
    }

    /// <summary>The groups, in order.</summary>
    public IReadOnlyList<ChangeGroup> Groups => _groups;

    /// <summary>What is known already and needs no change.</summary>
    public IReadOnlyList<(PrefabEntry Entry, PrefabReport Report)> Concluded => _concluded;

    /// <summary>Those that can be decided only when the groups are done, in order.</summary>
    public IReadOnlyList<PrefabEntry> Rest { get; private set; } = [];

    /// <summary>Decides, up to the first that hangs on a change before it.</summary>
    /// <param name="entries">The prefabs, in order, with their answers.</param>
    /// <param name="user">The session's user.</param>
    /// <param name="once">What was run already in this run.</param>
    public static BatchPlan Of(IReadOnlyList<PrefabEntry> entries, string user, OnceLedger once)
    {
        var plan = new BatchPlan(user, once);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!plan.Take(entries[i]))
            {
                plan.Rest = [.. entries.Skip(i)];
                break;
            }
        }
        foreach (var member in plan.TakeOutNeedless())
            plan._concluded.Add((member.Entry, new(member.Entry.Title, PrefabOutcome.Unchanged)));
        return plan;
    }

    /// <summary>Begins a preview: each prefab is decided on as far as it can be known without making a change.</summary>
    /// <param name="user">The session's user.</param>
    /// <param name="once">What was run already in this run.</param>
    public static BatchPlan ForPreview(string user, OnceLedger once) => new(user, once);

    /// <summary>What a dry run and a validation tell of the next prefabs, after all that were previewed before.</summary>
    /// <param name="entries">The prefabs, in order, with their answers.</param>
    /// <returns>For each its report, the change that it tells of, and whether that was decided on what a change before it will have made.</returns>
    public IReadOnlyList<(PrefabReport Report, Change Change, bool IsExpected)> Preview(IReadOnlyList<PrefabEntry> entries)
    {
        var previews = new OrderedDictionary<PrefabEntry, (PrefabReport Report, Change Change, bool IsExpected)>();
        foreach (var entry in entries)
            previews[entry] = Preview(entry, entry.UnknownEffect);
        foreach (var member in TakeOutNeedless())
            previews[member.Entry] = (new(member.Entry.Title, PrefabOutcome.Unchanged), Change.None, member.IsExpected);
        return [.. previews.Select(each => each.Value with { Report = WithOnce(each.Key, each.Value.Report, each.Value.Change) })];
    }

    // With the first that would have it run.
    private PrefabReport WithOnce(PrefabEntry entry, PrefabReport report, Change change) => report.Outcome != PrefabOutcome.Changed ? report : report with
    {
        RunsBefore = [.. change.Before.Where(action => _toldBefore.Add((entry.User, action))).Select(action => action.Key)],
        RunsAtEnd = [.. change.Notify.Concat(entry.Prefab.Notify).Where(action => _toldAtEnd.Add((entry.User, action))).Select(action => action.Key)],
    };

    private (PrefabReport Report, Change Change, bool IsExpected) Preview(PrefabEntry entry, string? unknownEffect)
    {
        var (change, before, isExpected) = Decide(entry);
        var until = isExpected ? null : Until(entry, change, before, unknownEffect);
        if (change.Kind == ChangeKind.Needed)
            Add(isExpected ? _groups[before] : NewGroup(), entry, change, isExpected);
        var report = change.Kind is ChangeKind.Impossible or ChangeKind.Skipped && until is not null
            ? new PrefabReport(entry.Title, PrefabOutcome.Unknown)
            {
                Reason = $"it hangs on '{until}', which is still to be done; as things are now, {change.Reason}",
                Until = until,
            }
            : Outcomes.Of(entry, change, entry.Found) with { Until = until };
        return (report, change, isExpected);
    }

    // What would have to be done to know better.
    private string? Until(PrefabEntry entry, Change change, int before, string? unknownEffect)
    {
        if (before < 0)
            return entry.Footprint.Overlaps(Footprint.Everything) ? unknownEffect : null;
        var affecting = _groups.Where(group => group.Footprint.Overlaps(entry.Footprint));
        return affecting.All(group => group.OnlyMakesRoomFor(entry, change)) ? null : _groups[before].Members[^1].Entry.Title;
    }

    private List<GroupMember> TakeOutNeedless()
    {
        var needless = _groups.SelectMany(group => group.TakeOutNeedless()).ToList();
        _groups.RemoveAll(group => group.Members.Count == 0);
        return needless;
    }

    // False: it has to wait for the groups.
    private bool Take(PrefabEntry entry)
    {
        if (_isClosed)
            return false;
        var (change, before, own) = Decide(entry);
        if (change.Kind is ChangeKind.Impossible or ChangeKind.Skipped)
        {
            if (before >= 0)
                return false;
            // A failure ends the batch, and what comes before it is done first.
            if (change.Kind == ChangeKind.Impossible && _groups.Count > 0)
                return false;
            _isClosed = change.Kind == ChangeKind.Impossible;
            _concluded.Add((entry, Outcomes.Of(entry, change, entry.Found)));
            return true;
        }
        // One that asks nothing has no part in this mode: no change before it makes another answer.
        if (change.Kind == ChangeKind.None && (before < 0 || entry.Probe.Questions.Count == 0))
        {
            _concluded.Add((entry, new(entry.Title, PrefabOutcome.Unchanged)));
            return true;
        }
        if (IsStreamed(change) ? _groups.Count > 0 : !Fits(change))
            return false;
        var group = own ? _groups[before]
            : before < _groups.Count - 1 || (before >= 0 && _groups[^1].OnlyMakesRoomFor(entry, change)) ? _groups[^1]
            : NewGroup();
        Add(group, entry, change, own);
        // What is streamed is sent before its group, so that one goes alone.
        _isClosed = IsStreamed(change);
        return true;
    }

    private (Change Change, int LastThatAffectsIt, bool IsExpected) Decide(PrefabEntry entry)
    {
        var expected = _expected.For(entry);
        var change = entry.Decide(expected?.Finding ?? entry.Found);
        var before = _groups.FindLastIndex(group => group.Footprint.Overlaps(entry.Footprint));
        // The group that will have made what it was decided on is the last that can affect it: it goes with that one.
        return (change, before, expected is { } known && before >= 0 && known.Group == _groups[before]);
    }

    private void Add(ChangeGroup group, PrefabEntry entry, Change change, bool isExpected)
    {
        foreach (var action in _once.Missing(change.Before).Where(_planned.Add))
            group.Before.Add(action);
        group.Add(new(entry, change, isExpected));
        if (change.Kind == ChangeKind.Needed)
            _expected.Take(entry, change, group);
        _contentBytes += Bytes(change);
    }

    private ChangeGroup NewGroup()
    {
        var group = new ChangeGroup();
        _groups.Add(group);
        return group;
    }

    private bool Fits(Change change) => _contentBytes == 0 || _contentBytes + Bytes(change) <= ContentLimitBytes;

    private static long Bytes(Change change) => change.Operations.Sum(BatchScript.Bytes);

    private static bool IsStreamed(Change change) => change.Operations.Any(BatchScript.IsStreamed);
}
