namespace Marchitect.Generators;

/// <summary>What follows from one whiteprint: its record with those within it, or why not; a value, so that the compiler may keep it.</summary>
internal sealed class WhiteprintRecords(IReadOnlyList<RecordCode> records, IReadOnlyList<Problem> problems) : IEquatable<WhiteprintRecords>
{
    public IReadOnlyList<RecordCode> Records { get; } = records;

    public IReadOnlyList<Problem> Problems { get; } = problems;

    public bool Equals(WhiteprintRecords? other) => other is not null && Records.SequenceEqual(other.Records) && Problems.SequenceEqual(other.Problems);

    public override bool Equals(object? obj) => Equals(obj as WhiteprintRecords);

    public override int GetHashCode() => Records.Aggregate(Problems.Count, (hash, record) => unchecked((hash * 31) + record.GetHashCode()));
}
