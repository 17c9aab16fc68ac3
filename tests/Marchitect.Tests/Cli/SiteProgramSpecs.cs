using System.Diagnostics;
using System.Text.RegularExpressions;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>A whole program, started as its user starts it.</summary>
public sealed partial class SiteProgramSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-site-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Sign => Path.Combine(_folder.FullName, "sign");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_run_tells_a_line_a_step_and_ends_with_hosts_outcome_elapsed_and_round_trips()
    {
        var run = await RunAsync("run", "say", "local");

        Assert.Equal((0, ""), (run.ExitStatus, run.Stderr));
        Assert.Equal(
            """
            local: 1/2 actor: done, N s
            local: 2/2 again: done, N s
            1 host: done, N s, 2 round trips

            """.ReplaceLineEndings("\n"), Timeless(run.Stdout));
    }

    [Fact]
    public async Task Verbose_shows_commands_and_their_output_quiet_only_the_last_line()
    {
        var verbose = await RunAsync("run", "say", "local", "-v");
        var quiet = await RunAsync("-q", "run", "say", "local");

        // The two output streams are apart, so that their order is not told.
        var first = Timeless(verbose.Stdout).Split('\n').Take(4).OrderBy(line => Array.IndexOf(Marks, line["local: ".Length]));
        Assert.Equal(
            """
            local: logged in, N s
            local: $ echo said; echo warned >&2
            local: ! warned
            local: | said
            """.ReplaceLineEndings("\n"),
            string.Join('\n', first));
        Assert.Equal("1 host: done, N s, 2 round trips\n", Timeless(quiet.Stdout));
    }

    [Fact]
    public async Task A_failure_is_told_whole_on_stderr_with_status_1()
    {
        var run = await RunAsync("run", "fail", "local");

        Assert.Equal(1, run.ExitStatus);
        Assert.Equal("local: 1/2 actor: failed, N s\n1 host: failed, N s, 1 round trip\n", Timeless(run.Stdout));
        Assert.StartsWith("local, plan Site, step 1 of 2 'actor', mode fail: ", run.Stderr, StringComparison.Ordinal);
        Assert.Contains("stderr       no luck", run.Stderr, StringComparison.Ordinal);
        Assert.EndsWith("\nStep 2 was not started.\n", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_machines_failure_is_its_own()
    {
        // Nothing listens on port 1 of this machine.
        var run = await RunAsync("run", "say", "nobody@127.0.0.1:1", "local");

        Assert.Equal(1, run.ExitStatus);
        Assert.Contains("local: 2/2 again: done", run.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("2 hosts: 1 done, 1 failed, N s, 2 round trips\n", Timeless(run.Stdout), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_plans_own_code_shows_its_place_with_verbose()
    {
        var terse = await RunAsync("run", "throw", "local");
        var verbose = await RunAsync("run", "throw", "local", "-v");

        Assert.Equal((1, 1), (terse.ExitStatus, verbose.ExitStatus));
        Assert.Contains("the whiteprint Actor threw FormatException: Seven is no colour.", terse.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", terse.Stderr, StringComparison.Ordinal);
        Assert.Contains("   at Marchitect.TestSite.Actor.ExecuteAsync", verbose.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validation_tells_every_problem()
    {
        var valid = await RunAsync("validate", "local");
        var invalid = await RunAsync("validate", "--mode", "fail", "local");

        Assert.Equal((0, 1), (valid.ExitStatus, invalid.ExitStatus));
        Assert.EndsWith("1 host: valid, N s, 0 round trips\n", Timeless(valid.Stdout), StringComparison.Ordinal);
        Assert.EndsWith("1 host: not valid, N s, 0 round trips\n", Timeless(invalid.Stdout), StringComparison.Ordinal);
        Assert.Equal(
            "local: step 1 of 2 'actor' is not valid for mode fail: it is off.\nlocal: step 2 of 2 'again' is not valid for mode fail: it is off.\n",
            invalid.Stderr);
    }

    [Fact]
    public async Task Resources_lie_where_the_command_line_says()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory("actor").FullName, "file.txt"), "found\n", Cancel);

        var found = await RunAsync("run", "resource", "local", "-v", "--resources", _folder.FullName);
        var missing = await RunAsync("run", "resource", "local");

        Assert.Contains("local: | found\n", found.Stdout, StringComparison.Ordinal);
        Assert.Contains($"looked at    {Path.Combine(Path.GetDirectoryName(TestSite.Program)!, "actor", "file.txt")}\n", missing.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_stdout_does_not_stop_the_work()
    {
        var run = await ProgramRun.StartAsync(
            _folder.FullName, new Dictionary<string, string?>(), Cancel,
            "bash", "-c", "\"$0\" run talk local -v | head -n 1; echo ${PIPESTATUS[0]}", TestSite.Program);

        Assert.Equal("local: logged in, N s\n0\n", Timeless(run.Stdout));
        Assert.Empty(run.Stderr);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task The_first_signal_lets_the_command_end_and_begins_no_other(string signal, int exitStatus)
    {
        using var program = Start("run", "wait", "local", "local");
        await Until(() => File.Exists(Sign + ".begun"));
        await SignalAsync(program, signal);
        await TestSite.ReadUntilAsync(program.StandardError, "Stopping after the command that is under way.", Cancel);
        await File.WriteAllTextAsync(Sign + ".go", "", Cancel);
        var stdout = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.True(File.Exists(Sign + ".ended"));
        Assert.Equal(exitStatus, program.ExitCode);
        Assert.Equal("local: 1/2 actor: done, N s\n2 hosts: 1 cancelled, 1 not started, N s, 1 round trip\n", Timeless(stdout));
        Assert.Equal("local: cancelled. Step 1 is done; step 2 was not started.", (await program.StandardError.ReadToEndAsync(Cancel)).Trim());
    }

    [Fact]
    public async Task The_second_signal_ends_the_command()
    {
        using var program = Start("run", "wait", "local");
        await Until(() => File.Exists(Sign + ".begun"));
        await SignalAsync(program, "INT");
        await TestSite.ReadUntilAsync(program.StandardError, "Stopping after the command that is under way.", Cancel);
        await SignalAsync(program, "INT");
        var stdout = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.False(File.Exists(Sign + ".ended"));
        Assert.Equal(130, program.ExitCode);
        Assert.StartsWith("local: 1/2 actor: cancelled, N s\n1 host: cancelled, N s,", Timeless(stdout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_asked_for_without_showing_it()
    {
        Assert.SkipUnless(File.Exists(TestSite.Script), "The program 'script' gives this test a terminal: apt-get install bsdutils");

        using var program = TestSite.StartOnTerminal(new Dictionary<string, string?> { ["TERM"] = "dumb" }, "run", "say", "local", "--ask-password");
        var before = await TestSite.ReadUntilAsync(program.StandardOutput, "Password: ", Cancel);
        await program.StandardInput.WriteAsync("hunter2\r".AsMemory(), Cancel);
        await program.StandardInput.FlushAsync(Cancel);
        var after = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.Equal(0, program.ExitCode);
        Assert.DoesNotContain("hunter2", before + after, StringComparison.Ordinal);
        Assert.Contains("1 host: done", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_no_password_is_asked_for()
    {
        // A session of its own has no terminal, also where these tests have one.
        var run = await ProgramRun.StartAsync(
            _folder.FullName, new Dictionary<string, string?>(), Cancel, "setsid", "-w", TestSite.Program, "run", "say", "local", "--ask-password");

        Assert.Equal(2, run.ExitStatus);
        Assert.Equal("there is no terminal to ask for the password on.\n\nGive it with --password-file.\n", run.Stderr);
    }

    [Fact]
    public async Task An_empty_password_file_is_wrong_usage()
    {
        var file = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(file, "\n", Cancel);

        var run = await RunAsync("run", "say", "local", "--password-file", file);

        Assert.Equal((2, $"the first line of {file} is empty.\n"), (run.ExitStatus, run.Stderr));
    }

    private static readonly char[] Marks = ['l', '$', '!', '|'];

    private static string Timeless(string text) => Time().Replace(text, "N s");

    [GeneratedRegex(@"\d+\.\d s\b")]
    private static partial Regex Time();

    private Task<ProgramRun> RunAsync(params string[] args) =>
        ProgramRun.StartAsync(_folder.FullName, new Dictionary<string, string?>(), Cancel, [TestSite.Program, .. args]);

    private Process Start(params string[] args) => TestSite.Start([TestSite.Program, .. args], new Dictionary<string, string?> { ["SIGN"] = Sign });

    private async Task SignalAsync(Process program, string signal)
    {
        var kill = await ProgramRun.StartAsync(
            _folder.FullName, new Dictionary<string, string?>(), Cancel, "/bin/sh", "-c", $"kill -{signal} {program.Id}");
        Assert.Equal(0, kill.ExitStatus);
    }

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(20, Cancel);
    }
}
