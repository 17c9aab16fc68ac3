namespace Marchitect;

/// <summary>How far a transfer has come.</summary>
/// <param name="Path">The path on the host.</param>
/// <param name="Bytes">Bytes of content that have travelled.</param>
/// <param name="TotalBytes">Bytes of content in all; null for a stream that does not know its length.</param>
public readonly record struct TransferProgress(string Path, long Bytes, long? TotalBytes);
