using System.Diagnostics;
using System.Globalization;

namespace Marchitect.Tests.Transports.Processes;

public sealed class LocalTransportSpecs
{
    public static TheoryData<string> Shells => ["/bin/sh", "dash", "bash", "busybox sh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_line_runs_in_the_shell_with_three_streams_and_an_end(string shell)
    {
        var (stdout, stderr, end) = await Local(shell).RunAsync("cat; echo to stderr >&2; exit 3", "to stdin");

        Assert.Equal(("to stdin", "to stderr\n", new ChannelEnd(3)), (stdout, stderr, end));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Bytes_of_every_value_travel_both_ways_unchanged(string shell)
    {
        await using var connection = await Local(shell).ConnectAsync(Cancel);

        Assert.True(await connection.CarriesBytesAsync(5_000_003));
    }

    [Fact]
    public async Task A_program_starts_in_the_users_home()
    {
        var (stdout, _, _) = await new LocalTransport().RunAsync("pwd");

        Assert.Equal(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "\n", stdout);
    }

    [Fact]
    public async Task A_program_leads_a_session_of_its_own_so_that_its_kill_0_does_not_reach_us()
    {
        var (stdout, _, end) = await new LocalTransport().RunAsync("cut -d\" \" -f1,5,6 /proc/$$/stat; kill -KILL 0");

        var ids = stdout.Trim().Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal([ids[0], ids[0], ids[0]], ids);
        Assert.Equal(128 + 9, end.ExitStatus);
    }

    [Fact]
    public async Task Every_way_to_a_session_of_its_own_starts_the_program_itself()
    {
        var ways = OwnSession.Of(["/bin/sh"]);
        Assert.Equal("/bin/sh", ways[^1]);

        foreach (var way in (string[][])[["setsid"], ["busybox", "setsid"], ["perl", "-e", OwnSession.Perl, "--"]])
        {
            Assert.SkipWhen(LocalPrograms.Find(way[0]) is null, $"There is no {way[0]} here: apt-get install {way[0]}");
            using var process = Process.Start(new ProcessStartInfo(way[0], [.. way[1..], "/bin/sh", "-c", "cut -d' ' -f1,6 /proc/$$/stat"]) { RedirectStandardOutput = true })!;
            var ids = (await process.StandardOutput.ReadToEndAsync(Cancel)).Trim();
            await process.WaitForExitAsync(Cancel);
            Assert.Equal($"{process.Id} {process.Id}", ids);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_program_whose_reader_has_gone_ends_as_in_a_terminal(string shell)
    {
        // .NET ignores SIGPIPE, and what a shell ignores from its beginning its commands ignore too.
        var (stdout, stderr, _) = await Local(shell).RunAsync("yes | head -n 1");

        Assert.Equal(("y\n", ""), (stdout, stderr));
    }

    [Fact]
    public async Task Both_ways_to_the_default_signals_start_the_program_itself_with_its_arguments()
    {
        string[] program = ["/bin/sh", "-c", "echo $$ \"$1\"; yes | head -n 1", "sh", "it's -a=b"];
        Assert.Equal(program, DefaultSignals.Of(program).TakeLast(program.Length));
        // env would take a path with = for a variable.
        Assert.DoesNotContain("--default-signal=PIPE", DefaultSignals.Of(["/a=b/sh"]));

        foreach (var way in (string[][])[["env", "--default-signal=PIPE"], ["perl", "-e", DefaultSignals.Perl, "--"]])
        {
            Assert.SkipWhen(LocalPrograms.Find(way[0]) is null, $"There is no {way[0]} here: apt-get install {(way[0] == "env" ? "coreutils" : "perl-base")}");
            using var process = Process.Start(new ProcessStartInfo(way[0], [.. way[1..], .. program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await process.StandardOutput.ReadToEndAsync(Cancel) + await process.StandardError.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            Assert.Equal($"{process.Id} it's -a=b\ny\n", said);
        }
    }

    [Fact]
    public async Task A_background_child_that_keeps_stdout_open_does_not_hide_the_end()
    {
        await using var connection = await new LocalTransport().ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("sleep 600 & echo $!; exit 4", Cancel);
        using var child = Process.GetProcessById(int.Parse(await channel.Stdout.ReadLineAsync(), CultureInfo.InvariantCulture));
        try
        {
            Assert.Equal(new ChannelEnd(4), await channel.Ended.WaitAsync(Cancel));
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public async Task A_program_that_is_ended_from_outside_ends_its_channel()
    {
        await using var connection = await new LocalTransport().ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("echo $$; exec sleep 600", Cancel);
        using var process = Process.GetProcessById(int.Parse(await channel.Stdout.ReadLineAsync(), CultureInfo.InvariantCulture));

        process.Kill();

        Assert.Equal(128 + 9, (await channel.Ended.WaitAsync(Cancel)).ExitStatus);
        Assert.Empty(await channel.Stdout.ReadAllAsync());
    }

    [Fact]
    public async Task Closing_a_channel_ends_a_program_that_does_not_end_with_its_stdin()
    {
        await using var connection = await new LocalTransport().ConnectAsync(Cancel);
        var channel = await connection.StartAsync("trap : TERM HUP; echo $$; while :; do sleep 0.05; done", Cancel);
        var id = await channel.Stdout.ReadLineAsync();

        await channel.DisposeAsync();
        await channel.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{id}"));
        Assert.Equal(128 + 9, (await channel.Ended).ExitStatus);
    }

    [Fact]
    public async Task Closing_a_connection_ends_all_its_programs()
    {
        var connection = await new LocalTransport().ConnectAsync(Cancel);
        var channels = new List<Channel>();
        for (var i = 0; i < 3; i++)
            channels.Add(await connection.StartAsync("cat", Cancel));

        await connection.DisposeAsync();

        Assert.All(channels, channel => Assert.Equal(new ChannelEnd(0), channel.Ended.Result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.StartAsync("cat", Cancel));
    }

    [Fact]
    public async Task Two_hundred_silent_programs_hold_no_threads()
    {
        await using var connection = await new LocalTransport().ConnectAsync(Cancel);
        var reads = new List<Task<byte[]>>();
        var channels = new List<Channel>();
        using var self = Process.GetCurrentProcess();
        for (var i = 0; i < 200; i++)
        {
            var channel = await connection.StartAsync("exec cat", Cancel);
            channels.Add(channel);
            reads.Add(channel.Stdout.ReadAllAsync());
            reads.Add(channel.Stderr.ReadAllAsync());
        }
        self.Refresh();

        Assert.InRange(self.Threads.Count, 1, 150);

        await Task.WhenAll(channels.Select(channel => channel.Stdin.DisposeAsync().AsTask()));
        Assert.All(await Task.WhenAll(reads), Assert.Empty);
    }

    [Fact]
    public async Task A_pending_read_is_cancelled_and_the_program_goes_on()
    {
        await using var connection = await new LocalTransport().ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec cat", Cancel);
        using var stop = new CancellationTokenSource();
        var read = channel.Stdout.ReadAsync(new byte[1], stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await channel.Stdin.WriteAsync("still here\n"u8.ToArray(), Cancel);
        Assert.Equal("still here", await channel.Stdout.ReadLineAsync());
    }

    [Fact]
    public async Task A_shell_that_is_not_there_is_told_by_name()
    {
        var error = await Assert.ThrowsAsync<UnreachableException>(() => Local("no-such-shell").RunAsync("true"));

        Assert.Contains("no-such-shell", error.Message, StringComparison.Ordinal);
    }

    private static LocalTransport Local(string shell)
    {
        var words = shell.Split(' ');
        if (words[0] is not "no-such-shell")
            Assert.SkipWhen(LocalPrograms.Find(words[0]) is null, $"There is no {words[0]} here: apt-get install {words[0]}");
        return new(words);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
