using System.Collections.Concurrent;
using Marchitect.Tests.Targets;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>A throw-away machine, a user on it, and a way to bring prefabs about there as a plan of one step.</summary>
internal sealed partial class PrefabHost : IAsyncDisposable
{
    private readonly ThrowAwayTarget _target;
    private readonly Become? _as;

    private PrefabHost(ThrowAwayTarget target, string user, Become? actAs)
    {
        _target = target;
        _as = actAs;
        Transport = TransportOf(user, SshCredential.PrivateKeyFile(target.KeyPath));
    }

    /// <summary>Each way a prefab has to work: as root and through sudo on Debian, as root on busybox.</summary>
    public static TheoryData<string> All => ["debian root", "debian sudo", "busybox root"];

    /// <summary>Those with GNU tools and packages.</summary>
    public static TheoryData<string> Debian => ["debian root", "debian sudo"];

    public Transport Transport { get; }

    /// <summary>The password of the machine's normal user, <c>deploy</c>.</summary>
    public string Password => _target.SudoPassword;

    /// <summary>What was told of all runs so far, in order.</summary>
    public ConcurrentQueue<RunEvent> Events { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PrefabHost> StartAsync(string kind, params string[] options) => kind switch
    {
        "debian root" => Of(await ThrowAwayTarget.DebianAsync(Cancel, options), null),
        "debian sudo" => await WithSudoAsync(await ThrowAwayTarget.DebianAsync(Cancel, options)),
        "systemd root" => Of(await ThrowAwayTarget.SystemdAsync(Cancel, options), null),
        "systemd sudo" => await WithSudoAsync(await ThrowAwayTarget.SystemdAsync(Cancel, options)),
        "busybox root" => await WithSrvAsync(await ThrowAwayTarget.BusyboxAsync(Cancel, options)),
        _ => throw new ArgumentException($"There is no machine '{kind}'.", nameof(kind)),
    };

    public Task<RunReport> InstallAsync(params Prefab[] prefabs) => RunAsync(Mode.Install, prefabs);

    public Task<RunReport> CleanAsync(params Prefab[] prefabs) => RunAsync(Mode.Clean, prefabs);

    public Task<RunReport> RunAsync(string mode, params Prefab[] prefabs) =>
        WithAsync(prefabs, plan => plan.ExecuteAsync(mode, Transport, Options, Cancel));

    public Task<RunReport> PreviewAsync(string mode, params Prefab[] prefabs) =>
        WithAsync(prefabs, plan => plan.PreviewAsync(mode, Transport, Options, Cancel));

    public Task<RunReport> ApplyAsync(SavedPlan saved, params Prefab[] prefabs) =>
        WithAsync(prefabs, plan => plan.ApplyAsync(saved, Transport, Options, Cancel));

    public Task<RunReport> ValidateAsync(string mode, params Prefab[] prefabs) =>
        WithAsync(prefabs, plan => plan.ValidateAsync(mode, Transport, Options, Cancel));

    /// <summary>Logs in as a user of the machine and asks the host who that is.</summary>
    public async Task<string> LogInAsync(string user, SshCredential credential)
    {
        await using var session = await Session.OpenAsync(TransportOf(user, credential), cancellationToken: Cancel);
        return (await session.ExecAsync($"id -un", cancellationToken: Cancel)).Stdout.Text.Trim();
    }

    /// <summary>The same machine with runs of another user's, who logs in with the key; this one still ends it.</summary>
    public PrefabHost Of(string user) => new(_target, user, null);

    /// <summary>Runs a script inside as root, without SSH, and gives its stdout.</summary>
    public Task<string> ShAsync(string script) => _target.InsideAsync(Cancel, "/bin/sh", "-c", script);

    /// <summary>Does something to the machine, e.g. <c>mark LABEL</c>, <c>cut</c>; see <c>target help</c>.</summary>
    public Task DoAsync(string command, params string[] options) => _target.DoAsync(command, Cancel, options);

    /// <summary>
    /// What holds for every prefab: a dry run tells a change and leaves no trace; applied it holds, by its own validation and by
    /// <paramref name="holds"/>; applied again it is unchanged, costs one round trip and writes nothing; cleaned it is gone, by
    /// <paramref name="gone"/>, and that again changes nothing.
    /// </summary>
    public async Task ExpectContractAsync(Prefab[] prefabs, Func<Task> holds, Func<Task>? gone)
    {
        await DoAsync("mark", "pristine");
        var preview = await PreviewAsync(Mode.Install, prefabs);
        ExpectDone(preview);
        Assert.NotEmpty(preview.Changes);
        await DoAsync("diff", "pristine");

        ExpectDone(await InstallAsync(prefabs));
        await holds();
        ExpectDone(await ValidateAsync(Mode.Install, prefabs));

        await DoAsync("mark", "installed");
        var second = await InstallAsync(prefabs);
        ExpectDone(second);
        Assert.Empty(second.Changes);
        // Becoming another user with a password takes two more: the prompt, and the shell's first word.
        Assert.Equal(_as is null ? 1 : 3, second.Traffic.RoundTrips);
        await DoAsync("diff", "installed");

        if (gone is null)
            return;
        ExpectDone(await CleanAsync(prefabs));
        await gone();
        await DoAsync("mark", "cleaned");
        var again = await CleanAsync(prefabs);
        ExpectDone(again);
        Assert.Empty(again.Changes);
        await DoAsync("diff", "cleaned");
    }

    /// <summary>Nothing that a change writes beside its place is left anywhere.</summary>
    public async Task ExpectNoLeftoversAsync() =>
        Assert.Equal("", await ShAsync("find / -xdev -name '.marchitect*' 2>/dev/null; true"));

    public static void ExpectDone(RunReport report) => Assert.True(report.IsSuccess, report.Error?.Message ?? string.Join('\n', report.Problems.Select(step => step.Problem)));

    public ValueTask DisposeAsync() => _target.DisposeAsync();

    private RunOptions Options => new()
    {
        ErrorOk = true,
        OnEvent = Events.Enqueue,
        As = _as,
        ResourcePaths = [Path.GetTempPath()],
        SessionOptions = new() { BecomePassword = (_, _) => ValueTask.FromResult<string?>(_target.SudoPassword) },
    };

    // Debian's sudo leaves a mark in the home of who uses it for the first time; it is none of ours.
    private static async Task<PrefabHost> WithSudoAsync(ThrowAwayTarget target)
    {
        await target.InsideAsync(Cancel, "touch", $"/home/{target.SudoUser}/.sudo_as_admin_successful");
        return Of(target, Become.Sudo());
    }

    // A folder in which the specs of all machines work.
    private static async Task<PrefabHost> WithSrvAsync(ThrowAwayTarget target)
    {
        await target.InsideAsync(Cancel, "mkdir", "-p", "/srv");
        return Of(target, null);
    }

    private static PrefabHost Of(ThrowAwayTarget target, Become? actAs) => new(target, actAs is null ? target.User : target.SudoUser, actAs);

    private SshTransport TransportOf(string user, SshCredential credential) => new(new()
    {
        Host = _target.Host,
        Port = _target.Port,
        User = user,
        Credentials = [credential],
        HostKeys = new() { KnownHostsFiles = [_target.KnownHostsPath] },
    });

    private static async Task<RunReport> WithAsync(Prefab[] prefabs, Func<SitePlan, Task<RunReport>> run)
    {
        GivenPrefabs.Current.Value = prefabs;
        return await run(new OneStep());
    }

    private sealed class OneStep : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<GivenPrefabs>()];
    }
}
