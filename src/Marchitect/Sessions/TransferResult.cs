namespace Marchitect;

/// <summary>What came of a transfer.</summary>
/// <param name="Path">The path on the host.</param>
/// <param name="Bytes">Length of the content.</param>
/// <param name="IsChanged">Whether the destination changed; false where it had this content (and permissions and owner) already.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record TransferResult(string Path, long Bytes, bool IsChanged, TimeSpan Elapsed);
