namespace Marchitect;

/// <summary>What came of bringing a folder to a host.</summary>
/// <param name="Path">The folder on the host.</param>
/// <param name="Written">Paths below it that were new or differed, in order.</param>
/// <param name="Deleted">Paths below it that were removed, in order.</param>
/// <param name="UnchangedFiles">How many files were right already.</param>
/// <param name="Bytes">Bytes of content that travelled.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record TreeResult(
    string Path, IReadOnlyList<string> Written, IReadOnlyList<string> Deleted, int UnchangedFiles, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Whether anything was written or removed.</summary>
    public bool IsChanged => Written.Count + Deleted.Count > 0;
}
