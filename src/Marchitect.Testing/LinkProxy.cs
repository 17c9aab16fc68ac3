using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Marchitect.Testing;

/// <summary>
/// A TCP link on loopback that can be long, can be counted and can be cut: it listens on a port of its own and forwards to a
/// server's. Nothing of it needs root.
/// </summary>
/// <remarks>
/// The delay holds bytes back without holding the next ones up, so it costs no throughput; it is paid for the TCP handshake
/// too, as on a real link: the server's first byte arrives two round trips after the client began to connect.
/// </remarks>
public sealed class LinkProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Socket _listener;
    private readonly IPEndPoint _server;
    private readonly List<ProxiedLink> _links = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _frozen;
    private long _cutAtToServer = long.MaxValue;
    private long _cutAtToClient = long.MaxValue;
    private LinkCut _cut;

    private LinkProxy(Socket listener, IPEndPoint server, TimeSpan delay)
    {
        _listener = listener;
        _server = server;
        Delay = delay;
        _accepting = AcceptAsync();
    }

    /// <summary>The port that clients connect to, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>How long a byte is under way, in each direction: half of a round trip.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Bytes delivered from clients to the server.</summary>
    public long BytesToServer { get; private set; }

    /// <summary>Bytes delivered from the server to clients.</summary>
    public long BytesToClient { get; private set; }

    /// <summary>
    /// How many round trips the longest of the links has needed so far, TCP handshake included: the length of the chain of
    /// bytes that each were sent after the one before had arrived, in halves. Only with a <see cref="Delay"/> longer than either
    /// side takes to answer is it the same in every run; without one, what happens to cross and what waits cannot be told apart.
    /// </summary>
    public double RoundTrips
    {
        get
        {
            lock (_lock)
                return _links.Count == 0 ? 0 : _links.Max(link => link.ClientClock) / 2.0;
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="serverPort">The port on 127.0.0.1 to forward to.</param>
    /// <param name="delay">How long a byte is under way in each direction; 25 ms make a round trip of 50 ms.</param>
    /// <returns>The link; dispose it to end it and what goes over it.</returns>
    public static LinkProxy Start(int serverPort, TimeSpan delay = default)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return new(listener, new IPEndPoint(IPAddress.Loopback, serverPort), delay);
    }

    /// <summary>From now on, cuts the link after exactly so many further bytes from client to server; 0 cuts at once.</summary>
    /// <param name="bytes">How many bytes still reach the server.</param>
    /// <param name="cut">How the ends are told.</param>
    public void CutAfter(long bytes, LinkCut cut)
    {
        lock (_lock)
        {
            _cut = cut;
            _cutAtToServer = BytesToServer + bytes;
        }
        if (bytes == 0)
            End(cut);
    }

    /// <summary>From now on, cuts the link after exactly so many further bytes from server to client: the server has done what is answered, and the client does not know.</summary>
    /// <param name="bytes">How many bytes still reach the client.</param>
    /// <param name="cut">How the ends are told.</param>
    public void CutAfterAnswer(long bytes, LinkCut cut)
    {
        lock (_lock)
        {
            _cut = cut;
            _cutAtToClient = BytesToClient + bytes;
        }
        if (bytes == 0)
            End(cut);
    }

    /// <summary>Stops delivering, in both directions, without a word to either end.</summary>
    public void Freeze()
    {
        lock (_lock)
            _frozen ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Delivers again, first what was held back.</summary>
    public void Thaw()
    {
        TaskCompletionSource? frozen;
        lock (_lock)
        {
            frozen = _frozen;
            _frozen = null;
        }
        frozen?.SetResult();
    }

    /// <summary>Ends the link and every connection on it.</summary>
    /// <returns>A task that ends when its sockets are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task[] running;
        lock (_lock)
            running = [.. _links.Select(link => link.Running)];
        await Task.WhenAll(running).ConfigureAwait(false);
        _ended.Dispose();
    }

    /// <summary>How many of <paramref name="count"/> bytes may go on before the cut; counts them as delivered.</summary>
    internal int Allow(int count, bool isToServer)
    {
        lock (_lock)
        {
            var allowed = (int)Math.Min(count, Math.Max(0, isToServer ? _cutAtToServer - BytesToServer : _cutAtToClient - BytesToClient));
            if (isToServer)
                BytesToServer += allowed;
            else
                BytesToClient += allowed;
            // Before the last bytes go: who gets them may answer at once.
            if (_cut == LinkCut.Silence && IsCutReached(isToServer))
                Freeze();
            return allowed;
        }
    }

    /// <summary>Ends the link where all bytes that were to go this way have gone.</summary>
    internal void EndWhereCut(bool isToServer)
    {
        LinkCut cut;
        lock (_lock)
        {
            cut = _cut;
            if (cut == LinkCut.Silence || !IsCutReached(isToServer))
                return;
        }
        End(cut);
    }

    /// <summary>Waits as long as the link is frozen.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task frozen;
            lock (_lock)
            {
                if (_frozen is null)
                    return;
                frozen = _frozen.Task;
            }
            await frozen.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsCutReached(bool isToServer) => isToServer ? BytesToServer >= _cutAtToServer : BytesToClient >= _cutAtToClient;

    private void End(LinkCut cut)
    {
        if (cut == LinkCut.Silence)
        {
            Freeze();
            return;
        }
        ProxiedLink[] links;
        lock (_lock)
            links = [.. _links];
        foreach (var link in links)
            link.End(isReset: cut == LinkCut.Reset);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_ended.Token).ConfigureAwait(false);
                lock (_lock)
                    _links.Add(new ProxiedLink(this, client, _server, _ended.Token));
            }
        }
        catch (Exception ending) when (ending is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            Debug.Assert(_ended.IsCancellationRequested, "the listener ends only when the link is disposed");
        }
    }
}
