namespace Marchitect;

/// <summary>A prefab in a group, with what was decided.</summary>
/// <param name="Entry">The prefab.</param>
/// <param name="Change">What is to be done; <see cref="ChangeKind.None"/> where it is only looked at again.</param>
/// <param name="IsExpected">Whether it was decided on what the group itself will have made by then, rather than on what the host answered.</param>
internal sealed record GroupMember(PrefabEntry Entry, Change Change, bool IsExpected);
