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
    private readonly string? _unknown;

    /// <inheritdoc cref="TreeResult(string, IReadOnlyList{string}, IReadOnlyList{string}, int, long, TimeSpan)" path="/param[@name='Written']"/>
    /// <exception cref="UnknownUntilRunException">It was not done, since this is a dry run.</exception>
    public IReadOnlyList<string> Written { get => Known(field); } = Written;

    /// <inheritdoc cref="TreeResult(string, IReadOnlyList{string}, IReadOnlyList{string}, int, long, TimeSpan)" path="/param[@name='Deleted']"/>
    /// <exception cref="UnknownUntilRunException">It was not done, since this is a dry run.</exception>
    public IReadOnlyList<string> Deleted { get => Known(field); } = Deleted;

    /// <summary>Whether anything was written or removed.</summary>
    /// <exception cref="UnknownUntilRunException">It was not done, since this is a dry run.</exception>
    public bool IsChanged => Written.Count + Deleted.Count > 0;

    /// <summary>What came of something that a dry run did not do: nothing is known of it.</summary>
    /// <param name="path">The folder on the host.</param>
    /// <param name="what">What was not done, in words.</param>
    internal static TreeResult OfDryRun(string path, string what) => new(path, what);

    private TreeResult(string path, string unknown) : this(path, [], [], 0, 0, TimeSpan.Zero) => _unknown = unknown;

    private T Known<T>(T value) => _unknown is null ? value : throw new UnknownUntilRunException(_unknown);
}
