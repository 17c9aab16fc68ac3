namespace Marchitect;

/// <summary>
/// Any command line that starts a program where it should run: <c>docker exec -i NAME</c>, <c>podman exec -i NAME</c>,
/// <c>kubectl exec -i POD --</c>, <c>chroot DIR</c>, <c>nsenter -t PID -a</c>, <c>incus exec NAME --</c>. The words
/// <c>/bin/sh</c>, <c>-c</c> and a line are appended to it.
/// </summary>
/// <remarks>
/// The command must hand stdin, stdout and stderr through as bytes: no terminal (no <c>-t</c>), and <c>-i</c> where stdin needs it.
/// It is started once for each program, here, without a shell, in our user's home. It should end when its stdin does; what it
/// started elsewhere is not ended with it if it does not see to that (<c>docker exec</c> does not).
/// </remarks>
public sealed class CommandTransport : Transport
{
    private readonly IReadOnlyList<string> _command;

    /// <summary>Makes a way to a machine by a command.</summary>
    /// <param name="command">The program and its arguments, e.g. <c>["docker", "exec", "-i", "web-1"]</c>; each arrives as it is.</param>
    /// <param name="host">The machine as its user calls it, e.g. <c>web-1</c>; null makes it the command itself.</param>
    /// <exception cref="ArgumentException">The command has no word, or no program's name.</exception>
    public CommandTransport(IEnumerable<string> command, string? host = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        _command = [.. command];
        if (_command.Count == 0 || string.IsNullOrWhiteSpace(_command[0]))
            throw new ArgumentException("The command has no program, as in [\"docker\", \"exec\", \"-i\", \"web-1\"].", nameof(command));
        Host = host ?? string.Join(' ', _command);
    }

    /// <inheritdoc/>
    public override string Host { get; }

    /// <inheritdoc/>
    public override string? Address => string.Join(' ', _command.Select(Marchitect.Shell.Quote));

    /// <inheritdoc/>
    /// <exception cref="UnreachableException">There is no such program here.</exception>
    public override Task<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Said at once, not only when a program is to be started.
        if (LocalPrograms.Find(_command[0]) is null)
            throw ProcessChannel.NotFound(_command[0]);
        return Task.FromResult<Connection>(new ProcessConnection([.. _command, "/bin/sh", "-c"], LocalTransport.Home()));
    }
}
