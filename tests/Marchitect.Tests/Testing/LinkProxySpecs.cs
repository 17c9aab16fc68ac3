using System.Net;
using System.Net.Sockets;
using Marchitect.Testing;
using Xunit;

namespace Marchitect.Tests.Testing;

public sealed class LinkProxySpecs : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public LinkProxySpecs()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    [Fact]
    public async Task Bytes_arrive_both_ways_and_are_counted()
    {
        await using var link = LinkProxy.Start(Port);
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            await client.SendAsync(new byte[1000], Cancel);
            await ReceiveAsync(server, 1000);
            await server.SendAsync(new byte[300_000], Cancel);
            await ReceiveAsync(client, 300_000);

            Assert.Equal((1000, 300_000), (link.BytesToServer, link.BytesToClient));
        }
    }

    [Fact]
    public async Task Three_questions_each_asked_after_the_last_answer_are_three_round_trips_beside_the_handshake()
    {
        await using var link = LinkProxy.Start(Port, TimeSpan.FromMilliseconds(20));
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            for (var question = 0; question < 3; question++)
            {
                await client.SendAsync(new byte[10], Cancel);
                await ReceiveAsync(server, 10);
                await server.SendAsync(new byte[10], Cancel);
                await ReceiveAsync(client, 10);
            }

            Assert.Equal(1 + 3, link.RoundTrips);
        }
    }

    [Fact]
    public async Task What_is_sent_without_waiting_shares_a_round_trip()
    {
        await using var link = LinkProxy.Start(Port, TimeSpan.FromMilliseconds(20));
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            await client.SendAsync(new byte[10], Cancel);
            await client.SendAsync(new byte[10], Cancel);
            await ReceiveAsync(server, 20);
            await server.SendAsync(new byte[10], Cancel);
            await ReceiveAsync(client, 10);

            Assert.Equal(1 + 1, link.RoundTrips);
        }
    }

    [Theory]
    [InlineData(LinkCut.Close)]
    [InlineData(LinkCut.Reset)]
    [InlineData(LinkCut.Silence)]
    public async Task A_cut_lets_exactly_so_many_bytes_through(LinkCut cut)
    {
        await using var link = LinkProxy.Start(Port);
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            await client.SendAsync(new byte[5], Cancel);
            await ReceiveAsync(server, 5);
            link.CutAfter(7, cut);

            await client.SendAsync(new byte[100], Cancel);

            // A reset may overtake what the server has not read yet, so there the proxy's own count is what can be asked.
            if (cut != LinkCut.Reset)
                await ReceiveAsync(server, 7);
            if (cut == LinkCut.Silence)
            {
                await server.SendAsync(new byte[1], Cancel);
                var reading = client.ReceiveAsync(new byte[1], Cancel).AsTask();
                Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(100, Cancel)));
                link.Thaw();
                Assert.Equal(1, await reading);
            }
            else
            {
                Assert.Equal(cut == LinkCut.Reset, await IsResetAsync(client));
            }
            Assert.Equal(12, link.BytesToServer);
        }
    }

    [Theory]
    [InlineData(LinkCut.Close)]
    [InlineData(LinkCut.Reset)]
    public async Task A_cut_of_the_answer_lets_all_of_the_question_and_so_many_bytes_of_the_answer_through(LinkCut cut)
    {
        await using var link = LinkProxy.Start(Port);
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            link.CutAfterAnswer(7, cut);
            await client.SendAsync(new byte[100], Cancel);
            await ReceiveAsync(server, 100);

            await server.SendAsync(new byte[50], Cancel);

            if (cut != LinkCut.Reset)
                await ReceiveAsync(client, 7);
            Assert.Equal(cut == LinkCut.Reset, await IsResetAsync(client));
            Assert.Equal((100, 7), (link.BytesToServer, link.BytesToClient));
        }
    }

    [Fact]
    public async Task A_frozen_link_delivers_after_the_thaw()
    {
        await using var link = LinkProxy.Start(Port);
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            link.Freeze();
            await client.SendAsync(new byte[10], Cancel);
            Assert.Equal(0, link.BytesToServer);
            link.Thaw();
            await ReceiveAsync(server, 10);
        }
    }

    [Fact]
    public async Task The_end_of_one_side_is_passed_on_and_the_other_side_may_still_speak()
    {
        await using var link = LinkProxy.Start(Port);
        var (client, server) = await ConnectAsync(link);
        using (client)
        using (server)
        {
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await server.ReceiveAsync(new byte[1], Cancel));
            await server.SendAsync(new byte[1], Cancel);
            await ReceiveAsync(client, 1);
        }
    }

    public void Dispose() => _listener.Dispose();

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    private async Task<(Socket Client, Socket Server)> ConnectAsync(LinkProxy link)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, link.Port, Cancel);
        return (client, await _listener.AcceptAsync(Cancel));
    }

    private static async Task ReceiveAsync(Socket socket, int count)
    {
        var buffer = new byte[count];
        for (var received = 0; received < count;)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(received), Cancel);
            Assert.NotEqual(0, more);
            received += more;
        }
    }

    private static async Task<bool> IsResetAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Cancel) != 0;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
