namespace Marchitect;

/// <summary>Reports of prefabs from what was decided and seen.</summary>
internal static class Outcomes
{
    /// <summary>What a decision alone says: unchanged, to be changed, left alone, or not possible.</summary>
    public static PrefabReport Of(PrefabEntry entry, Change change, Finding found) => change.Kind switch
    {
        ChangeKind.None => new(entry.Title, PrefabOutcome.Unchanged),
        ChangeKind.Needed => Changed(entry, change),
        ChangeKind.Skipped => new(entry.Title, PrefabOutcome.Skipped)
        {
            Reason = change.Remedy is null ? change.Reason : $"{change.Reason}. {change.Remedy}",
        },
        _ => Failed(entry, change, new PrefabFailedException(
            $"{entry.Title} cannot be done: {change.Reason}.", change.Remedy, null, found.ToString())),
    };

    public static PrefabReport Changed(PrefabEntry entry, Change change) => new(entry.Title, PrefabOutcome.Changed)
    {
        Differences = change.Differences,
        Edit = change.Edit,
        Edits = change.Edits,
        Operations = [.. change.Operations.Select(operation => operation.Title)],
    };

    public static PrefabReport Failed(PrefabEntry entry, Change change, MarchitectException error)
    {
        error.At(entry.Where);
        return new(entry.Title, PrefabOutcome.Failed)
        {
            Differences = change.Differences,
            Edit = change.Edit,
            Edits = change.Edits,
            Operations = [.. change.Operations.Select(operation => operation.Title)],
            Reason = error.What,
            Error = error,
        };
    }

    /// <summary>The commands ended well, and yet the host is not as wanted.</summary>
    public static PrefabReport DidNotHold(PrefabEntry entry, Change change, Change still, Finding found)
    {
        var wanted = still.Differences.Count > 0
            ? string.Join('\n', still.Differences.Select(difference => difference.ToString()))
            : still.Reason ?? "something is left to change";
        return Failed(entry, change, new PrefabFailedException(
            $"{entry.Title} was changed, but did not hold.",
            "Something on the host undoes it, or its commands do less than they tell.",
            wanted, found.ToString()));
    }
}
