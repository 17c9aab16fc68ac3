namespace Marchitect;

/// <summary>One thing that a group does on the host, for one or many of its members.</summary>
/// <param name="Title">What it does, as the user sees it.</param>
/// <param name="Parts">The operations it does together, and for whom each is.</param>
internal sealed record GroupOperation(string Title, IReadOnlyList<(GroupMember Member, Operation Operation)> Parts)
{
    private const string Put = "put";

    /// <summary>What is run before the group, once in a run; null for the changes themselves.</summary>
    public OnceAction? Once { get; init; }

    public IReadOnlyList<GroupMember> Members { get; } = [.. Parts.Select(part => part.Member).Distinct()];

    public IReadOnlyList<Operation> Operations { get; } = [.. Parts.Select(part => part.Operation)];

    /// <summary>Whether it puts files, links, and folders with them, in place.</summary>
    public bool IsPut => Operations.Any(operation => operation is WriteFile or MakeLink);

    /// <summary>The operations of a group in the order in which they are done, those alike together.</summary>
    public static IReadOnlyList<GroupOperation> Of(ChangeGroup group)
    {
        var all = new List<GroupOperation>();
        foreach (var once in group.Before)
            all.Add(new(once.Key, [.. group.Members.Select(member => (member, (Operation)new RunCommand(once.Command)))]) { Once = once });
        var members = WithoutOverwritten(group.Members);
        // What has a phase is done together wherever it stands.
        var steps = members
            .SelectMany(each => each.Operations.Select((operation, column) => (each.Member, Operation: operation, Place: (operation.Phase, Column: operation.Phase == 0 ? column : 0))))
            .GroupBy(step => step.Place)
            .OrderBy(place => place.Key);
        foreach (var place in steps)
        {
            var trees = new NewTrees([.. place.SelectMany(each => Each(each.Operation))]);
            foreach (var same in place.GroupBy(each => trees.TopOf(each.Operation) is null ? KeyOf(each.Operation) : Put))
            {
                all.Add(new(
                    string.Join('\n', same.Select(each => each.Operation.Title).Distinct()),
                    [.. same.SelectMany(each => Each(each.Operation).Select(one => (each.Member, one)))]));
            }
        }
        return all;
    }

    private static IEnumerable<Operation> Each(Operation operation) => operation is ManyOperations many ? many.Each : [operation];

    // Of several who write, link or remove one file, the last does what all of them want; done one after another, they might be sorted
    // behind it, with those alike.
    private static List<(GroupMember Member, IReadOnlyList<Operation> Operations)> WithoutOverwritten(IReadOnlyList<GroupMember> members)
    {
        var kept = new List<(GroupMember Member, IReadOnlyList<Operation> Operations)>();
        var lastAt = new Dictionary<string, int>();
        foreach (var (at, member) in members.Index())
        {
            var operations = member.Change.Operations.ToList();
            for (var i = 0; i < operations.Count; i++)
            {
                if (FileOf(operations[i]) is not { } path)
                    continue;
                if (lastAt.TryGetValue(path, out var j) && j != at && kept[j].Operations.FirstOrDefault(other => FileOf(other) == path) is { } earlier)
                {
                    if (operations[i] is WriteFile write && earlier is WriteFile before)
                        operations[i] = write.Over(before);
                    kept[j] = (kept[j].Member, [.. kept[j].Operations.Where(other => other != earlier)]);
                }
                lastAt[path] = at;
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
        SetOwner owner => ("chown", owner.Owner, owner.FollowsLink),
        RemovePath gone => ("rm", gone.IsFolder),
        RemoveEmptyFolder => "rmdir",
        RunCommand command => command.Text,
        SystemctlOperation systemctl => ("systemctl", systemctl.Verb),
        AptRun run => (run.Verb, run.Options, run.LockSeconds),
        WriteFile or MakeLink => Put,
        _ => operation,
    };
}
