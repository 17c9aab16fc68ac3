namespace Marchitect;

/// <summary>One question of one kind, the part of a probe that the host answers with one text.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Words">Its words as shell text, quoted already.</param>
internal sealed record Question(ProbeKind Kind, IReadOnlyList<string> Words);
