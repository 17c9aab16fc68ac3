using System.Security.Cryptography;
using System.Text;

namespace Marchitect.Tests.Sessions;

/// <summary>What a command on a session may rely on, whatever the shell and the way to it.</summary>
public sealed class ExecSpecs(SessionTargets targets) : IClassFixture<SessionTargets>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_command_gives_its_output_on_both_streams_and_its_status(string target)
    {
        await using var session = await targets.OpenAsync(target);

        var result = await session.ExecAsync($"echo out; echo err >&2; exit 7", new() { ErrorOk = true }, Cancel);

        Assert.Equal("out\n", result.Stdout.Text);
        Assert.Equal("err\n", result.Stderr.Text);
        Assert.Equal(7, result.ExitStatus);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Every_byte_comes_back_as_it_was_NUL_included(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        bytes.AsSpan(1000, 1000).Clear();

        var result = await session.ExecAsync($"cat; cat /dev/null", new() { Stdin = bytes }, Cancel);

        Assert.Equal(bytes, result.Stdout.Bytes.ToArray());
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Every_character_of_a_script_arrives(string target)
    {
        await using var session = await targets.OpenAsync(target);
        // Every code point that UTF-8 makes one or two bytes of, and some of three and four; among those bytes are the ones that
        // shells use as marks of their own.
        var text = string.Concat(Enumerable.Range(1, 0x7FF).Select(c => char.ConvertFromUtf32(c))) + "\u2028\uFFFD🙂";

        var small = await session.ExecAsync($"printf %s {text[..500]}", null, Cancel);
        var large = await session.ExecAsync($"printf %s {text}", null, Cancel);

        Assert.Equal(text[..500], small.Stdout.Text);
        Assert.Equal(text, large.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Output_that_looks_like_a_frame_is_output(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var lookAlike = "<0123456789abcdef0123456789abcdef>0123456789abcdef0123456789abcdef 0\n<>\n>>>> 0\n";

        var result = await session.ExecAsync($"printf %s {lookAlike}; printf %s {lookAlike} >&2", null, Cancel);

        Assert.Equal(lookAlike, result.Stdout.Text);
        Assert.Equal(lookAlike, result.Stderr.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Fifty_megabytes_go_each_way_on_both_streams_at_once(string target)
    {
        await using var session = await targets.OpenAsync(target);
        const int length = 50_000_000;
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);

        var result = await session.ExecAsync($"tee /dev/stderr", new() { Stdin = bytes }, Cancel);

        Assert.True(bytes.AsSpan().SequenceEqual(result.Stdout.Bytes.Span), $"stdout differs, {result.Stdout.Bytes.Length} bytes");
        Assert.True(bytes.AsSpan().SequenceEqual(result.Stderr.Bytes.Span), $"stderr differs, {result.Stderr.Bytes.Length} bytes");
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_command_without_input_reads_the_end_of_it_at_once(string target)
    {
        await using var session = await targets.OpenAsync(target);

        var result = await session.ExecAsync($"cat; read line || echo nothing", null, Cancel);
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("nothing\n", result.Stdout.Text);
        Assert.Equal("next\n", next.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Input_may_be_read_in_part_or_not_at_all(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var input = new byte[3_000_000];
        Array.Fill(input, (byte)'x');
        "first\n"u8.CopyTo(input);

        var none = await session.ExecAsync($"echo none", new() { Stdin = input }, Cancel);
        var part = await session.ExecAsync($"read line; echo $line", new() { Stdin = input }, Cancel);
        var stream = await session.ExecAsync($"read line; echo $line", new() { Stdin = new MemoryStream(input) }, Cancel);
        var empty = await session.ExecAsync($"wc -c", new() { Stdin = Array.Empty<byte>() }, Cancel);
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("none\n", none.Stdout.Text);
        Assert.Equal("first\n", part.Stdout.Text);
        Assert.Equal("first\n", stream.Stdout.Text);
        Assert.Equal("0", empty.Stdout.Trimmed);
        Assert.Equal("next\n", next.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_command_that_needs_no_more_input_ends_although_its_stream_never_does(string target)
    {
        await using var session = await targets.OpenAsync(target);
        using var endless = new EndlessStream();

        var result = await session.ExecAsync($"read line; echo $line", new() { Stdin = endless }, Cancel);
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("line\n", result.Stdout.Text);
        Assert.Equal("next\n", next.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task An_input_that_fails_ends_the_command_without_showing_it_an_end(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var mark = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var failing = new FailingStream(200_000);

        await Assert.ThrowsAsync<InvalidDataException>(() => session.ExecAsync($"cat >/dev/null; touch {mark}", new() { Stdin = failing }, Cancel));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("next\n", next.Stdout.Text);
        Assert.False(File.Exists(mark), "the command saw an end of input that was none");
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Nothing_a_command_does_to_its_shell_reaches_the_next(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var before = await session.ExecAsync($"pwd; umask; set +o; trap", null, Cancel);
        string[] rude =
        [
            "exit 3", "exec true", "kill $$", "kill -KILL $$", "cd /; exit 4", "set -eu; false", "umask 0; set -f", "trap 'echo trapped' EXIT; exit 5",
            "trap '' TERM", "exec >/dev/null 2>&1", "exec <&- >&- 2>&-", "readonly p=1 n=2", "mark() { :; }; go() { :; }", "unset PATH", "export PATH=/nowhere",
            "if then fi", "'unclosed", "cat <<E", "IFS=abc", "alias echo=false", "echo \\",
        ];

        foreach (var script in rude)
            await session.ExecAsync(Shell.Raw(script), new() { ErrorOk = true }, Cancel);
        var after = await session.ExecAsync($"pwd; umask; set +o; trap", null, Cancel);

        Assert.Equal(before.Stdout.Text, after.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Death_by_signal_is_told_as_the_shell_tells_it(string target)
    {
        await using var session = await targets.OpenAsync(target);

        var killed = await session.ExecAsync($"kill -KILL $$", new() { ErrorOk = true }, Cancel);
        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => session.ExecAsync($"kill -TERM $$", null, Cancel));

        Assert.Equal(137, killed.ExitStatus);
        Assert.Equal(143, failure.ExitStatus);
        Assert.Contains("143 (SIGTERM, or exit 143)", failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_program_whose_reader_has_gone_ends_without_a_word(string target)
    {
        await using var session = await targets.OpenAsync(target);

        var result = await session.ExecAsync($"yes | head -n 1", null, Cancel);

        Assert.Equal("y\n", result.Stdout.Text);
        Assert.Equal("", result.Stderr.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_child_in_the_background_does_not_delay_the_reply_and_its_late_output_is_told(string target)
    {
        var notices = new Events<Noticed>();
        await using var session = await targets.OpenAsync(target, new() { OnEvent = notices.Read });
        var gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        // It writes once the gate file is there, so that "later" does not hang on time.
        var first = await session.ExecAsync($"(while ! [ -e {gate} ]; do sleep 0.05; done; echo late) & echo now", null, Cancel);
        await File.WriteAllTextAsync(gate, "", Cancel);
        var told = await notices.FirstAsync(n => n.Text.Contains("late", StringComparison.Ordinal), Cancel);
        var second = await session.ExecAsync($"echo second; rm {gate}", null, Cancel);

        Assert.Equal("now\n", first.Stdout.Text);
        Assert.Contains("background", told.Text, StringComparison.Ordinal);
        Assert.Equal("second\n", second.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Lines_arrive_while_the_command_runs(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var lines = new List<OutputLine>();

        // The command ends only when the gate file is there, and the gate file is made only when its line has arrived.
        await session.ExecAsync(
            $"echo ready; printf 'half ' >&2; while ! [ -e {gate} ]; do sleep 0.02; done; echo line >&2; rm {gate}",
            new()
            {
                OnLine = line =>
                {
                    lines.Add(line);
                    if (line.Text == "ready")
                        File.WriteAllText(gate, "");
                },
            },
            Cancel);

        Assert.Equal([new("ready", false), new("half line", true)], lines);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Commands_sent_together_run_in_order_and_share_a_round_trip(string target)
    {
        await using var session = await targets.OpenAsync(target);
        await session.ExecAsync($"true", null, Cancel);
        var before = session.Traffic.RoundTrips;

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => session.ExecAsync($"echo {i}", null, Cancel)));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}\n"), results.Select(r => r.Stdout.Text));
        // How many had been sent when the first reply came hangs on the machine's speed; one after another would be 200.
        Assert.InRange(session.Traffic.RoundTrips - before, 1, 150);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task A_command_costs_one_round_trip(string target)
    {
        await using var session = await targets.OpenAsync(target);

        Assert.Equal(0, session.Traffic.RoundTrips);
        await session.ExecAsync($"true", null, Cancel);
        Assert.Equal(1, session.Traffic.RoundTrips);
        await session.ExecAsync($"cat", new() { Stdin = new byte[100_000] }, Cancel);
        Assert.Equal(2, session.Traffic.RoundTrips);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Large_scripts_work_and_do_not_stand_in_any_argument_list(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var length in (int[])[1_990, 2_010, 99_000, 101_000, 300_000, 2_000_000])
        {
            var secret = "needle-" + Guid.NewGuid().ToString("N");
            var padding = new string('x', length);
            // The pattern matches the secret and not itself, so that the search does not find itself.
            var result = await session.ExecAsync(
                $": {padding} {secret}; cat /proc/[0-9]*/cmdline 2>/dev/null | grep -a -c -e {"needle[-]" + secret[7..]}; echo end",
                new() { ErrorOk = true }, Cancel);

            Assert.Equal("0\nend\n", result.Stdout.Text);
        }
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task Ten_thousand_commands_leave_the_session_as_it_was(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var (memoryBefore, openBefore) = await LoopAsync(session);

        for (var i = 0; i < 100; i++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => session.ExecAsync($":", null, Cancel)));
        var (memoryAfter, openAfter) = await LoopAsync(session);

        Assert.InRange(memoryAfter - memoryBefore, long.MinValue, 512);
        Assert.Equal(openBefore, openAfter);
    }

    [Theory, MemberData(nameof(SessionTargets.All), MemberType = typeof(SessionTargets))]
    public async Task Environment_and_folder_hold_for_one_command(string target)
    {
        await using var session = await targets.OpenAsync(target);
        var value = "a 'b' \"c\" $d \\e\n\tf 🙂";

        var result = await session.ExecAsync(
            $"pwd; printf %s \"$GREETING\"; sh -c 'printf %s \"$GREETING\"'",
            new() { WorkingDirectory = "/usr/share", Environment = new Dictionary<string, string> { ["GREETING"] = value } }, Cancel);
        var next = await session.ExecAsync($"printf %s \"$GREETING\"", null, Cancel);
        var home = await session.ExecAsync($"pwd", new() { WorkingDirectory = "~/" }, Cancel);
        var nowhere = await Assert.ThrowsAsync<CommandFailedException>(
            () => session.ExecAsync($"echo here", new() { WorkingDirectory = "/no where" }, Cancel));

        Assert.Equal("/usr/share\n" + value + value, result.Stdout.Text);
        Assert.Equal("", next.Stdout.Text);
        Assert.Equal(session.Target.Home, home.Stdout.Trimmed.TrimEnd('/'));
        Assert.Contains("/no where", nowhere.StderrEnd, StringComparison.Ordinal);
        Assert.Equal("", nowhere.StdoutEnd);
    }

    [Fact]
    public async Task A_failed_command_tells_host_command_status_and_the_end_of_both_outputs()
    {
        await using var session = await targets.OpenAsync("local dash");

        var failure = await Assert.ThrowsAsync<CommandFailedException>(
            () => session.ExecAsync(
                Shell.Raw("seq 100000; echo wrong >&2; echo token-1 >&2; exit 3"), new() { Secrets = ["token-1"] }, Cancel));

        Assert.Equal(3, failure.ExitStatus);
        Assert.EndsWith("99999\n100000", failure.StdoutEnd, StringComparison.Ordinal);
        Assert.StartsWith("[...]\n", failure.StdoutEnd, StringComparison.Ordinal);
        Assert.Equal("wrong\n***", failure.StderrEnd);
        Assert.Equal("seq 100000; echo wrong >&2; echo *** >&2; exit 3", failure.Command);
        Assert.StartsWith("local: a command failed.\n\n  command      seq 100000; echo wrong", failure.Message, StringComparison.Ordinal);
        Assert.Contains("  exit status  3, after 0.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local dash")]
    [InlineData("local bash")]
    [InlineData("local ash")]
    public async Task Secrets_reach_a_command_by_environment_and_stdin_and_are_replaced_wherever_it_is_shown(string target)
    {
        var lines = new List<string>();
        await using var session = await targets.OpenAsync(target);
        var options = new ExecOptions
        {
            SecretEnvironment = new Dictionary<string, Secret> { ["PASSWORD"] = Secret.Of("env canary 'x'\n$HOME") },
            Stdin = Secret.Of("stdin canary\0\n"),
            OnLine = line => lines.Add(line.Text),
        };

        var done = await session.ExecAsync(
            $"printf %s \"$PASSWORD\"; tr -d '\\000'; grep -l 'c[a]nary' /proc/[0-9]*/cmdline 2>/dev/null; true", options, Cancel);
        Assert.Equal("env canary 'x'\n$HOMEstdin canary\n", done.Stdout.Text);
        Assert.DoesNotContain(lines, line => line.Contains("env canary", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => session.ExecAsync($"echo \"$PASSWORD\" >&2; exit 3", options, Cancel));
        Assert.Equal("***", failure.StderrEnd.Replace("***\n***", "***", StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => session.ExecAsync($"true", new() { SecretEnvironment = new Dictionary<string, Secret> { ["A"] = Secret.FromFile("/no/such") } }, Cancel));
    }

    [Fact]
    public async Task Output_beyond_the_limit_ends_the_command_and_says_what_to_do()
    {
        await using var session = await targets.OpenAsync("local dash");

        var failure = await Assert.ThrowsAsync<OutputLimitException>(
            () => session.ExecAsync($"yes", new() { OutputLimitBytes = 1_000_000 }, Cancel));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Contains("more than the 1000000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("StdoutTo", failure.Message, StringComparison.Ordinal);
        Assert.Equal("next\n", next.Stdout.Text);
    }

    [Fact]
    public async Task Output_can_go_to_a_stream_and_is_not_kept()
    {
        await using var session = await targets.OpenAsync("local dash");
        using var to = new MemoryStream();

        var result = await session.ExecAsync($"seq 200000", new() { StdoutTo = to, OutputLimitBytes = 10 }, Cancel);

        Assert.Equal(string.Concat(Enumerable.Range(1, 200_000).Select(i => $"{i}\n")), Encoding.UTF8.GetString(to.ToArray()));
        Assert.Equal(0, result.Stdout.Bytes.Length);
    }

    [Fact]
    public async Task What_a_line_reader_throws_reaches_the_caller_and_the_session_goes_on()
    {
        await using var session = await targets.OpenAsync("local dash");

        await Assert.ThrowsAsync<InvalidDataException>(
            () => session.ExecAsync($"echo a; sleep 1000", new() { OnLine = _ => throw new InvalidDataException("no") }, Cancel));
        var next = await session.ExecAsync($"echo next", null, Cancel);

        Assert.Equal("next\n", next.Stdout.Text);
    }

    // Resident memory in KiB and open files of the loop, which is the parent of a command's shell.
    private static async Task<(long KibibytesResident, int OpenFiles)> LoopAsync(Session session)
    {
        var result = await session.ExecAsync($"grep VmRSS /proc/$PPID/status; ls /proc/$PPID/fd | wc -l", null, Cancel);
        var lines = result.Stdout.Lines;
        return (long.Parse(lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null), int.Parse(lines[1], null));
    }

    /// <summary>Gives a line, then nothing more, and never ends.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private bool _isGiven;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isGiven)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            _isGiven = true;
            "line\n"u8.CopyTo(buffer.Span);
            return 5;
        }
    }

    /// <summary>Fails after some bytes.</summary>
    private sealed class FailingStream(int afterBytes) : MemoryStream
    {
        private int _left = afterBytes;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left <= 0)
                return ValueTask.FromException<int>(new InvalidDataException("the disk is gone"));
            var read = Math.Min(_left, buffer.Length);
            _left -= read;
            return ValueTask.FromResult(read);
        }
    }
}
