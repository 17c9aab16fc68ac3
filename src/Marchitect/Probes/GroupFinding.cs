using System.Globalization;

namespace Marchitect;

/// <summary>What a host knows of a group.</summary>
/// <param name="Tool">What it has to change it with.</param>
/// <param name="Gid">Its number; null where there is no such group.</param>
internal sealed record GroupFinding(AccountTool Tool, int? Gid) : Finding
{
    public override string ToString() => Gid is { } gid ? string.Create(CultureInfo.InvariantCulture, $"a group with number {gid}") : "absent";
}
