using System.Text.Json;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Targets;

/// <summary>
/// A whole machine for one test, made by <c>tests/targets/target</c>: Debian, Debian with systemd, or busybox with dropbear.
/// It needs root; where it cannot be had the test is skipped with the reason.
/// </summary>
internal sealed class ThrowAwayTarget : IAsyncDisposable
{
    private static readonly string Tool = Repository.PathOf("tests", "targets", "target");

    private readonly string _name;
    private readonly string _knownHostsFolder = Directory.CreateTempSubdirectory("throw-away-target-").FullName;

    private ThrowAwayTarget(string name, JsonElement info)
    {
        _name = name;
        Host = info.GetProperty("host").GetString()!;
        Port = info.GetProperty("port").GetInt32();
        User = info.GetProperty("user").GetString()!;
        KeyPath = info.GetProperty("keyPath").GetString()!;
        SudoUser = info.GetProperty("sudoUser").GetString()!;
        SudoPassword = info.GetProperty("sudoPassword").GetString()!;
        HostKeyFingerprint = info.GetProperty("hostKeyFingerprint").GetString()!;
        KnownHostsPath = Path.Combine(_knownHostsFolder, "known_hosts");
        File.WriteAllText(KnownHostsPath, info.GetProperty("knownHosts").GetString() + "\n");
    }

    public string Host { get; }

    public int Port { get; }

    /// <summary>root, who logs in with <see cref="KeyPath"/>.</summary>
    public string User { get; }

    public string KeyPath { get; }

    /// <summary>A normal user, who logs in with the same key or with <see cref="SudoPassword"/>.</summary>
    public string SudoUser { get; }

    public string SudoPassword { get; }

    public string HostKeyFingerprint { get; }

    public string KnownHostsPath { get; }

    /// <summary>Debian with sshd and nothing else running.</summary>
    public static Task<ThrowAwayTarget> DebianAsync(CancellationToken cancellationToken, params string[] options) =>
        StartAsync("bookworm", options, cancellationToken);

    /// <summary>Debian booted by systemd.</summary>
    public static Task<ThrowAwayTarget> SystemdAsync(CancellationToken cancellationToken, params string[] options) =>
        StartAsync("bookworm", ["--systemd", .. options], cancellationToken);

    /// <summary>busybox for everything, dropbear for SSH.</summary>
    public static Task<ThrowAwayTarget> BusyboxAsync(CancellationToken cancellationToken, params string[] options) =>
        StartAsync("busybox", options, cancellationToken);

    /// <summary>Runs a command inside as root, without SSH, and gives its stdout.</summary>
    public Task<string> InsideAsync(CancellationToken cancellationToken, params string[] command) =>
        RunAsync(["exec", _name, "--", .. command], cancellationToken);

    /// <summary>Does something to the machine, e.g. <c>freeze</c>, <c>cut</c>, <c>heal</c>; see <c>target help</c>.</summary>
    public Task DoAsync(string command, CancellationToken cancellationToken, params string[] options) =>
        RunAsync([command, _name, .. options], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_knownHostsFolder, recursive: true);
        await RunAsync(["down", _name], CancellationToken.None);
    }

    private static async Task<ThrowAwayTarget> StartAsync(string root, string[] options, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A throw-away machine needs root: run the tests with sudo.");
        var bases = await RunAsync(["base", "list"], cancellationToken);
        Assert.SkipUnless(
            bases.Contains($"\"base\":\"{root}\"", StringComparison.Ordinal),
            $"The {root} root is not built yet: ./test builds it, or tests/targets/target base build --suite {root}.");

        var name = $"t{Guid.NewGuid():N}"[..16];
        var info = await RunAsync(["up", name, "--base", root, .. options], cancellationToken);
        using var json = JsonDocument.Parse(info);
        return new ThrowAwayTarget(name, json.RootElement);
    }

    private static async Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var run = await ProgramRun.StartAsync(Repository.Root, new Dictionary<string, string?>(), cancellationToken, [Tool, .. arguments]);
        return run.ExitStatus == 0 ? run.Stdout : throw new InvalidOperationException(run.AllOutput);
    }
}
