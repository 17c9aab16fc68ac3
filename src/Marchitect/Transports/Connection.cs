namespace Marchitect;

/// <summary>One login on a machine. It starts programs; disposing it ends it with all of them.</summary>
public abstract class Connection : IAsyncDisposable
{
    /// <summary>
    /// Fingerprint of the key that the machine proved to hold, as <c>ssh-keygen -l</c> prints it, e.g. <c>SHA256:...</c>. <value>Default: null, not
    /// known to this way.</value>
    /// </summary>
    public virtual string? HostKeyFingerprint => null;

    /// <summary>Starts a program. May be called several times; the programs run side by side.</summary>
    /// <param name="shellLine">
    /// One line for the user's login shell, whatever shell that is: <c>exec /bin/sh -c '...'</c>, without a newline, a single
    /// quote, a backslash or an exclamation mark inside the quotes, so that sh, csh and fish read it alike.
    /// </param>
    /// <param name="cancellationToken">Gives up the start; a program that has started is ended by disposing its channel.</param>
    /// <returns>The running program; the caller disposes it.</returns>
    /// <exception cref="ConnectionLostException">The connection has ended.</exception>
    /// <exception cref="LoginRefusedException">The machine starts no further program on this connection.</exception>
    public abstract Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken);

    /// <summary>Ends the connection and every program on it. Never throws for a connection that is already gone.</summary>
    /// <returns>A task that ends when everything of it here is released.</returns>
    public abstract ValueTask DisposeAsync();
}
