using System.ComponentModel;
using System.Diagnostics;

namespace Marchitect;

/// <summary>A program on the machine we run on, as a channel.</summary>
/// <remarks>
/// .NET 10 waits for a process's pipes by <c>epoll</c>, not on a thread each: forty programs that say nothing cost no thread of the
/// pool, and a pending read can be cancelled. So the pipes are handed out as they are.
/// </remarks>
internal sealed class ProcessChannel : Channel
{
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Lazy<Task> _disposal;

    private ProcessChannel(Process process)
    {
        _process = process;
        _disposal = new(CloseAsync);
        Stdin = process.StandardInput.BaseStream;
        Stdout = process.StandardOutput.BaseStream;
        Stderr = process.StandardError.BaseStream;
        Ended = EndAsync();
    }

    /// <summary>The id of the program's process.</summary>
    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public override Stream Stdin { get; }

    /// <inheritdoc/>
    public override Stream Stdout { get; }

    /// <inheritdoc/>
    public override Stream Stderr { get; }

    /// <inheritdoc/>
    public override Task<ChannelEnd> Ended { get; }

    /// <summary>Starts a program in a session of its own, with SIGPIPE as a terminal has it.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">The folder it starts in.</param>
    /// <param name="environment">Variables that it gets beside our own.</param>
    /// <param name="isQuestion">Whether it only answers us, so that SIGPIPE is nothing to it and need not cost a program more.</param>
    /// <exception cref="UnreachableException">There is no such program, or it could not be started.</exception>
    public static ProcessChannel Start(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string>? environment = null, bool isQuestion = false)
    {
        var program = LocalPrograms.Find(command[0]) ?? throw NotFound(command[0]);
        IReadOnlyList<string> words = [program, .. command.Skip(1)];
        words = OwnSession.Of(isQuestion ? words : DefaultSignals.Of(words));
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new UnreachableException($"{program} could not be started: {e.Message}", inner: e);
        }
    }

    /// <summary>Tells that there is no such program here.</summary>
    public static UnreachableException NotFound(string program) => new(
        $"there is no program {program} on this machine.",
        program.Contains('/', StringComparison.Ordinal) ? null : "Install it, or add its folder to PATH.");

    /// <summary>Ends the process and those it started at once, and releases everything of it.</summary>
    public ValueTask KillAsync()
    {
        if (!Ended.IsCompleted)
            _process.Kill(entireProcessTree: true);
        return DisposeAsync();
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => new(_disposal.Value);

    // Once, though a connection that ends and the one who holds the channel may both ask for it.
    private async Task CloseAsync()
    {
        await CloseAsync(Stdin).ConfigureAwait(false);
        try
        {
            await Ended.WaitAsync(EndGrace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Only this process, by its id, which is ours until it has been waited for: what a command left running on purpose goes on.
            _process.Kill();
            await Ended.ConfigureAwait(false);
        }
        await CloseAsync(Stdout).ConfigureAwait(false);
        await CloseAsync(Stderr).ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<ChannelEnd> EndAsync()
    {
        // Waits for the process alone, not for the end of its output, which a background child may hold open.
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return new(_process.ExitCode);
    }

    private static async ValueTask CloseAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program is gone, and what it did not read with it.
        }
    }
}
