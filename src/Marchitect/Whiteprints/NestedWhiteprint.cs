namespace Marchitect;

/// <summary>A whole whiteprint among prefabs. The run deals with it; by itself it asks nothing.</summary>
/// <param name="Make">Makes it: each run makes its own.</param>
/// <param name="Config">What is set over its defaults.</param>
internal sealed record NestedWhiteprint(Func<Whiteprint> Make, ConfigMap Config) : Prefab
{
    protected internal override string Title => "whiteprint";

    protected internal override Probe Observe(string mode) => Probe.None;

    protected internal override Change Decide(string mode, Finding found) => Change.None;
}
