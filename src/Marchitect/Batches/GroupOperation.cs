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
        for (var column = 0; column < members.Max(each => each.Operations.Count); column++)
        {
            var alike = members.Where(each => each.Operations.Count > column)
                .Select(each => (each.Member, Operation: each.Operations[column]))
                .GroupBy(each => KeyOf(each.Operation));
            foreach (var same in alike)
            {
                all.Add(new(
                    string.Join('\n', same.Select(each => each.Operation.Title).Distinct()),
                    [.. same.Select(each => each.Member).Distinct()],
                    [.. same.Select(each => each.Operation)]));
            }
        }
        return all;
    }

    // Of several who write one file, the last writes what all of them want.
    private static List<(GroupMember Member, IReadOnlyList<Operation> Operations)> WithoutOverwritten(IReadOnlyList<GroupMember> members)
    {
        var kept = new List<(GroupMember Member, IReadOnlyList<Operation> Operations)>();
        foreach (var member in members)
        {
            var operations = member.Change.Operations.ToList();
            for (var i = 0; i < operations.Count; i++)
            {
                if (operations[i] is not WriteFile write)
                    continue;
                for (var j = 0; j < kept.Count; j++)
                {
                    if (kept[j].Operations.OfType<WriteFile>().FirstOrDefault(other => Footprint.Normal(other.Path) == Footprint.Normal(write.Path)) is { } earlier)
                    {
                        operations[i] = write = write.Over(earlier);
                        kept[j] = (kept[j].Member, [.. kept[j].Operations.Where(other => other != earlier)]);
                    }
                }
            }
            kept.Add((member, operations));
        }
        return kept;
    }

    private static object KeyOf(Operation operation) => operation switch
    {
        MakeFolder folder => ("mkdir", folder.Permissions),
        SetPermissions permissions => ("chmod", permissions.Permissions),
        SetOwner owner => ("chown", owner.Owner),
        RemovePath gone => ("rm", gone.IsFolder),
        RemoveEmptyFolder => "rmdir",
        RunCommand command => command.Text,
        AptRun run => (run.Verb, run.WithoutRecommends, run.LockSeconds),
        WriteFile or MakeLink => "put",
        _ => operation,
    };
}
