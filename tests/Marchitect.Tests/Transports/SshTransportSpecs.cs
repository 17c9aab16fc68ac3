#pragma warning disable xUnit1069 // Cancel is that token, by its short name.
using System.Text;
using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

public sealed class SshTransportSpecs(SshServer server) : IClassFixture<SshServer>
{
    [Fact(Timeout = 60_000)]
    public async Task A_program_tells_stdout_stderr_and_its_exit_status()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec /bin/sh -c 'echo out; echo err >&2; exit 3'", Cancel);

        Assert.Equal("out\n", await ReadAsync(channel.Stdout));
        Assert.Equal("err\n", await ReadAsync(channel.Stderr));
        Assert.Equal(new ChannelEnd(3), await channel.Ended.WaitAsync(Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_ended_by_a_signal_tells_the_signal()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("kill -KILL $$", Cancel);

        Assert.Equal(new ChannelEnd(null, "KILL"), await channel.Ended.WaitAsync(Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_is_told_the_end_of_its_stdin_also_where_nothing_was_written()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("cat; echo end", Cancel);

        await channel.Stdin.DisposeAsync();

        Assert.Equal("end\n", await ReadAsync(channel.Stdout));
    }

    [Fact(Timeout = 60_000)]
    public async Task Large_binary_data_goes_through_cat_both_ways_unchanged()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec cat", Cancel);
        var sent = new byte[20_000_000];
        new Random(1).NextBytes(sent);

        var received = await EchoAsync(channel, sent);

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_does_not_read_holds_the_program_up_and_not_our_memory()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        var counter = Path.Combine(server.Scratch, "written");
        // Each megabyte written is noted; sshd itself buffers a little besides our window of 4 MiB.
        await using var channel = await connection.StartAsync(
            $"i=0; while [ $i -lt 40 ]; do head -c 1048576 /dev/zero; i=$((i+1)); echo $i >{counter}; done", Cancel);
        await using var probe = await connection.StartAsync($"last=; while sleep 1; [ \"$(cat {counter})\" != \"$last\" ]; do last=$(cat {counter}); done; echo $last", Cancel);

        var written = int.Parse(await ReadAsync(probe.Stdout), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(written, 1, 20);

        await channel.Stdout.CopyToAsync(Stream.Null, Cancel);
        Assert.Equal("40", (await File.ReadAllTextAsync(counter, Cancel)).Trim());
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_programs_run_side_by_side_on_one_connection()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        await using var busy = await connection.StartAsync("exec cat", Cancel);
        await using var other = await connection.StartAsync("echo other", Cancel);

        Assert.Equal("other\n", await ReadAsync(other.Stdout));
        await busy.Stdin.WriteAsync("still here"u8.ToArray(), Cancel);
        await busy.Stdin.DisposeAsync();
        Assert.Equal("still here", await ReadAsync(busy.Stdout));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_ends_while_its_child_holds_stdout_counts_as_ended()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("sleep 600 & echo $!; exit 4", Cancel);

        Assert.Equal(new ChannelEnd(4), await channel.Ended.WaitAsync(Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_a_channel_ends_its_program()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        var channel = await connection.StartAsync("echo $$; exec sleep 600", Cancel);
        var id = (await ReadLineAsync(channel.Stdout)).Trim();

        await channel.DisposeAsync();

        await using var watch = await connection.StartAsync($"while kill -0 {id} 2>/dev/null; do sleep 0.05; done; echo gone", Cancel);
        Assert.Equal("gone\n", await ReadAsync(watch.Stdout));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_whose_stdin_was_cut_is_ended_and_never_shown_an_end_that_is_none()
    {
        await using var connection = await new SshTransport(server.Endpoint).ConnectAsync(Cancel);
        var done = Path.Combine(server.Scratch, "done");
        var channel = await connection.StartAsync($"echo $$; cat >/dev/null; echo whole >{done}", Cancel);
        var id = (await ReadLineAsync(channel.Stdout)).Trim();
        await channel.Stdin.WriteAsync("half"u8.ToArray(), Cancel);

        await channel.DisposeAsync();

        await using var watch = await connection.StartAsync($"while kill -0 {id} 2>/dev/null; do sleep 0.05; done; ls {done}", Cancel);
        Assert.Equal("", await ReadAsync(watch.Stdout));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_key_exchange_in_the_middle_of_a_transfer_loses_nothing()
    {
        await using var own = await SshServer.StartAsync(new() { Config = ["RekeyLimit 1M"] });
        await using var connection = await new SshTransport(own.Endpoint).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec cat", Cancel);
        var sent = new byte[10_000_000];
        new Random(2).NextBytes(sent);

        var received = await EchoAsync(channel, sent);

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact(Timeout = 60_000)]
    public async Task Login_and_the_first_output_cost_eight_round_trips_and_each_further_answer_one()
    {
        await using var link = LinkProxy.Start(server.Port, TimeSpan.FromMilliseconds(25));
        await using var connection = await new SshTransport(server.Through(link)).ConnectAsync(Cancel);
        Assert.Equal(6, link.RoundTrips);

        await using var channel = await connection.StartAsync("exec cat", Cancel);
        Assert.Equal(8, link.RoundTrips);

        await channel.Stdin.WriteAsync("a\n"u8.ToArray(), Cancel);
        await ReadLineAsync(channel.Stdout);
        Assert.Equal(9, link.RoundTrips);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_cheapest_algorithms_that_both_sides_know_are_agreed_on()
    {
        await using var own = await SshServer.StartAsync(new() { LogLevel = "DEBUG1" });
        await using var connection = await new SshTransport(own.Endpoint).ConnectAsync(Cancel);

        await own.Sshd.WaitForLogAsync("kex: client->server cipher: aes128-gcm@openssh.com", Cancel);
        Assert.Matches("kex: algorithm: (mlkem768x25519-sha256|curve25519-sha256)", own.Sshd.Log);
    }

    private static async Task<byte[]> EchoAsync(Channel channel, byte[] sent)
    {
        var received = new MemoryStream();
        var reading = channel.Stdout.CopyToAsync(received, Cancel);
        await channel.Stdin.WriteAsync(sent, Cancel);
        await channel.Stdin.DisposeAsync();
        await reading;
        return received.ToArray();
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancel);
    }

    private static async Task<string> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, Cancel) > 0)
        {
            line.Append((char)one[0]);
            if (one[0] == '\n')
                break;
        }
        return line.ToString();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
