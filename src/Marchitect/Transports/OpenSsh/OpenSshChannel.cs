namespace Marchitect;

/// <summary>A program on another machine, behind an <c>ssh</c> process that has logged in.</summary>
/// <param name="process">That process.</param>
/// <param name="stdout">Its stdout from the program's first byte on.</param>
/// <param name="stderr">Its stderr from the program's first byte on.</param>
internal sealed class OpenSshChannel(ProcessChannel process, Stream stdout, Stream stderr) : Channel
{
    // ssh(1), EXIT STATUS. A program's own 255 looks the same; ours give none.
    private const int SshError = 255;

    /// <inheritdoc/>
    public override Stream Stdin => process.Stdin;

    /// <inheritdoc/>
    public override Stream Stdout => stdout;

    /// <inheritdoc/>
    public override Stream Stderr => stderr;

    /// <inheritdoc/>
    public override Task<ChannelEnd> Ended { get; } = EndAsync(process);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<ChannelEnd> EndAsync(ProcessChannel process)
    {
        var end = await process.Ended.ConfigureAwait(false);
        return end.ExitStatus switch
        {
            SshError => new(null, null, new ConnectionLostException(
                "ssh ended with exit status 255: the connection was lost, or a signal ended the program there")),
            // .NET tells a process that a signal ended by 128 and the signal's number, as a shell there tells one of its own.
            129 or 130 or 137 or 143 => new(null, null, new ConnectionLostException(
                $"a signal ended the ssh program here, or the program there ({end})")),
            _ => end,
        };
    }
}
