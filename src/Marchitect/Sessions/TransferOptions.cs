namespace Marchitect;

/// <summary>How a file is brought to or from a host.</summary>
public sealed record TransferOptions
{
    /// <summary>The user on the host to read or write as, e.g. <c>Become.Sudo()</c>. <value>Default: null, the session's own user.</value></summary>
    public Become? As { get; init; }

    /// <summary>
    /// Permission bits of the new file, e.g. <c>0644</c>. <value>Default: null. Up: those of the local file; from bytes or a stream, those of
    /// the file replaced, else 0644. Down: those of the remote file.</value>
    /// </summary>
    public Permissions? Permissions { get; init; }

    /// <summary>Owner on the host as <c>chown</c> takes it, e.g. <c>www-data:www-data</c>. <value>Default: null, the owner of the file replaced, as far as the session's user may give it.</value></summary>
    public string? Owner { get; init; }

    /// <summary>Called as content travels, one call at a time. <value>Default: null.</value></summary>
    public Action<TransferProgress>? OnProgress { get; init; }

    /// <summary>How long the whole transfer may take. <value>Default: null, the session's <see cref="SessionOptions.TimeLimit"/>.</value></summary>
    public TimeSpan? TimeLimit { get; init; }

    internal static TransferOptions Default { get; } = new();
}
