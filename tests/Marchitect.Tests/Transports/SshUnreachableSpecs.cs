#pragma warning disable CA2025 // The listener outlives what it greets; each spec waits for both.
#pragma warning disable xUnit1069 // Cancel is that token, by its short name.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

public sealed class SshUnreachableSpecs(SshServer server) : IClassFixture<SshServer>
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_takes_the_connection_and_says_nothing_is_given_up()
    {
        using var silent = Listen();

        var error = await Assert.ThrowsAsync<UnreachableException>(() => ConnectAsync(PortOf(silent)));

        Assert.Equal($"127.0.0.1, port {PortOf(silent)} took the connection but said nothing within 1 s.", error.What);
        Assert.StartsWith($"frozen-1 ({server.Sshd.User}@127.0.0.1:{PortOf(silent)}): ", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_trickles_its_greeting_is_given_up()
    {
        using var listener = Listen();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var trickling = TrickleAsync(listener, stop.Token);

        var error = await Assert.ThrowsAsync<UnreachableException>(() => ConnectAsync(PortOf(listener)));

        Assert.Contains("took the connection but said nothing within 1 s", error.What, StringComparison.Ordinal);
        await stop.CancelAsync();
        await trickling;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_greets_and_then_freezes_is_given_up()
    {
        using var listener = Listen();
        var greeting = GreetAsync(listener, "SSH-2.0-Frozen_1.0\r\n", closes: false);

        var error = await Assert.ThrowsAsync<UnreachableException>(() => ConnectAsync(PortOf(listener)));

        Assert.Contains("greeted as 'SSH-2.0-Frozen_1.0' but did not exchange keys within 1 s", error.What, StringComparison.Ordinal);
        (await greeting).Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_speaks_another_protocol_is_told()
    {
        using var listener = Listen();
        var greeting = GreetAsync(listener, "220 mail.example.org ESMTP\r\n", closes: true);

        var error = await Assert.ThrowsAsync<UnreachableException>(() => ConnectAsync(PortOf(listener)));

        Assert.Contains("does not greet as an SSH server", error.What, StringComparison.Ordinal);
        (await greeting).Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_freezes_while_we_log_in_is_given_up()
    {
        await using var link = LinkProxy.Start(server.Port, TimeSpan.FromMilliseconds(50));
        var endpoint = server.Through(link) with { LoginTimeLimit = Short };
        // Two round trips each for connecting and for the keys, so that the server's fifth answer is one about the login.
        var connecting = new SshTransport(endpoint).ConnectAsync(Cancel);
        while (link.RoundTrips < 4)
            await Task.Delay(1, Cancel);
        link.Freeze();

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => connecting);

        Assert.Contains("did not decide on the login", error.What, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refused_connection_is_told()
    {
        int port;
        using (var listener = Listen())
            port = PortOf(listener);

        var error = await Assert.ThrowsAsync<UnreachableException>(() => ConnectAsync(port));

        Assert.Equal($"nothing listens on 127.0.0.1, port {port}: connection refused.", error.What);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_name_that_does_not_resolve_is_told()
    {
        // RFC 2606 keeps .invalid free of names for ever; without a name server the lookup itself may fail.
        var error = await Assert.ThrowsAsync<UnreachableException>(() => new SshTransport(server.Endpoint with { Host = "no-such-host.invalid" }).ConnectAsync(Cancel));

        Assert.Matches("^the name of no-such-host.invalid, port [0-9]+, (is not known|could not be looked up)", error.What);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unknown_host_key_ends_the_connection_before_the_login_and_tells_the_fingerprint()
    {
        var empty = Path.Combine(server.Folder, "empty_known_hosts");
        var error = await Assert.ThrowsAsync<HostKeyException>(
            () => new SshTransport(server.Endpoint with { HostKeys = new() { KnownHostsFiles = [empty] } }).ConnectAsync(Cancel));

        Assert.Equal(HostKeyProblem.Unknown, error.Problem);
        Assert.Equal(server.Sshd.HostKeyFingerprint, error.Fingerprint);
        Assert.Equal(server.Endpoint.Address, error.Where.Address);
        Assert.False(File.Exists(empty));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_host_key_is_accepted_and_written_down_where_that_is_asked_for()
    {
        var known = Path.Combine(server.Folder, "new_known_hosts");
        var transport = new SshTransport(server.Endpoint with { HostKeys = new() { KnownHostsFiles = [known], Check = HostKeyCheck.AcceptNew } });

        await using (await transport.ConnectAsync(Cancel))
            Assert.Contains($"[127.0.0.1]:{server.Port} ssh-ed25519 ", await File.ReadAllTextAsync(known, Cancel), StringComparison.Ordinal);

        await using var again = await new SshTransport(server.Endpoint with { HostKeys = new() { KnownHostsFiles = [known] } }).ConnectAsync(Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_changed_host_key_ends_the_connection_though_new_ones_are_accepted()
    {
        await using var other = await ThrowAwaySshd.StartAsync(new() { HostKeyTypes = ["ed25519"] }, Cancel);
        var known = Path.Combine(server.Folder, "changed_known_hosts");
        await File.WriteAllTextAsync(
            known, (await File.ReadAllTextAsync(other.KnownHostsPath, Cancel)).Replace($":{other.Port} ", $":{server.Port} ", StringComparison.Ordinal), Cancel);

        var error = await Assert.ThrowsAsync<HostKeyException>(() => new SshTransport(
            server.Endpoint with { HostKeys = new() { KnownHostsFiles = [known], Check = HostKeyCheck.AcceptNew } }).ConnectAsync(Cancel));

        Assert.Equal(HostKeyProblem.Changed, error.Problem);
        Assert.Equal(other.HostKeyFingerprint, error.KnownFingerprint);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("ssh-rsa")]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("ssh-ed25519")]
    public async Task A_host_of_which_one_key_is_known_is_asked_for_that_one(string type)
    {
        var known = Path.Combine(server.Folder, $"{type}_known_hosts");
        await File.WriteAllLinesAsync(
            known, (await File.ReadAllLinesAsync(server.Sshd.KnownHostsPath, Cancel)).Where(line => line.Contains($" {type} ", StringComparison.Ordinal)), Cancel);

        await using var connection = await new SshTransport(server.Endpoint with { HostKeys = new() { KnownHostsFiles = [known] } }).ConnectAsync(Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_works_while_the_server_is_silent()
    {
        using var silent = Listen();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var connecting = new SshTransport(Endpoint(PortOf(silent)) with { ConnectTimeLimit = TimeSpan.FromMinutes(10) }).ConnectAsync(stop.Token);
        using var accepted = await silent.AcceptAsync(Cancel);

        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(stop.Token, error.CancellationToken);
        // Our greeting, and then the end of the connection: the thread behind it has let go, too.
        var buffer = new byte[1000];
        while (await ReceiveAsync(accepted, buffer) > 0)
            Assert.False(Cancel.IsCancellationRequested);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_works_while_the_login_waits()
    {
        await using var link = LinkProxy.Start(server.Port, TimeSpan.FromMilliseconds(50));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var connecting = new SshTransport(server.Through(link)).ConnectAsync(stop.Token);
        while (link.RoundTrips < 4)
            await Task.Delay(1, Cancel);
        link.Freeze();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelled_before_it_begins_nothing_is_connected()
    {
        using var silent = Listen();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SshTransport(Endpoint(PortOf(silent))).ConnectAsync(new CancellationToken(canceled: true)));

        Assert.False(silent.Poll(0, SelectMode.SelectRead));
    }

    private Task<Connection> ConnectAsync(int port) => new SshTransport(Endpoint(port)).ConnectAsync(Cancel);

    private SshEndpoint Endpoint(int port) => server.Endpoint with { Host = "frozen-1", HostName = "127.0.0.1", Port = port, ConnectTimeLimit = Short };

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, Cancel);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private static async Task<Socket> GreetAsync(Socket listener, string greeting, bool closes)
    {
        var client = await listener.AcceptAsync(Cancel);
        await client.SendAsync(Encoding.ASCII.GetBytes(greeting), Cancel);
        if (closes)
            client.Shutdown(SocketShutdown.Send);
        return client;
    }

    private static async Task TrickleAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            using var client = await listener.AcceptAsync(stop);
            while (true)
            {
                await client.SendAsync("x"u8.ToArray(), stop);
                await Task.Delay(100, stop);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The client has given up, as it should.
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
