namespace Marchitect;

/// <summary>
/// A way to a machine: something that can start a shell there and hand out its three byte streams. Give one to a site plan or
/// a session; both open it and close what they opened.
/// </summary>
/// <remarks>
/// To write your own, derive from this class, <see cref="Connection"/> and <see cref="Channel"/>. The whole contract is one
/// call, <see cref="Connection.StartAsync"/>: everything else (framing, files, time limits, ending a hanging command) is made of it.
/// A transport is an immutable description; it may be connected any number of times, also at once.
/// </remarks>
public abstract class Transport
{
    /// <summary>The machine as its user calls it, e.g. <c>web-3</c> or <c>local</c>. Reports and errors use it.</summary>
    public abstract string Host { get; }

    /// <summary>Where and as whom it is reached, e.g. <c>deploy@10.0.4.7:22</c>, or null where that says no more than <see cref="Host"/>.</summary>
    public virtual string? Address => null;

    /// <summary>The POSIX shell on the machine, as words of a shell line. <value>Default: <c>/bin/sh</c>.</value></summary>
    public virtual string Shell => "/bin/sh";

    /// <summary>Reaches the machine and logs in.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A connection that starts programs; the caller disposes it.</returns>
    /// <exception cref="UnreachableException">No connection came about.</exception>
    /// <exception cref="LoginRefusedException">The host did not let us in.</exception>
    public abstract Task<Connection> ConnectAsync(CancellationToken cancellationToken = default);

    /// <summary>The machine as its user calls it.</summary>
    /// <returns><see cref="Host"/>.</returns>
    public sealed override string ToString() => Host;
}
