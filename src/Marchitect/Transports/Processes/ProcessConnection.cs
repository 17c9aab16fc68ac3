namespace Marchitect;

/// <summary>Starts each program as a process here, by the words that a transport puts before the shell line.</summary>
/// <param name="command">The program and arguments that the shell line is appended to.</param>
/// <param name="folder">The folder it starts in.</param>
internal sealed class ProcessConnection(IReadOnlyList<string> command, string folder) : Connection
{
    private readonly OpenChannels _channels = new();

    /// <inheritdoc/>
    public override Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_channels.Add(ProcessChannel.Start([.. command, shellLine], folder)));
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _channels.DisposeAsync();
}
