namespace Marchitect;

/// <summary>Runs one command on a machine, without a plan.</summary>
public static class TransportExec
{
    /// <summary>
    /// Reaches the machine, runs one command and leaves: <c>await transport.ExecAsync($"uptime")</c>. For several commands open a
    /// <see cref="Session"/>, which logs in once.
    /// </summary>
    /// <param name="transport">The way to the machine.</param>
    /// <param name="command">The command.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="sessionOptions">How the session behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the command with its children.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="CommandFailedException">Its exit status is not 0, and <see cref="ExecOptions.ErrorOk"/> is false.</exception>
    /// <exception cref="MarchitectException">The machine was not reached, did not let us in, or was lost.</exception>
    public static async Task<ExecResult> ExecAsync(
        this Transport transport,
        ShellCommand command,
        ExecOptions? options = null,
        SessionOptions? sessionOptions = null,
        CancellationToken cancellationToken = default)
    {
        var session = await Session.OpenAsync(transport, sessionOptions, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return await session.ExecAsync(command, options, cancellationToken).ConfigureAwait(false);
    }
}
