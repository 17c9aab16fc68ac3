namespace Marchitect;

/// <summary>One thing that a group does on the host, for one or many of its members.</summary>
/// <param name="Title">What it does, as the user sees it.</param>
/// <param name="Members">For whom.</param>
/// <param name="Operations">The operations it does together.</param>
internal sealed record GroupOperation(string Title, IReadOnlyList<GroupMember> Members, IReadOnlyList<Operation> Operations)
{
    /// <summary>What is run before the group, once in a run; null for the changes themselves.</summary>
    public OnceAction? Once { get; init; }

    /// <summary>The operations of a group in the order in which they are done, those alike together.</summary>
    public static IReadOnlyList<GroupOperation> Of(ChangeGroup group)
    {
        var all = new List<GroupOperation>();
        foreach (var once in group.Before)
            all.Add(new(once.Key, group.Members, [new RunCommand(once.Command)]) { Once = once });
        var members = WithoutOverwritten(group.Members);
        // What has a phase is done together wherever it stands.
        var steps = members
            .SelectMany(each => each.Operations.Select((operation, column) => (each.Member, Operation: operation, Place: (operation.Phase, Column: operation.Phase == 0 ? column : 0))))
            .GroupBy(step => step.Place)
            .OrderBy(place => place.Key);
        foreach (var place in steps)
        {
            foreach (var same in place.GroupBy(each => KeyOf(each.Operation)))
            {
                all.Add(new(
                    string.Join('\n', same.Select(each => each.Operation.Title).Distinct()),
                    [.. same.Select(each => each.Member).Distinct()],
                    [.. same.SelectMany(each => each.Operation is ManyOperations many ? many.Each : [each.Operation])]));
            }
        }
        return all;
    }

    // Of several who write, link or remove one file, the last does what all of them want; done one after another, they might be sorted
    // behind it, with those alike.
    private static List<(GroupMember Member, IReadOnlyList<Operation> Operations)> WithoutOverwritten(IReadOnlyList<GroupMember> members)
    {
        var kept = new List<(GroupMember Member, IReadOnlyList<Operation> Operations)>();
        foreach (var member in members)
        {
            var operations = member.Change.Operations.ToList();
            for (var i = 0; i < operations.Count; i++)
            {
                if (FileOf(operations[i]) is not { } path)
                    continue;
                for (var j = 0; j < kept.Count; j++)
                {
                    if (kept[j].Operations.FirstOrDefault(other => FileOf(other) == path) is not { } earlier)
                        continue;
                    if (operations[i] is WriteFile write && earlier is WriteFile before)
                        operations[i] = write.Over(before);
                    kept[j] = (kept[j].Member, [.. kept[j].Operations.Where(other => other != earlier)]);
                }
            }
            kept.Add((member, operations));
        }
        return kept;
    }

    private static string? FileOf(Operation operation) => operation switch
    {
        WriteFile write => Footprint.Normal(write.Path),
        MakeLink link => Footprint.Normal(link.Path),
        RemovePath { IsFolder: false } gone => Footprint.Normal(gone.Path),
        _ => null,
    };

    private static object KeyOf(Operation operation) => operation switch
    {
        ManyOperations many => KeyOf(many.Each[0]),
        MakeFolder folder => ("mkdir", folder.Permissions),
        SetPermissions permissions => ("chmod", permissions.Permissions),
        SetOwner owner => ("chown", owner.Owner),
        RemovePath gone => ("rm", gone.IsFolder),
        RemoveEmptyFolder => "rmdir",
        RunCommand command => command.Text,
        SystemctlOperation systemctl => ("systemctl", systemctl.Verb),
        AptRun run => (run.Verb, run.Options, run.LockSeconds),
        WriteFile or MakeLink => "put",
        _ => operation,
    };
}
