namespace Marchitect.Tests.Prefabs;

/// <summary>A whiteprint whose head is what a test gave.</summary>
internal sealed class GivenPrefabs : Whiteprint
{
    public static AsyncLocal<IReadOnlyList<Prefab>> Current { get; } = new();

    protected internal override IEnumerable<Prefab> Head => Current.Value ?? [];
}
