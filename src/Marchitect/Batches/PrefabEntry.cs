namespace Marchitect;

/// <summary>A prefab on its way through a run: where it stands, what the host answered, what came of it.</summary>
internal sealed class PrefabEntry
{
    private readonly TaskCompletionSource<PrefabReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PrefabEntry(Prefab prefab, string mode, Where where)
    {
        Prefab = prefab;
        Mode = mode;
        Where = where;
        Title = prefab.Title;
        Footprint = prefab.Footprint;
        Probe = prefab.Observe(mode);
    }

    public Prefab Prefab { get; }

    public string Mode { get; }

    public Where Where { get; }

    public string Title { get; }

    public Footprint Footprint { get; }

    public Probe Probe { get; }

    /// <summary>In a dry run: what was not run before it and may have changed anything; null for nothing.</summary>
    public string? UnknownEffect { get; set; }

    /// <summary>The user it is brought about as, in words; empty for the one who logged in.</summary>
    public string User { get; set; } = "";

    /// <summary>What the saved plan that is applied says of it; null where none is.</summary>
    public SavedPrefab? Planned { get; set; }

    /// <summary>What the host answered last, an answer for each question.</summary>
    public IReadOnlyList<ProbeAnswer> Answers { get; set; } = [];

    public Finding Found => Probe.Read(Answers);

    /// <summary>How often a change was refused since the host was no longer as the change had been decided on.</summary>
    public int Conflicts { get; set; }

    /// <summary>What came of it, once that is known.</summary>
    public PrefabReport? Report => _report.Task.IsCompletedSuccessfully ? _report.Task.Result : null;

    public Task<PrefabReport> Concluded => _report.Task;

    public Change Decide(Finding found) => Prefab.Decide(Mode, found);

    public void Conclude(PrefabReport report) => _report.TrySetResult(report);
}
