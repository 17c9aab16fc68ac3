namespace Marchitect;

/// <summary>Neighbours that cannot affect one another: guarded, changed and proved together.</summary>
internal sealed class ChangeGroup
{
    private readonly List<GroupMember> _members = [];

    public IReadOnlyList<GroupMember> Members => _members;

    public Footprint Footprint { get; private set; } = Footprint.Nothing;

    /// <summary>What has to be run before, once in a run, and was not yet.</summary>
    public List<OnceAction> Before { get; } = [];

    /// <summary>What is owed once the group was begun.</summary>
    public IEnumerable<OnceAction> Notify =>
        _members.Where(member => member.Change.Kind == ChangeKind.Needed).SelectMany(member => member.Change.Notify.Concat(member.Entry.Prefab.Notify)).Distinct();

    /// <summary>Those whose answers the change was decided on.</summary>
    public IEnumerable<PrefabEntry> Guarded => _members.Where(member => !member.IsExpected).Select(member => member.Entry);

    /// <summary>The last of those who were decided on what this one will have made, and change it; null where none does.</summary>
    public GroupMember? OverwriterOf(GroupMember member) => _members.SkipWhile(other => other != member).Skip(1)
        .LastOrDefault(other => other.IsExpected && other.Change.Kind == ChangeKind.Needed && other.Entry.Footprint.Overlaps(member.Entry.Footprint));

    public void Add(GroupMember member)
    {
        _members.Add(member);
        Footprint = Footprint.With(member.Entry.Footprint);
    }
}
