using Marchitect.Prefabs;
using Marchitect.Tests.Sessions;
using Xunit;
using static Marchitect.Tests.Plans.Gate;

namespace Marchitect.Tests.Batches;

/// <summary>How prefabs of a plan are brought about: together, in order, under guard, proved. On every shell that a host may have.</summary>
[Collection("owed on this machine")]
public sealed class ConvergenceSpecs(SessionTargets targets) : IClassFixture<SessionTargets>, IDisposable
{
    private static readonly RunOptions ErrorOk = new() { ErrorOk = true };
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect batch's ").FullName;

    public static TheoryData<string> Shells => SessionTargets.Local;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder, "log");

    private string[] Done => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Shells))]
    public async Task Prefabs_of_neighbouring_steps_travel_together(string shell)
    {
        SetHead<First>(new Folder(In("a"), "0750"), new FileFromString("one\n", In("a/one")));
        SetTail<First>(new Symlink(In("a/link"), "one"));
        SetHead<Second>(new FileFromString("two\n", In("a/two")));
        SetTail<Third>(new LineInFile(In("a/two"), "three"));

        var first = await RunAsync(shell);
        var second = await RunAsync(shell);

        Assert.Equal((2, 5), (first.Traffic.RoundTrips, first.Changes.Count()));
        Assert.Equal((1, 0), (second.Traffic.RoundTrips, second.Changes.Count()));
        Assert.Equal([3, 1, 1], first.Steps.Select(step => step.Prefabs.Count));
        Assert.All(second.Steps.SelectMany(step => step.Prefabs), prefab => Assert.Equal(PrefabOutcome.Unchanged, prefab.Outcome));
        Assert.Equal("two\nthree\n", await File.ReadAllTextAsync(In("a/two"), Cancel));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Head_code_and_tail_run_in_order_of_the_plan(string shell)
    {
        SetHead<First>(Says("head"), Says("second of head"));
        Set<First>(async (hands, mode, token) =>
        {
            await hands.ExecAsync($"echo code >> {Log}", token);
            return null;
        });
        SetTail<First>(Prefab.Of<Inner>(new() { ["level"] = 7 }), Says("tail"));
        SetHead<Inner>(Says("head of inner"));
        Set<Inner>(async (hands, mode, token) =>
        {
            await hands.ExecAsync($"echo inner {hands.Config["level"].Integer} {mode} >> {Log}", token);
            return null;
        });
        SetTail<Inner>(Says("tail of inner"));

        var report = await RunAsync(shell);

        Assert.Null(report.Error);
        Assert.Equal(["head", "second of head", "code", "head of inner", "inner 7 install", "tail of inner", "tail"], Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_change_runs_only_while_the_host_is_as_it_was_decided_on(string shell)
    {
        // The first makes what the second was about to make, as a package brings the config that the plan has of its own.
        SetHead<First>(
            Makes("package", In("made"), $"echo theirs > '{Quoted("conf")}'; touch '{Quoted("made")}'"),
            new FileFromString("ours\n", In("conf")));

        var report = await RunAsync(shell);

        Assert.Null(report.Error);
        Assert.Equal(3, report.Traffic.RoundTrips);
        var conf = report.Steps[0].Prefabs[1];
        Assert.Equal(PrefabOutcome.Changed, conf.Outcome);
        Assert.Equal("theirs\n", System.Text.Encoding.UTF8.GetString(conf.Edit!.Before!.Value.Span));
        Assert.Equal("ours\n", await File.ReadAllTextAsync(In("conf"), Cancel));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_an_earlier_change_makes_needless_is_not_done(string shell)
    {
        SetHead<First>(
            Makes("both", In("one"), $"touch '{Quoted("one")}' '{Quoted("two")}'"),
            Makes("two", In("two"), $"echo never >> '{Quoted("log")}'"));

        var report = await RunAsync(shell);

        Assert.Null(report.Error);
        Assert.Equal([PrefabOutcome.Changed, PrefabOutcome.Unchanged], report.Steps[0].Prefabs.Select(prefab => prefab.Outcome));
        Assert.Empty(Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_is_impossible_before_a_pending_change_is_asked_again_after_it(string shell)
    {
        SetHead<First>(
            Makes("tool", In("tool"), $"touch '{Quoted("tool")}'"),
            new Scripted("user of tool", $"if [ -e '{Quoted("used")}' ]; then echo used; elif [ -e '{Quoted("tool")}' ]; then echo there; else echo none; fi", "used",
                $"touch '{Quoted("used")}'")
            { ImpossibleWhen = "none" });

        var report = await RunAsync(shell);

        Assert.Null(report.Error);
        Assert.Equal(3, report.Traffic.RoundTrips);
        Assert.True(File.Exists(In("used")));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_ran_but_did_not_hold_is_a_failure_that_shows_wanted_and_found_and_nothing_follows(string shell)
    {
        SetHead<First>(
            new Scripted("stubborn", $"cat '{Quoted("state")}' 2>/dev/null || echo none", "good", $"echo bad > '{Quoted("state")}'"),
            Says("never"));
        SetHead<Second>(Says("never either"));

        var report = await RunAsync(shell);

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal("stubborn was changed, but did not hold.", error.What);
        Assert.Equal(("state bad -> good", "exit status 0, bad"), (error.Wanted, error.Found));
        Assert.Equal("first", error.Where.StepName);
        Assert.Empty(Done);
        Assert.Equal([StepOutcome.Failed, StepOutcome.NotStarted, StepOutcome.NotStarted], report.Steps.Select(step => step.Outcome));
        Assert.Equal([PrefabOutcome.Failed, PrefabOutcome.NotStarted], report.Steps[0].Prefabs.Select(prefab => prefab.Outcome));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Without_a_pattern_for_its_proof_what_did_not_hold_is_still_a_failure(string shell)
    {
        SetHead<First>(new Scripted("stubborn", $"cat '{Quoted("state")}' 2>/dev/null || echo none", "good", $"echo bad > '{Quoted("state")}'") { HasProof = false });

        var report = await RunAsync(shell);

        Assert.Equal("stubborn was changed, but did not hold.", Assert.IsType<PrefabFailedException>(report.Error).What);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_file_and_lines_in_it_are_one_state_that_is_unchanged_twice(string shell)
    {
        SetHead<First>(new FileFromString("one\n", In("file")), new LineInFile(In("file"), "two"), new LineInFile(In("file"), "three"));

        var first = await RunAsync(shell);
        var written = File.GetLastWriteTimeUtc(In("file"));
        var preview = await new Three().PreviewAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);
        var valid = await new Three().ValidateAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);
        var second = await RunAsync(shell);

        Assert.Null(first.Error);
        Assert.Equal((2, 3), (first.Traffic.RoundTrips, first.Changes.Count()));
        Assert.Equal("one\ntwo\nthree\n", await File.ReadAllTextAsync(In("file"), Cancel));
        Assert.Empty(preview.Changes);
        Assert.Equal(RunOutcome.Done, valid.Outcome);
        Assert.Equal((1, 0), (second.Traffic.RoundTrips, second.Changes.Count()));
        Assert.Equal(written, File.GetLastWriteTimeUtc(In("file")));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_change_that_changes_nothing_at_all_stops_the_batch_on_the_host(string shell)
    {
        SetHead<First>(new Scripted("lazy", "echo same", "other", ":"), Says("never"));

        var report = await RunAsync(shell);

        Assert.Equal("lazy was changed, but did not hold.", Assert.IsType<PrefabFailedException>(report.Error).What);
        Assert.Empty(Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_command_that_fails_is_told_with_its_status_and_output_and_nothing_follows(string shell)
    {
        SetHead<First>(
            Says("before"),
            new Scripted("broken", "echo no", "yes", "echo some output; echo 'and an error' >&2; printf 'no newline'; exit 3"),
            Says("never"));

        var report = await RunAsync(shell);

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal("broken could not be brought about.", error.What);
        Assert.Equal(3, error.ExitStatus);
        Assert.Equal("some output\nand an error\nno newline", error.OutputEnd);
        Assert.Equal(["before"], Done);
        Assert.Equal([PrefabOutcome.Changed, PrefabOutcome.Failed, PrefabOutcome.NotStarted], report.Steps[0].Prefabs.Select(prefab => prefab.Outcome));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Exit_cd_variables_traps_and_syntax_errors_of_a_change_reach_nothing_else(string shell)
    {
        SetHead<First>(
            Makes("exits", In("1"), $"touch '{Quoted("1")}'; B=x; N=x; D=x; S=x; cd /; trap : EXIT; set -e; exit 0"),
            Makes("kills its shell", In("2"), $"touch '{Quoted("2")}'; kill -9 $$ || :"),
            Says("never"));
        var report = await RunAsync(shell);
        // The state holds, yet a command that a signal ended counts as failed.
        Assert.Equal(137, Assert.IsType<PrefabFailedException>(report.Error).ExitStatus);
        Assert.True(File.Exists(In("2")));

        SetHead<First>(Makes("wrong", In("3"), "if then ("), Says("never"));
        report = await RunAsync(shell);

        Assert.NotEqual(0, Assert.IsType<PrefabFailedException>(report.Error).ExitStatus);
        Assert.Empty(Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_host_that_moves_all_the_time_is_given_up(string shell)
    {
        SetHead<First>(new Scripted("moving", "cat /proc/uptime; date +%N", "still", ":"));

        var report = await RunAsync(shell);

        Assert.Equal("moving was left alone: the host is not as it was a moment ago, again and again.", Assert.IsType<PrefabFailedException>(report.Error).What);
        Assert.InRange(report.Traffic.RoundTrips, 2, 6);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_many_need_before_is_run_once_a_plan(string shell)
    {
        var fresh = new OnceAction("fresh lists", $"echo lists >> {Log}");
        SetHead<First>(Says("one") with { Before = [fresh] }, Says("two") with { Before = [fresh] });
        Set<First>(async (hands, _, token) =>
        {
            await hands.ExecAsync($"echo code >> {Log}", token);
            return null;
        });
        SetHead<Second>(Says("three") with { Before = [fresh] });

        Assert.Null((await RunAsync(shell)).Error);

        Assert.Equal(["lists", "one", "two", "code", "three"], Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_is_notified_runs_once_at_the_end_and_costs_no_round_trip_of_its_own(string shell)
    {
        var restart = new OnceAction("restart it", $"echo restart >> {Log}");
        SetHead<First>(Says("one") with { Notify = [restart] });
        SetHead<Second>(Says("two") with { Notify = [restart] });

        var first = await RunAsync(shell);
        var second = await RunAsync(shell);

        Assert.Null(first.Error);
        Assert.Equal(["one", "two", "restart"], Done);
        Assert.Equal((2, 1), (first.Traffic.RoundTrips, second.Traffic.RoundTrips));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_dry_run_tells_what_would_run_once_with_the_first_that_needs_it(string shell)
    {
        var lists = new OnceAction("fresh lists", $"echo lists >> {Log}");
        var restart = new OnceAction("restart it", $"echo restart >> {Log}");
        SetHead<First>(Says("one") with { Before = [lists], Notify = [restart] });
        SetHead<Second>(Says("two") with { Before = [lists], Notify = [restart, new("reload", $"true")] });

        var preview = await new Three().PreviewAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);

        Assert.Empty(Done);
        Assert.Equal(
            [("fresh lists", "restart it"), ("", "reload")],
            preview.Changes.Select(prefab => (string.Join(' ', prefab.RunsBefore), string.Join(' ', prefab.RunsAtEnd))));
        var printed = preview.Steps.SelectMany(step => new PrefabLines(new(Mode.Install, false, []) { IsDryRun = true }).Of(step)).ToArray();
        Assert.Equal(
            ["would run once, before what follows: fresh lists", "would run once, at the end: restart it", "would run once, at the end: reload"],
            printed.Where(line => line.StartsWith("would run", StringComparison.Ordinal)));
        // Nothing to do, nothing to run.
        Assert.Null((await RunAsync(shell)).Error);
        var settled = await new Three().PreviewAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);
        Assert.DoesNotContain(settled.Steps.SelectMany(step => step.Prefabs), prefab => prefab.RunsBefore.Count + prefab.RunsAtEnd.Count > 0);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_is_notified_runs_although_a_later_step_fails(string shell)
    {
        SetHead<First>(Says("one") with { Notify = [new("restart it", $"echo restart >> {Log}")] });
        Set<Second>(async (hands, _, token) =>
        {
            await hands.ExecAsync($"exit 3", token);
            return null;
        });

        var report = await RunAsync(shell);

        Assert.IsType<CommandFailedException>(report.Error);
        Assert.Equal(["one", "restart"], Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Code_notifies_as_prefabs_do(string shell)
    {
        var restart = new OnceAction("restart it", $"echo restart >> {Log}");
        Set<First>(async (hands, _, token) =>
        {
            await hands.NotifyAsync(restart, token);
            await hands.NotifyAsync(restart, token);
            await hands.ExecAsync($"echo code >> {Log}", token);
            return null;
        });
        SetHead<Third>(Says("three") with { Notify = [restart] });

        Assert.Null((await RunAsync(shell)).Error);
        Assert.Equal(["code", "three", "restart"], Done);
        Set<First>((_, _, _) => Task.FromResult<string?>(null));
        Assert.Equal(1, (await RunAsync(shell)).Traffic.RoundTrips);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_a_run_that_was_cut_owes_is_done_by_the_next(string shell)
    {
        // The run's own shell is killed while it waits, after the change and before the end of the plan.
        SetHead<First>(Says("one") with { Notify = [new("restart it", $"echo restart >> {Log}")] });
        Set<First>(async (hands, _, token) =>
        {
            await hands.ExecAsync($"kill -9 $PPID", token);
            return null;
        });
        var cut = await RunAsync(shell);
        Assert.IsType<ConnectionLostException>(cut.Error);
        Assert.Equal(["one"], Done);

        Set<First>((_, _, _) => Task.FromResult<string?>(null));
        Assert.Null((await RunAsync(shell)).Error);

        Assert.Equal(["one", "restart"], Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_was_notified_and_failed_is_owed_and_done_by_the_next_run(string shell)
    {
        SetHead<First>(Says("one") with { Notify = [new("restart it", $"[ -e {In("mended")} ] || {{ echo 'cannot restart' >&2; exit 5; }}; echo restart >> {Log}")] });
        var report = await RunAsync(shell);
        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal(("'restart it', which was to be run at the end, failed.", 5, "cannot restart"), (error.What, error.ExitStatus, error.OutputEnd));

        await File.WriteAllTextAsync(In("mended"), "", Cancel);
        SetHead<First>(Says("one"));
        var next = await RunAsync(shell);
        var last = await RunAsync(shell);

        Assert.Null(next.Error);
        Assert.Equal(["one", "restart"], Done);
        Assert.Equal((2, 1), (next.Traffic.RoundTrips, last.Traffic.RoundTrips));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_prefab_applied_by_code_gives_its_outcome_as_a_value(string shell)
    {
        var outcomes = new List<bool>();
        SetHead<First>(new Folder(In("conf.d")));
        Set<First>(async (hands, _, token) =>
        {
            var site = await hands.ApplyAsync(new FileFromString("server\n", In("conf.d/site")), token);
            outcomes.Add(site.IsChanged);
            if (site.IsChanged)
                await hands.ExecAsync($"echo reload >> {Log}", token);
            return null;
        });

        await RunAsync(shell);
        await RunAsync(shell);

        Assert.Equal([true, false], outcomes);
        Assert.Equal(["reload"], Done);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_a_nested_whiteprint_cannot_be_is_an_error_and_not_left_out(string shell)
    {
        Set<First>(async (hands, _, token) =>
        {
            await hands.ApplyAsync(Prefab.Of<Inner>(), token);
            return null;
        });
        var applied = await RunAsync(shell);
        Set<First>((_, _, _) => Task.FromResult<string?>(null));
        SetHead<First>(Prefab.Of<Inner>() with { Notify = [new("reload", $"true")] });
        var notifying = await RunAsync(shell);

        Assert.Contains("ExecuteAsync of this class executes it", applied.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("give it to its own prefabs", notifying.Error?.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_failing_prefab_keeps_code_of_a_later_step_from_the_host(string shell)
    {
        await File.WriteAllTextAsync(In("file"), "", Cancel);
        SetHead<First>(new Folder(In("file")));
        Set<Second>(async (hands, _, token) =>
        {
            await hands.ExecAsync($"echo never >> {Log}", token);
            return null;
        });

        var report = await RunAsync(shell);

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal($"folder {In("file")} cannot be done: {In("file")} is a file.", error.What);
        Assert.Equal(("first", 1), (error.Where.StepName, error.Where.StepNumber));
        Assert.Empty(Done);
        Assert.Equal([StepOutcome.Failed, StepOutcome.NotStarted, StepOutcome.NotStarted], report.Steps.Select(step => step.Outcome));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Validation_changes_nothing_and_lists_every_problem(string shell)
    {
        Directory.CreateDirectory(In("right"));
        File.SetUnixFileMode(In("right"), (UnixFileMode)0b111_101_101);
        SetHead<First>(new Folder(In("right"), "0755"), new Folder(In("missing")), new FileFromString("x", In("missing/file")));
        Set<First>((hands, _, _) => Task.FromResult<string?>("the code sees a problem."));
        SetTail<First>(new FileExistsValidator(In("nowhere")));
        SetHead<Third>(new Symlink(In("link"), "right"));

        var report = await new Three().ValidateAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);

        Assert.Equal(RunOutcome.Invalid, report.Outcome);
        Assert.Equal(
            [
                $"the code sees a problem.\nfolder {In("missing")} is not as wanted: folder made.\nfile {In("missing/file")} is not as wanted: file made."
                + $"\nexistence of {In("nowhere")} cannot be done: it does not exist.",
                $"symlink {In("link")} is not as wanted: target right.",
            ],
            report.Problems.Select(step => step.Problem));
        Assert.Equal(["right"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
        Assert.Equal(1, report.Traffic.RoundTrips);
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_dry_run_tells_what_would_be_done_and_what_cannot_be_known_and_does_none_of_it(string shell)
    {
        var file = new FileFromString("one\n", In("new/file"));
        SetHead<First>(new Folder(In("new")), file, new LineInFile(In("new/file"), "two"), new FileExistsValidator(In("later")));
        Set<First>(async (hands, _, token) =>
        {
            if ((await hands.ApplyAsync(new Symlink(In("link"), "new"), token)).IsChanged)
                await hands.ExecAsync($"echo never >> {Log}", token);
            Assert.Equal("seen\n", (await hands.QueryAsync($"echo seen", token)).Stdout.Text);
            Assert.True((await hands.UploadAsync("x"u8.ToArray(), In("upload"))).IsChanged);
            var output = await hands.ExecAsync($"uname", token);
            Assert.Empty(output.Stdout.Text);
            throw new InvalidOperationException("never reached");
        });
        SetHead<Second>(new FileExistsValidator(In("made by uname")), new Folder(In("other")));

        var report = await new Three().PreviewAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);

        // What is missing and has nothing before it that might bring it is a failure, in a dry run too.
        Assert.Equal($"existence of {In("later")} cannot be done: it does not exist.", Assert.IsType<PrefabFailedException>(report.Error).What);
        Assert.Equal([$"echo never >> {Shell.Quote(Log)}", "uname"], report.Steps[0].WouldRun);
        Assert.Equal("'uname', which a dry run does not run", report.Steps[0].UnknownFrom);
        var lines = report.Steps[0].Prefabs[2];
        Assert.Equal("one\n", System.Text.Encoding.UTF8.GetString(lines.Edit!.Before!.Value.Span));
        Assert.Equal("one\ntwo\n", System.Text.Encoding.UTF8.GetString(lines.Edit.After!.Value.Span));
        Assert.Equal([PrefabOutcome.Unknown, PrefabOutcome.Changed], report.Steps[1].Prefabs.Select(prefab => prefab.Outcome));
        Assert.All(report.Steps[1].Prefabs, prefab => Assert.Equal($"echo never >> {Shell.Quote(Log)}", prefab.Until));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_resource_that_is_missing_is_told_before_anything_is_done(string shell)
    {
        SetHead<First>(Says("never"));
        SetHead<Third>(new FileFromPath("nowhere.conf", In("conf")));

        var report = await RunAsync(shell);

        Assert.IsType<ResourceNotFoundException>(report.Error);
        Assert.Empty(Done);
        Assert.Equal([StepOutcome.NotStarted, StepOutcome.NotStarted, StepOutcome.Failed], report.Steps.Select(step => step.Outcome));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Neighbours_that_cannot_affect_one_another_share_their_processes(string shell)
    {
        SetHead<First>(
        [
            .. Enumerable.Range(0, 40).Select(i => new Folder(In($"{i}"), "0750")),
            .. Enumerable.Range(0, 40).Select(i => new FileFromString($"{i}\n", In($"{i}/file"))),
        ]);

        var report = await RunAsync(shell);

        Assert.Null(report.Error);
        Assert.Equal((2, 80), (report.Traffic.RoundTrips, report.Changes.Count()));
        Assert.Equal("39\n", await File.ReadAllTextAsync(In("39/file"), Cancel));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_tree_that_is_not_there_yet_comes_whole_or_not_at_all(string shell)
    {
        Prefab[] Tree(string check) =>
        [
            new Folder(In("tree"), "0750"),
            new Folder(In("tree/conf's"), "2711"),
            new FileFromString("a\n", In("tree/conf's/a")) { Permissions = "0600", Check = check },
            new Folder(In("tree/by umask/below")),
            new Folder(In("elsewhere/deep")),
            new FileFromBytes(new byte[] { 0, 1, 2 }, In("elsewhere/deep/back\\slash")),
            new Symlink(In("tree/by umask/link"), "../conf's"),
            new LineInFile(In("tree/conf's/a"), "b"),
        ];
        SetHead<First>(Tree("test ! -e %s"));
        var dry = await new Three().PreviewAsync(Mode.Install, targets.Transport(shell), ErrorOk, Cancel);
        var failed = await RunAsync(shell);
        var isThere = Directory.Exists(In("tree"));
        SetHead<First>(Tree($"! test -e {Shell.Quote(In("tree"))} && test -f %s"));
        var made = await RunAsync(shell);
        var again = await RunAsync(shell);

        Assert.Equal(8, dry.Steps[0].Prefabs.Count);
        Assert.All(dry.Steps[0].Prefabs, prefab => Assert.Equal((PrefabOutcome.Changed, null), (prefab.Outcome, prefab.Until)));
        Assert.Contains("The new file was refused by its check: test ! -e %s", failed.Error!.Message, StringComparison.Ordinal);
        Assert.False(isThere);
        Assert.Null(made.Error);
        Assert.Equal((2, 8), (made.Traffic.RoundTrips, made.Changes.Count()));
        Assert.Equal((1, 0), (again.Traffic.RoundTrips, again.Changes.Count()));
        Assert.Equal("a\nb\n", await File.ReadAllTextAsync(In("tree/conf's/a"), Cancel));
        Assert.Equal("a\nb\n", await File.ReadAllTextAsync(In("tree/by umask/link/a"), Cancel));
        Assert.Equal("0600", Octal("tree/conf's/a"));
        Assert.Equal("02711", Octal("tree/conf's"));
        Assert.Equal("0750", Octal("tree"));
        Assert.Equal(
            Directory.CreateDirectory(In("as usual")).UnixFileMode, File.GetUnixFileMode(In("tree/by umask/below")));
        Assert.Equal([0, 1, 2], await File.ReadAllBytesAsync(In("elsewhere/deep/back\\slash"), Cancel));
        Assert.Equal(["as usual", "elsewhere", "tree"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_line_is_found_where_it_stands_and_nowhere_else_be_it_empty_or_the_file_no_text(string shell)
    {
        await File.WriteAllTextAsync(In("text"), "one\ntwo\n", Cancel);
        await File.WriteAllBytesAsync(In("no text"), [(byte)'x', 0xE9, 0, (byte)'\n', .. "one\ntwo\n"u8], Cancel);
        await File.WriteAllTextAsync(In("lone"), "one\n", Cancel);
        SetHead<First>(
            new LineInFile(In("lone"), ""), new LineInFile(In("text"), "two"), new LineInFile(In("text"), ""), new LineInFile(In("text"), "one"),
            new LineInFile(In("no text"), "one"), new LineInFile(In("no text"), "two"));

        var first = await RunAsync(shell);
        var second = await RunAsync(shell);

        Assert.Null(first.Error);
        Assert.Equal([$"line '' in {In("lone")}", $"line '' in {In("text")}"], first.Changes.Select(prefab => prefab.Title));
        Assert.Equal("one\ntwo\n\n", await File.ReadAllTextAsync(In("text"), Cancel));
        Assert.Equal((1, 0), (second.Traffic.RoundTrips, second.Changes.Count()));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_file_in_a_folder_that_nobody_makes_is_told_by_the_folder_s_own_name(string shell)
    {
        SetHead<First>(new Folder(In("tree"), "0700"), new Folder(In("tree/a"), "0700"), new FileFromString("x", In("tree/none/file")));

        var report = await RunAsync(shell);

        Assert.Contains($"{In("tree/none")}: the folder does not exist", report.Error!.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("tree")));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task A_folder_that_has_come_to_stand_where_a_tree_was_to_come_is_kept_with_what_is_in_it(string shell)
    {
        SetHead<First>(
            Makes("package", In("made"), $"mkdir '{Quoted("tree")}'; echo theirs > '{Quoted("tree/theirs")}'; touch '{Quoted("made")}'"),
            new Folder(In("tree"), "0750"),
            new FileFromString("ours\n", In("tree/ours")));

        var report = await RunAsync(shell);

        Assert.Null(report.Error);
        Assert.Equal(3, report.Traffic.RoundTrips);
        Assert.Equal(["ours", "theirs"], Directory.GetFileSystemEntries(In("tree")).Select(Path.GetFileName).Order());
        Assert.Equal("0750", Octal("tree"));
    }

    private Task<RunReport> RunAsync(string shell) => new Three().InstallAsync(targets.Transport(shell), ErrorOk, Cancel);

    private string Octal(string name) => Permissions.FromBits((int)File.GetUnixFileMode(In(name))).Octal;

    private string In(string name) => Path.Combine(_folder, name);

    private string Quoted(string name) => In(name).Replace("'", "'\\''", StringComparison.Ordinal);

    // Appends its name to the log, once.
    private Scripted Says(string word) => new(word, $"if grep -q -x -F {Shell.Quote(word)} '{Quoted("log")}' 2>/dev/null; then echo yes; else echo no; fi", "yes", $"echo {Shell.Quote(word)} >> '{Quoted("log")}'");

    private static Scripted Makes(string name, string path, string apply) =>
        new(name, $"if [ -e {Shell.Quote(path)} ]; then echo there; else echo none; fi", "there", apply);
}
