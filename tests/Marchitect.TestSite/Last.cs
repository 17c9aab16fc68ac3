using Marchitect.Prefabs;

namespace Marchitect.TestSite;

/// <summary>One more file, which a folder may be in the way of.</summary>
internal sealed class Last : Whiteprint
{
    protected override IEnumerable<Prefab> Head => [new FileFromString("last\n", $"{Environment.GetEnvironmentVariable("ROOT")}/last")];
}
