namespace Marchitect;

/// <summary>What came of a transfer.</summary>
/// <param name="Path">The path on the host.</param>
/// <param name="Bytes">Length of the content.</param>
/// <param name="IsChanged">Whether the destination changed; false where it had this content (and permissions and owner) already.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record TransferResult(string Path, long Bytes, bool IsChanged, TimeSpan Elapsed)
{
    private readonly string? _unknown;

    /// <inheritdoc cref="TransferResult(string, long, bool, TimeSpan)" path="/param[@name='Bytes']"/>
    /// <exception cref="UnknownUntilRunException">It was not done, since this is a dry run.</exception>
    public long Bytes { get => Known(field); } = Bytes;

    /// <inheritdoc cref="TransferResult(string, long, bool, TimeSpan)" path="/param[@name='IsChanged']"/>
    /// <exception cref="UnknownUntilRunException">It was not done, since this is a dry run.</exception>
    public bool IsChanged { get => Known(field); } = IsChanged;

    /// <summary>What came of something that a dry run did not do: nothing is known of it.</summary>
    /// <param name="path">The path on the host.</param>
    /// <param name="what">What was not done, in words.</param>
    internal static TransferResult OfDryRun(string path, string what) => new(path, what);

    private TransferResult(string path, string unknown) : this(path, 0, false, TimeSpan.Zero) => _unknown = unknown;

    private T Known<T>(T value) => _unknown is null ? value : throw new UnknownUntilRunException(_unknown);
}
