namespace Marchitect.Tests.Secrets;

/// <summary>Specs that change the environment of this process, and so run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
