using System.Security.Cryptography;

namespace Marchitect.Tests.Sessions;

/// <summary>
/// What a session promises on any machine. Only the machine itself is asked what stands there, so that it may be a far one; all of it
/// stands in a folder made for the spec and removed with it.
/// </summary>
public abstract class RemoteSessionSpecs : IAsyncLifetime
{
    private string _local = "";
    private Transport? _transport;
    private Session? _session;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>How much is sent through a command and brought as a file; more than a frame or a window holds.</summary>
    protected virtual int LargeBytes => 5_000_001;

    /// <summary>The spec's folder on the machine.</summary>
    protected string Folder { get; private set; } = "";

    protected Session Session => _session!;

    public async ValueTask InitializeAsync()
    {
        // Skips where there is no such machine, so nothing may be made before it.
        _transport = await TransportAsync();
        _local = Directory.CreateTempSubdirectory("marchitect-remote-").FullName;
        _session = await Session.OpenAsync(_transport, null, Cancel);
        Folder = await AskAsync($"mktemp -d");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_local.Length > 0)
            Directory.Delete(_local, recursive: true);
        if (_session is null)
            return;
        if (Folder.Length > 0)
            await _session.ExecAsync($"rm -rf -- {Folder}", null, CancellationToken.None);
        await _session.DisposeAsync();
    }

    [Fact]
    public async Task The_facts_are_what_the_machine_says_when_asked()
    {
        var facts = Session.Target;

        Assert.Equal(0, (await OpenedAsync()).RoundTrips);
        Assert.Equal(_transport!.Host, facts.Host);
        Assert.Equal(await AskAsync($"id -un || id -u"), facts.User);
        Assert.Equal(await AskAsync($"echo $HOME"), facts.Home);
        Assert.Equal(await AskAsync($"uname -r"), facts.Kernel);
        Assert.Equal(await AskAsync($"uname -m"), facts.Arch);
        Assert.Equal(await AskAsync($"uname -n"), facts.Hostname);
        Assert.Equal(await AskAsync($"[ ! -r /etc/os-release ] || (. /etc/os-release; echo $ID)"), facts.Distro ?? "");
        Assert.Equal(await AskAsync($"[ ! -r /etc/os-release ] || (. /etc/os-release; echo $VERSION_ID)"), facts.DistroVersion ?? "");
        Assert.Equal(await AskAsync($"nproc || getconf _NPROCESSORS_ONLN || :"), $"{facts.CpuCount}");
        Assert.Equal(facts, await Session.RefreshTargetAsync(Cancel));
    }

    [Fact]
    public async Task A_command_gives_both_streams_and_its_status_in_one_round_trip()
    {
        var before = Session.Traffic.RoundTrips;

        var result = await Session.ExecAsync($"echo {"it's 'out' $HOME 🙂"}; echo err >&2; exit 7", new() { ErrorOk = true }, Cancel);

        Assert.Equal(("it's 'out' $HOME 🙂\n", "err\n", 7), (result.Stdout.Text, result.Stderr.Text, result.ExitStatus));
        Assert.Equal(1, Session.Traffic.RoundTrips - before);
    }

    [Fact]
    public async Task Input_of_any_size_goes_through_a_command_unchanged()
    {
        foreach (var size in (int[])[0, 1, 70_000, LargeBytes])
        {
            var input = RandomNumberGenerator.GetBytes(size);

            var result = await Session.ExecAsync($"cat", new() { Stdin = input }, Cancel);

            Assert.True(input.AsSpan().SequenceEqual(result.Stdout.Bytes.Span), $"{size} bytes became {result.Stdout.Bytes.Length} or others");
        }
    }

    [Fact]
    public async Task A_program_whose_reader_has_gone_ends_without_a_word()
    {
        var result = await Session.ExecAsync($"yes | head -n 1", null, Cancel);

        Assert.Equal(("y\n", ""), (result.Stdout.Text, result.Stderr.Text));
    }

    [Fact]
    public async Task A_time_limit_ends_a_hanging_command_with_its_children()
    {
        var mark = NewMark();

        var failure = await Assert.ThrowsAsync<CommandTimeoutException>(() => Session.ExecAsync(
            $"echo begun; sleep 1000 & (sleep 1000 &); (sleep 1000; echo never) | sleep 1000; echo never",
            new() { Environment = mark, TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));

        Assert.Equal("begun", failure.StdoutEnd);
        await NothingOfAsync(mark);
    }

    [Fact]
    public async Task A_time_limit_ends_a_command_that_ignores_SIGTERM_and_has_input_left()
    {
        await using var session = await Session.OpenAsync(_transport!, new() { KillGrace = TimeSpan.FromMilliseconds(500) }, Cancel);
        var mark = NewMark();

        await Assert.ThrowsAsync<CommandTimeoutException>(() => session.ExecAsync(
            $"trap '' TERM; while :; do sleep 1000; done",
            new() { Environment = mark, Stdin = new byte[LargeBytes], TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));

        Assert.Equal("next\n", (await session.ExecAsync($"echo next", null, Cancel)).Stdout.Text);
        await NothingOfAsync(mark);
    }

    [Fact]
    public async Task Ending_a_command_spares_earlier_ones_in_the_background_and_other_programs_of_the_connection()
    {
        await using var connection = new SharedConnection(_transport!);
        await using var one = await Session.OpenAsync(connection, null, Cancel);
        await using var two = await Session.OpenAsync(connection, null, Cancel);
        var (background, beside, hanging) = (NewMark(), NewMark(), NewMark());
        var begun = new TaskCompletionSource();
        await one.ExecAsync($"sleep 1000 >/dev/null 2>&1 &", new() { Environment = background }, Cancel);
        var besides = two.ExecAsync(
            $"echo begun; while ! [ -e {Folder}/gate ]; do sleep 1; done; echo through",
            new() { Environment = beside, OnLine = _ => begun.TrySetResult() }, Cancel);
        await begun.Task.WaitAsync(Cancel);
        // Start times are told in hundredths of a second: the commands have to be further apart than that.
        await one.ExecAsync($"sleep 1", null, Cancel);

        await Assert.ThrowsAsync<CommandTimeoutException>(() => one.ExecAsync(
            $"sleep 1000", new() { Environment = hanging, TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));
        await NothingOfAsync(hanging);
        var spared = await OfAsync(background);
        await one.ExecAsync($"touch {Folder}/gate", null, Cancel);

        Assert.Equal("begun\nthrough\n", (await besides).Stdout.Text);
        Assert.NotEmpty(spared);
        await one.ExecAsync($"kill {spared}", null, Cancel);
        await NothingOfAsync(background);
    }

    [Fact]
    public async Task Files_go_up_and_come_down_whole_with_their_permissions_and_only_where_they_differ()
    {
        foreach (var size in (int[])[0, 1, 70_000, LargeBytes])
        {
            var content = RandomNumberGenerator.GetBytes(size);
            var path = $"{Folder}/it's \"{size}\" $file 🙂";

            var up = await Session.UploadAsync(content, path, new() { Permissions = "0640" }, Cancel);
            var again = await Session.UploadAsync(content, path, new() { Permissions = "0640" }, Cancel);
            var down = await Session.DownloadBytesAsync(path, null, Cancel);

            Assert.Equal((true, false), (up.IsChanged, again.IsChanged));
            Assert.True(content.AsSpan().SequenceEqual(down), $"{size} bytes came back as {down.Length} or others");
            Assert.StartsWith("-rw-r-----", await AskAsync($"ls -l -- {path}"), StringComparison.Ordinal);
        }
        Assert.Equal("4", await AskAsync($"ls -A {Folder} | wc -l | tr -d ' '"));
    }

    [Fact]
    public async Task What_cannot_be_brought_is_told_by_what_is_wrong()
    {
        await Session.ExecAsync($"mkdir {Folder}/folder", null, Cancel);
        foreach (var size in (int[])[10, LargeBytes])
        {
            Assert.Equal(TransferProblem.RemoteFolderMissing, await UploadProblemAsync(new byte[size], $"{Folder}/no/such"));
            Assert.Equal(TransferProblem.RemoteKind, await UploadProblemAsync(new byte[size], $"{Folder}/folder"));
        }
        var missing = await Assert.ThrowsAsync<TransferException>(() => Session.DownloadBytesAsync($"{Folder}/nothing", null, Cancel));
        Assert.Equal(TransferProblem.RemoteMissing, missing.Problem);
        Assert.Equal("folder", await AskAsync($"ls -A {Folder}"));
    }

    [Fact]
    public async Task A_folder_goes_up_and_then_only_what_differs_of_it()
    {
        var script = Path.Combine(_local, "sub folder", "it's a script");
        Directory.CreateDirectory(Path.Combine(_local, "sub folder", "empty"));
        await File.WriteAllTextAsync(Path.Combine(_local, "a"), "content of a", Cancel);
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho ran\n", Cancel);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, (UnixFileMode)Convert.ToInt32("750", 8));
        var remote = $"{Folder}/tree";

        var first = await Session.UploadTreeAsync(_local, remote, null, Cancel);
        var ran = await AskAsync($"{remote}/'sub folder'/\"it's a script\"");
        var again = await Session.UploadTreeAsync(_local, remote, null, Cancel);
        await Session.ExecAsync($"echo other > {remote}/a; echo stranger > {remote}/stranger", null, Cancel);
        var mended = await Session.UploadTreeAsync(_local, remote, new() { DeleteOthers = true }, Cancel);

        Assert.Equal(["a", "sub folder", "sub folder/empty", "sub folder/it's a script"], first.Written.Order(StringComparer.Ordinal));
        Assert.Equal("ran", ran);
        Assert.False(again.IsChanged, string.Join(", ", again.Written));
        Assert.Equal(["a"], mended.Written);
        Assert.Equal(["stranger"], mended.Deleted);
        Assert.Equal("content of a", await AskAsync($"cat {remote}/a"));
    }

    [Fact]
    public async Task A_plan_sets_the_machine_up_and_finds_it_so()
    {
        var plan = new FilesPlan(Folder);

        var before = await plan.ValidateAsync(Mode.Install, _transport!, new() { ErrorOk = true }, Cancel);
        var install = await plan.InstallAsync(_transport!, null, Cancel);
        var after = await plan.ValidateAsync(Mode.Install, _transport!, null, Cancel);

        Assert.Equal([StepOutcome.Invalid], before.Steps.Select(step => step.Outcome));
        Assert.Equal((RunOutcome.Done, 2), (install.Outcome, install.Traffic.RoundTrips));
        Assert.True(after.IsSuccess);
        Assert.Equal("by a command", await AskAsync($"cat {Folder}/command"));
    }

    /// <summary>The way to the machine; skips the spec where there is none.</summary>
    protected abstract Task<Transport> TransportAsync();

    protected async Task<string> AskAsync(ShellCommand command) => (await Session.ExecAsync(command, null, Cancel)).Stdout.Trimmed;

    private async Task<Traffic> OpenedAsync()
    {
        await using var session = await Session.OpenAsync(_transport!, null, Cancel);
        return session.Traffic;
    }

    private async Task<TransferProblem> UploadProblemAsync(byte[] content, string path) =>
        (await Assert.ThrowsAsync<TransferException>(() => Session.UploadAsync(content, path, null, Cancel))).Problem;

    // A variable by which everything a command starts can be found, whatever it is called.
    private static Dictionary<string, string> NewMark() => new() { ["MARCHITECT_SPEC"] = Guid.NewGuid().ToString("N") };

    // Ids of the processes with the mark. The pattern matches the mark and not itself.
    private async Task<string[]> OfAsync(Dictionary<string, string> mark)
    {
        var value = mark["MARCHITECT_SPEC"];
        var found = await AskAsync($"grep -l -s -e {$"MARCHITECT_SPEC={value[..^1]}[{value[^1]}]"} /proc/[0-9]*/environ | cut -d/ -f3");
        return found.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // A signal may take a moment to do its work on a process that nobody waits for.
    private async Task NothingOfAsync(Dictionary<string, string> mark)
    {
        for (var i = 0; i < 50 && await OfAsync(mark) is not []; i++)
            await Task.Delay(100, Cancel);
        Assert.Empty(await OfAsync(mark));
    }

    private sealed class FilesPlan(string folder) : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Files>(new() { ["folder"] = folder })];
    }

    private sealed class Files : Whiteprint
    {
        protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
        {
            await ExecAsync($"echo by a command > {Folder}/command", cancellationToken);
            await UploadAsync("by an upload\n"u8.ToArray(), $"{Folder}/upload", cancellationToken: cancellationToken);
        }

        protected override async Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken)
        {
            var there = await QueryAsync($"cat {Folder}/upload", new() { ErrorOk = true }, cancellationToken);
            return there.Stdout.Text == "by an upload\n" ? null : "the upload is missing";
        }

        private string Folder => Config["folder"].Text;
    }

    /// <summary>Several sessions on one login, as the programs of one session are.</summary>
    private sealed class SharedConnection(Transport inner) : Transport, IAsyncDisposable
    {
        private Connection? _connection;

        public override string Host => inner.Host;

        public override string? Address => inner.Address;

        public override string Shell => inner.Shell;

        public override async Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) =>
            new Borrowed(_connection ??= await inner.ConnectAsync(cancellationToken));

        public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

        private sealed class Borrowed(Connection connection) : Connection
        {
            public override Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken) =>
                connection.StartAsync(shellLine, cancellationToken);

            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
