using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class CommandSpecs
{
    [Fact]
    public void What_is_to_be_run_is_run_and_what_is_not_is_left()
    {
        var command = new Command($"make app") { Creates = "/srv/app", WorkingDirectory = "/src", Environment = new Dictionary<string, string> { ["CC"] = "my cc" } };

        var change = command.Decide(Mode.Install, new CommandDue(true));

        Assert.Equal(["cd /src || exit\nexport CC='my cc'\nmake app"], change.Operations.Select(operation => operation.Title));
        Assert.Equal(["command is to be run: /srv/app does not exist"], change.Differences.Select(difference => difference.ToString()));
        Assert.Equal(Change.None, command.Decide(Mode.Install, new CommandDue(false)));
        Assert.Equal(Change.None, command.Decide(Mode.Clean, new NothingAsked()));
    }

    [Theory]
    [InlineData(Mode.Install, true)]
    [InlineData(Mode.Update, true)]
    [InlineData(Mode.Clean, false)]
    [InlineData(Mode.Start, false)]
    [InlineData("installer", false)]
    public void It_asks_in_install_and_update_alone(string mode, bool asks) =>
        Assert.Equal(asks, new Command($"true") { Creates = "/a" }.Observe(mode) != Probe.None);

    [Fact]
    public void Its_modes_can_be_others()
    {
        var command = new Command($"true") { Creates = "/a", Modes = ["deploy"] };

        Assert.Same(Probe.None, command.Observe(Mode.Install));
        Assert.NotSame(Probe.None, command.Observe("deploy"));
    }

    [Fact]
    public void Without_a_word_on_when_there_is_nothing_to_do_it_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new Command($"reboot").Observe(Mode.Install));

        Assert.Contains("Creates, Unless or OnlyIf", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ExecAsync", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_not_work_on_a_host_is_refused_where_it_is_written()
    {
        Assert.Throws<ArgumentException>(() => new Command($"true") { Creates = "relative" });
        Assert.Throws<ArgumentException>(() => new Command($"true") { WorkingDirectory = "relative" });
        Assert.Throws<ArgumentException>(() => new Command($"true") { Creates = "/a", Environment = new Dictionary<string, string> { ["a b"] = "c" } }.Observe(Mode.Install));
        Assert.Throws<ArgumentException>(() => new Command(new string('x', 100_001)) { Creates = "/a" }.Observe(Mode.Install));
        Assert.Throws<ArgumentException>(() => new Command($"true") { Unless = new string('x', 100_001) }.Observe(Mode.Install));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_command_is_run_once_and_not_again(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("mkdir -p /srv; touch /srv/queue");
        Prefab[] commands =
        [
            new Command($"echo one >> /srv/one; {Hostile:raw}") { Creates = "/srv/one" },
            new Command($"echo two >> \"$NAME\"")
            {
                WorkingDirectory = "/srv",
                Environment = new Dictionary<string, string> { ["NAME"] = "it's $HOME\n%s \\ ü" },
                Unless = $"grep -q two \"$NAME\"; [ $? = 0 ] || exit 7",
            },
            new Command($"rm queue") { OnlyIf = $"[ -e queue ] # looked at", WorkingDirectory = "/srv" },
            new Command($"ln -s nowhere /srv/link; echo once >> /srv/links") { Creates = "/srv/link" },
        ];

        await host.ExpectContractAsync(
            commands,
            async () => Assert.Equal(
                "one\ntwo\nonce\nlink links\n",
                await host.ShAsync("cd /srv; cat one it*; [ ! -e queue ] || echo queue; cat links; echo link*")),
            async () => Assert.Equal("one\n", await host.ShAsync("cat /srv/one")));
    }

    [Fact]
    public async Task Any_of_the_three_is_enough_to_leave_it()
    {
        await using var host = await PrefabHost.StartAsync("busybox root");
        var ran = new Command($"echo ran >> /tmp/ran");

        var report = await host.InstallAsync(
            ran with { Creates = "/etc", Unless = $"false", OnlyIf = $"true" },
            ran with { Creates = "/none", Unless = $"true", OnlyIf = $"true" },
            ran with { Creates = "/none", Unless = $"false", OnlyIf = $"false" },
            ran with { Unless = $"exit 0; nonsense (", OnlyIf = $"no-such-program" });

        PrefabHost.ExpectDone(report);
        Assert.Empty(report.Changes);
        Assert.Equal("", await host.ShAsync("cat /tmp/ran 2>/dev/null || :"));
    }

    [Fact]
    public async Task A_command_that_fails_is_told_with_its_exit_status_and_output_and_what_follows_is_not_run()
    {
        await using var host = await PrefabHost.StartAsync("debian root");

        var report = await host.InstallAsync(
            new Command($"echo out; echo err >&2; exit 3") { Creates = "/srv/made" },
            new Command($"touch /srv/after") { Creates = "/srv/after" });

        var error = Assert.IsType<PrefabFailedException>(report.Error);
        Assert.Equal(3, error.ExitStatus);
        Assert.Contains("out", error.OutputEnd, StringComparison.Ordinal);
        Assert.Contains("err", error.OutputEnd, StringComparison.Ordinal);
        Assert.Equal("", await host.ShAsync("ls /srv"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Secrets_reach_the_command_and_are_seen_nowhere(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        var command = new Command(
            $"cat >/srv/stdin; printf %s \"$PASSWORD\" >/srv/password; grep -l 'c[a]nary' /proc/[0-9]*/cmdline >/srv/seen 2>/dev/null; cat /srv/stdin; echo \"$PASSWORD\" >&2; exit 3")
        {
            Creates = "/srv/made",
            Unless = $"[ \"$PASSWORD\" = another ]",
            SecretEnvironment = new Dictionary<string, Secret> { ["PASSWORD"] = Secret.Of("env canary 'x'\n$HOME") },
            Input = Secret.Of("stdin canary\n\\n%s\n"),
        };

        var preview = await host.PreviewAsync(Mode.Install, command);
        var failed = await host.InstallAsync(command);

        Assert.Equal(3, Assert.IsType<PrefabFailedException>(failed.Error).ExitStatus);
        Assert.Equal("stdin canary\n\\n%s\nenv canary 'x'\n$HOME", await host.ShAsync("cat /srv/stdin /srv/password"));
        Assert.Equal("", await host.ShAsync("cat /srv/seen"));
        Assert.Contains("***", ((PrefabFailedException)failed.Error).OutputEnd, StringComparison.Ordinal);
        var change = Assert.Single(preview.Changes);
        string[] seen =
        [
            $"{command}", failed.Error.Message, $"{failed.Error}", .. change.Operations, .. change.Differences.Select(each => $"{each}"),
            .. host.Events.Select(each => each is OutputRead { Line: var line } ? line.Text : $"{each}"),
        ];
        Assert.DoesNotContain(seen, text => text.Contains("canary", StringComparison.Ordinal));
        Assert.Contains(host.Events, each => each is OutputRead { Line.Text: "***" });
        PrefabHost.ExpectDone(await host.InstallAsync(command with { SecretEnvironment = new Dictionary<string, Secret> { ["PASSWORD"] = Secret.Of("another") } }));
    }

    [Fact]
    public async Task A_command_that_would_be_run_again_did_not_hold()
    {
        await using var host = await PrefabHost.StartAsync("busybox root");

        var report = await host.InstallAsync(
            new Command($"echo ran >> /tmp/ran") { OnlyIf = $"true" },
            new Command($"touch /tmp/after") { Creates = "/tmp/after" });

        Assert.False(report.IsSuccess);
        Assert.Contains("did not hold", report.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("ran\n", await host.ShAsync("cat /tmp/ran; [ ! -e /tmp/after ] || echo after"));
    }

    [Fact]
    public async Task A_command_cut_off_midway_is_run_again()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        var command = new Command($"echo begun >> /srv/log; [ -e /srv/second ] || {{ touch /srv/second; kill -9 $PPID; sleep 5; }}; touch /srv/made") { Creates = "/srv/made" };

        var cut = await host.InstallAsync(command);
        await host.ShAsync("rm -f /srv/made");
        var again = await host.InstallAsync(command);

        Assert.False(cut.IsSuccess);
        PrefabHost.ExpectDone(again);
        Assert.Equal("begun\nbegun\n", await host.ShAsync("cat /srv/log; ls /srv/made >/dev/null"));
    }

    private const string Hostile = "printf '%s' \"it's\" >/dev/null; : <<'end'\n$(nonsense) `x` \"'\nend\ncd /; set -e; trap : EXIT; exit 0";
}
