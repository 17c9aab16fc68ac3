namespace Marchitect;

/// <summary>A running program on a machine: its three byte streams and its end.</summary>
public abstract class Channel : IAsyncDisposable
{
    /// <summary>The program's stdin. Disposing it tells the program the end of its input.</summary>
    public abstract Stream Stdin { get; }

    /// <summary>The program's stdout. Reads 0 bytes once the program closed it or the connection ended; <see cref="Ended"/> tells which.</summary>
    public abstract Stream Stdout { get; }

    /// <summary>The program's stderr, apart from <see cref="Stdout"/>.</summary>
    public abstract Stream Stderr { get; }

    /// <summary>Completes when the program has ended or its connection is lost. Never faults.</summary>
    public abstract Task<ChannelEnd> Ended { get; }

    /// <summary>Closes the streams and, where the transport can, ends the program.</summary>
    /// <returns>A task that ends when everything of it here is released.</returns>
    public abstract ValueTask DisposeAsync();
}
