namespace Marchitect;

/// <summary>How a folder is brought to a host.</summary>
public sealed record TreeOptions
{
    /// <summary>The user on the host to write as, e.g. <c>Become.Sudo()</c>. <value>Default: null, the session's own user.</value></summary>
    public Become? As { get; init; }

    /// <summary>Whether what stands in the folder on the host and not in the local one is removed. <value>Default: false.</value></summary>
    public bool DeleteOthers { get; init; }

    /// <summary>Owner of everything below, as <c>chown</c> takes it. <value>Default: null, as the session's user creates it.</value></summary>
    public string? Owner { get; init; }

    /// <summary>Called as content travels, one call at a time. <value>Default: null.</value></summary>
    public Action<TransferProgress>? OnProgress { get; init; }

    /// <summary>How long the whole transfer may take. <value>Default: null, the session's <see cref="SessionOptions.TimeLimit"/>.</value></summary>
    public TimeSpan? TimeLimit { get; init; }

    internal static TreeOptions Default { get; } = new();
}
