namespace Marchitect;

/// <summary>What systemd says of a unit. A unit that there is not is <c>not-found</c>.</summary>
/// <param name="Load">Its <c>LoadState</c>: <c>loaded</c>, <c>not-found</c>, <c>masked</c>, <c>bad-setting</c>, <c>error</c>.</param>
/// <param name="Active">
/// <c>active</c>, <c>activating</c>, <c>deactivating</c>, <c>inactive</c>, <c>failed</c>, or one of ours: <c>failing</c> between two
/// restarts of a service that ends all the time, <c>waiting</c> for one that a socket, a timer or a path that runs will start.
/// </param>
/// <param name="Enabled">Its <c>UnitFileState</c>, e.g. <c>enabled</c>; <c>-</c> where it has no file.</param>
/// <param name="Id">Its own name, where it was asked for by an alias.</param>
/// <param name="Path">The file it was read from; <c>-</c> for none.</param>
internal sealed record UnitState(string Load, string Active, string Enabled, string Id, string Path) : Finding
{
    /// <summary>Whether its files have changed since systemd read them.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether it runs to its end and is inactive then: <c>Type=oneshot</c> without <c>RemainAfterExit</c>.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Whether it runs, or is about to, or to end.</summary>
    public bool IsAlive => Active is "active" or "activating" or "deactivating" or "failing";

    /// <summary>Whether it is enabled, for good or until the next start of the machine.</summary>
    public bool IsEnabled => Enabled is "enabled" or "enabled-runtime";

    /// <summary>The same in words.</summary>
    /// <returns>E.g. <c>loaded, active, enabled</c>.</returns>
    public override string ToString() => $"{Load}, {Active}, {(Enabled == "-" ? "without a file" : Enabled)}{(IsStale ? ", older than its files" : "")}";
}
