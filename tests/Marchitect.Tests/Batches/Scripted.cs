namespace Marchitect.Tests.Batches;

/// <summary>A prefab whose question and change are shell text: the state is a word that <paramref name="Query"/> prints.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Query">Prints the state.</param>
/// <param name="Wanted">The state wanted.</param>
/// <param name="Apply">Brings it about.</param>
internal sealed record Scripted(string Name, string Query, string Wanted, string Apply) : Prefab
{
    public IReadOnlyList<OnceAction> Before { get; init; } = [];

    /// <summary>States on which it says that it cannot be done.</summary>
    public string ImpossibleWhen { get; init; } = "-";

    /// <summary>Whether it says how the answer looks when the change has held.</summary>
    public bool HasProof { get; init; } = true;

    /// <summary>What it touches; null for everything.</summary>
    public Footprint? Touches { get; init; }

    protected internal override string Title => Name;

    protected internal override Footprint Footprint => Touches ?? Footprint.Everything;

    protected internal override Probe Observe(string mode) => Probe.Query(Query);

    protected internal override Change Decide(string mode, Finding found) => found switch
    {
        CommandFinding { Text: var state } when state == Wanted => Change.None,
        CommandFinding { Text: var state } when state == ImpossibleWhen => Change.Impossible($"the state is {state}"),
        CommandFinding { Text: var state } => Change.Of(Operation.Run(Apply)) with
        {
            Differences = [new("state", state, Wanted)],
            Before = Before,
            Proof = HasProof ? [CommandFinding.Pattern(0, Change.Literal(Wanted))] : [],
        },
        _ => throw new InvalidOperationException(found.ToString()),
    };
}
