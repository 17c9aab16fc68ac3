namespace Marchitect;

/// <summary>The config of a step of a plan on a host, merged and checked.</summary>
/// <param name="Number">Position of the step in the plan, from 1.</param>
/// <param name="Whiteprint">Name of its whiteprint.</param>
/// <param name="Alias">Its alias, or null.</param>
/// <param name="Config">The values, defaults filled in; each knows its path and who set it.</param>
public sealed record StepConfig(int Number, string Whiteprint, string? Alias, ConfigMap Config)
{
    /// <summary>Its alias, else its whiteprint's name.</summary>
    public string Name => Alias ?? Whiteprint;
}
