using System.Security.Cryptography;

namespace Marchitect;

/// <summary>Neighbours that cannot affect one another: guarded, changed and proved together.</summary>
/// <remarks>
/// Those that do affect one another may be in it too where each was decided on what the one before it will have made: several edits of
/// one file. They are one change of that file, which the last of them answers for.
/// </remarks>
internal sealed class ChangeGroup
{
    private readonly List<GroupMember> _members = [];

    public IReadOnlyList<GroupMember> Members => _members;

    public Footprint Footprint { get; private set; } = Footprint.Nothing;

    /// <summary>What has to be run before, once in a run, and was not yet.</summary>
    public List<OnceAction> Before { get; } = [];

    /// <summary>What is owed once the group was begun.</summary>
    public IEnumerable<OnceAction> Notify => _members.SelectMany(NotifyOf).Distinct();

    /// <summary>What is owed once the change of a member was begun.</summary>
    public static IEnumerable<OnceAction> NotifyOf(GroupMember member) =>
        member.Change.Kind == ChangeKind.Needed ? member.Change.Notify.Concat(member.Entry.Prefab.Notify) : [];

    /// <summary>Those whose answers the change was decided on.</summary>
    public IEnumerable<PrefabEntry> Guarded => _members.Where(member => !member.IsExpected).Select(member => member.Entry);

    /// <summary>Whether some were decided on what others of the group will have made.</summary>
    public bool HasExpected => _members.Exists(member => member.IsExpected);

    public void Add(GroupMember member)
    {
        _members.Add(member);
        Footprint = Footprint.With(member.Entry.Footprint);
    }

    /// <summary>The last that edits the same file after a member: what it sees in the end is what the member led to. The member itself where nobody does.</summary>
    public GroupMember Heir(GroupMember member)
    {
        for (var i = _members.Count - 1; i >= 0 && _members[i] != member; i--)
        {
            if (_members[i].IsExpected && _members[i].Entry.Footprint.Overlaps(member.Entry.Footprint))
                return _members[i];
        }
        return member;
    }

    /// <summary>
    /// Whether all that the group does to the place of a prefab is to make folders above it, where nothing stands yet: it stays so until
    /// that prefab's own change, which may then be guarded with the group.
    /// </summary>
    public bool OnlyMakesRoomFor(PrefabEntry entry, Change change) =>
        entry.Answers.Count > 0 && entry.Answers.All(answer => answer.Text == "-") && change.Before.Count == 0
        && change.Operations.All(operation => operation is MakeFolder or SetOwner or WriteFile or MakeLink)
        && _members.Where(member => member.Entry.Footprint.Overlaps(entry.Footprint)).All(member =>
            entry.Footprint.IsBelow(member.Entry.Footprint) && member.Change.Operations.All(operation => operation is MakeFolder or SetOwner));

    /// <summary>
    /// Takes out edits of one file that together lead to what stands there already: a file and lines in it, say, of which the first alone
    /// would take the lines away again.
    /// </summary>
    /// <returns>Those taken out.</returns>
    public IReadOnlyList<GroupMember> TakeOutNeedless()
    {
        if (!HasExpected)
            return [];
        var heirs = _members.ToDictionary(member => member, Heir);
        var needless = _members.Where(member => !member.IsExpected && heirs[member] != member)
            .Select(first => _members.Where(member => heirs[member] == heirs[first] && member.Entry.Footprint.Overlaps(first.Entry.Footprint)).ToArray())
            .Where(LeadsToWhatIs)
            .SelectMany(chain => chain).ToArray();
        foreach (var member in needless)
            _members.Remove(member);
        return needless;
    }

    private static bool LeadsToWhatIs(GroupMember[] chain)
    {
        var operations = chain.SelectMany(member => member.Change.Operations).ToArray();
        if (chain[0].Entry.Found is not FileStat { Kind: FileKind.Regular } found || operations.Length == 0 || !operations.All(operation => operation is WriteFile))
            return false;
        var last = operations.Cast<WriteFile>().Aggregate((earlier, later) => later.Over(earlier));
        return found.Permissions == last.Permissions
            && (last.Owner is null || last.Owner == found.Owner || last.Owner == $"{found.Owner}:{found.Group}" || last.Owner == $":{found.Group}")
            && found.Sha256 == Convert.ToHexStringLower(SHA256.HashData(last.Content.Span));
    }
}
