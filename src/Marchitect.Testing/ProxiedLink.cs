using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Marchitect.Testing;

/// <summary>One connection through a <see cref="LinkProxy"/>.</summary>
internal sealed class ProxiedLink : IDisposable
{
    // 64 KiB each: room for 64 MiB under way, more than any link here has bandwidth times delay.
    private const int ChunkBytes = 65536;
    private const int ChunksUnderWay = 1024;

    private readonly LinkProxy _proxy;
    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long _began = Stopwatch.GetTimestamp();

    // Lamport clocks in half round trips. The handshake has cost the client two; the server accepts with its third part.
    private int _clientClock = 2;
    private int _serverClock = 3;

    public ProxiedLink(LinkProxy proxy, Socket client, IPEndPoint server, CancellationToken cancellationToken)
    {
        _proxy = proxy;
        _client = client;
        _client.NoDelay = true;
        Running = RunAsync(server, cancellationToken);
    }

    private readonly record struct Chunk(byte[] Bytes, long Due, int Clock);

    public Task Running { get; }

    public int ClientClock => Volatile.Read(ref _clientClock);

    public void End(bool isReset)
    {
        try
        {
            if (isReset)
            {
                // Closing with a linger time of zero sends RST.
                _client.LingerState = new LingerOption(true, 0);
                _server.LingerState = new LingerOption(true, 0);
                Dispose();
            }
            else
            {
                // Not closed here: closing a socket that is being read from sends RST. The reads end now, and close it.
                _client.Shutdown(SocketShutdown.Both);
                _server.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One of the ends was faster.
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private async Task RunAsync(IPEndPoint server, CancellationToken ended)
    {
        await Task.Yield();
        try
        {
            await WaitUntilAsync(Stopwatch.GetTimestamp() + (3 * DelayTicks), ended).ConfigureAwait(false);
            await _proxy.PassAsync(ended).ConfigureAwait(false);
            await _server.ConnectAsync(server, ended).ConfigureAwait(false);
            await Task.WhenAll(CarryAsync(_client, _server, true, ended), CarryAsync(_server, _client, false, ended)).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // An end went away, or the link was cut; the other end is told by the closing below.
        }
        finally
        {
            Dispose();
        }
    }

    private long DelayTicks => (long)(_proxy.Delay.TotalSeconds * Stopwatch.Frequency);

    private async Task CarryAsync(Socket from, Socket to, bool isToServer, CancellationToken ended)
    {
        var underWay = System.Threading.Channels.Channel.CreateBounded<Chunk>(ChunksUnderWay);
        var delivering = DeliverAsync(underWay.Reader, to, isToServer, ended);
        var buffer = new byte[ChunkBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, ended).ConfigureAwait(false)) > 0)
            {
                var clock = Volatile.Read(ref isToServer ? ref _clientClock : ref _serverClock);
                // What a client sends before the handshake would be over on a real link arrives with its third part.
                var due = Math.Max(Stopwatch.GetTimestamp() + DelayTicks, _began + (3 * DelayTicks));
                await underWay.Writer.WriteAsync(new(buffer[..count], due, clock), ended).ConfigureAwait(false);
            }
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            // A reset of one end is passed on as one.
            End(isReset: true);
        }
        finally
        {
            underWay.Writer.TryComplete();
        }
        await delivering.ConfigureAwait(false);
    }

    private async Task DeliverAsync(ChannelReader<Chunk> underWay, Socket to, bool isToServer, CancellationToken ended)
    {
        await foreach (var chunk in underWay.ReadAllAsync(ended).ConfigureAwait(false))
        {
            await WaitUntilAsync(chunk.Due, ended).ConfigureAwait(false);
            await _proxy.PassAsync(ended).ConfigureAwait(false);
            var allowed = _proxy.Allow(chunk.Bytes.Length, isToServer);
            Advance(ref isToServer ? ref _serverClock : ref _clientClock, chunk.Clock + 1);
            for (var sent = 0; sent < allowed;)
                sent += await to.SendAsync(chunk.Bytes.AsMemory(sent, allowed - sent), ended).ConfigureAwait(false);
            _proxy.EndWhereCut(isToServer);
        }
        await _proxy.PassAsync(ended).ConfigureAwait(false);
        to.Shutdown(SocketShutdown.Send);
    }

    private static void Advance(ref int clock, int to)
    {
        int now;
        while ((now = Volatile.Read(ref clock)) < to)
            Interlocked.CompareExchange(ref clock, to, now);
    }

    private static async Task WaitUntilAsync(long due, CancellationToken cancellationToken)
    {
        var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, cancellationToken).ConfigureAwait(false);
    }
}
