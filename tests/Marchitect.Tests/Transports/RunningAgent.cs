using System.Diagnostics;

namespace Marchitect.Tests.Transports;

/// <summary>A real ssh-agent in a folder of the test.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly Process _process;

    private RunningAgent(Process process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    public string Socket { get; }

    public static async Task<RunningAgent> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var socket = Path.Combine(folder, $"agent-{Guid.NewGuid():N}");
        // -D: stay in the foreground, as our child.
        var process = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new(process, socket);
    }

    public async Task AddAsync(string key, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ssh-add", ["-q", key]) { RedirectStandardError = true };
        start.Environment["SSH_AUTH_SOCK"] = Socket;
        using var process = Process.Start(start)!;
        var told = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, told);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
