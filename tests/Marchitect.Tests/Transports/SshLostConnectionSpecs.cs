#pragma warning disable xUnit1069 // Cancel is that token, by its short name.
using System.Diagnostics;
using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

public sealed class SshLostConnectionSpecs(SshServer server) : IClassFixture<SshServer>
{
    [Theory(Timeout = 60_000)]
    [InlineData(LinkCut.Close)]
    [InlineData(LinkCut.Reset)]
    [InlineData(LinkCut.Silence)]
    public async Task A_cut_link_ends_the_program_as_lost(LinkCut cut)
    {
        await using var link = LinkProxy.Start(server.Port);
        await using var connection = await new SshTransport(WithShortKeepAlive(link)).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec cat", Cancel);

        link.CutAfter(0, cut);

        var end = await channel.Ended.WaitAsync(Cancel);
        Assert.True(end.IsLost, end.ToString());
        Assert.Equal(0, await channel.Stdout.ReadAsync(new byte[1], Cancel));
        Assert.Equal(0, await channel.Stderr.ReadAsync(new byte[1], Cancel));
        await Assert.ThrowsAsync<IOException>(() => channel.Stdin.WriteAsync("x"u8.ToArray(), Cancel).AsTask());
        await Assert.ThrowsAsync<ConnectionLostException>(() => connection.StartAsync("true", Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_write_into_a_silent_link_ends_when_the_connection_counts_as_lost()
    {
        await using var link = LinkProxy.Start(server.Port);
        await using var connection = await new SshTransport(WithShortKeepAlive(link)).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec cat >/dev/null", Cancel);

        link.Freeze();

        // More than all buffers on the way can hold.
        await Assert.ThrowsAsync<IOException>(() => Task.Run(() => channel.Stdin.WriteAsync(new byte[200_000_000], Cancel).AsTask(), Cancel));
        Assert.True((await channel.Ended.WaitAsync(Cancel)).IsLost);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_that_is_only_idle_stays()
    {
        await using var link = LinkProxy.Start(server.Port);
        await using var connection = await new SshTransport(WithShortKeepAlive(link)).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("sleep 3; echo alive", Cancel);

        using var reader = new StreamReader(channel.Stdout);
        Assert.Equal("alive\n", await reader.ReadToEndAsync(Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_clock_that_runs_on_while_the_program_stands_still_loses_no_connection()
    {
        await using var link = LinkProxy.Start(server.Port);
        var clock = new LeapingClock();
        await using var connection = await new SshTransport(WithShortKeepAlive(link) with { Time = clock }).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("sleep 3; echo alive", Cancel);

        clock.Leap = TimeSpan.FromHours(1);

        using var reader = new StreamReader(channel.Stdout);
        Assert.Equal("alive\n", await reader.ReadToEndAsync(Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_is_killed_ends_the_program_as_lost()
    {
        await using var own = await SshServer.StartAsync(new());
        await using var connection = await new SshTransport(own.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("echo $PPID; exec cat", Cancel);
        var line = new byte[20];
        var count = await channel.Stdout.ReadAsync(line, Cancel);
        using (var session = Process.GetProcessById(int.Parse(line.AsSpan(0, count), System.Globalization.CultureInfo.InvariantCulture)))
            session.Kill();

        Assert.True((await channel.Ended.WaitAsync(Cancel)).IsLost);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_a_connection_on_a_frozen_link_comes_to_an_end()
    {
        await using var link = LinkProxy.Start(server.Port);
        var connection = await new SshTransport(server.Through(link)).ConnectAsync(Cancel);
        var channel = await connection.StartAsync("exec cat >/dev/null", Cancel);
        link.Freeze();
        var writing = Task.Run(() => channel.Stdin.WriteAsync(new byte[200_000_000], Cancel).AsTask(), Cancel);

        await connection.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => writing);
        Assert.True((await channel.Ended.WaitAsync(Cancel)).IsLost);
        await channel.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_opens_no_further_channel_is_told_and_the_others_go_on()
    {
        await using var own = await SshServer.StartAsync(new() { Config = ["MaxSessions 1"] });
        await using var connection = await new SshTransport(own.Endpoint).ConnectAsync(Cancel);
        await using var first = await connection.StartAsync("exec cat", Cancel);

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => connection.StartAsync("true", Cancel));

        Assert.StartsWith("the server opens no further channel: ", error.What, StringComparison.Ordinal);
        Assert.Contains("MaxSessions", error.Remedy, StringComparison.Ordinal);
        await first.Stdin.DisposeAsync();
        Assert.Equal(new ChannelEnd(0), await first.Ended.WaitAsync(Cancel));
    }

    private SshEndpoint WithShortKeepAlive(LinkProxy link) =>
        server.Through(link) with { KeepAliveInterval = TimeSpan.FromMilliseconds(400), KeepAliveMissedLimit = 3 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A clock that is ahead by as much as the machine is told to have slept.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        public TimeSpan Leap { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Leap.TotalSeconds * TimestampFrequency);
    }
}
