namespace Marchitect;

/// <summary>Many operations of one kind, done together and told as one.</summary>
/// <param name="What">What they do, in a line.</param>
/// <param name="Each">The operations, at least one.</param>
internal sealed record ManyOperations(string What, IReadOnlyList<Operation> Each) : Operation
{
    /// <summary>The folder below which all of it lies.</summary>
    public string? Folder { get; init; }

    public override string Title => What;
}
