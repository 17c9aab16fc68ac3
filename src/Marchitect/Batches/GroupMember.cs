namespace Marchitect;

/// <summary>A prefab in a group, with what was decided.</summary>
/// <param name="entry">The prefab.</param>
/// <param name="change">What is to be done; <see cref="ChangeKind.None"/> where it is only looked at again.</param>
/// <param name="isExpected">Whether it was decided on what the group itself will have made by then, rather than on what the host answered.</param>
internal sealed class GroupMember(PrefabEntry entry, Change change, bool isExpected)
{
    /// <summary>The prefab.</summary>
    public PrefabEntry Entry => entry;

    /// <inheritdoc cref="GroupMember(PrefabEntry, Change, bool)" path="/param[@name='change']"/>
    public Change Change => change;

    /// <inheritdoc cref="GroupMember(PrefabEntry, Change, bool)" path="/param[@name='isExpected']"/>
    public bool IsExpected => isExpected;
}
