namespace Marchitect;

/// <summary>How a program on a machine ended, as its transport saw it.</summary>
/// <param name="ExitStatus">The exit status the transport was told; null where it was told none.</param>
/// <param name="Signal">Name of the signal that ended the program, e.g. <c>KILL</c>; null where none did or it is not told.</param>
/// <param name="Lost">Why the connection ended, where it ended before the program did; else null.</param>
public sealed record ChannelEnd(int? ExitStatus, string? Signal = null, Exception? Lost = null)
{
    /// <summary>Whether the connection ended before the program was seen to end.</summary>
    public bool IsLost => Lost is not null;

    /// <summary>The end in words, e.g. <c>exit status 9</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => this switch
    {
        { Lost: { } lost } => $"connection lost: {lost.Message}",
        { Signal: { } signal } => $"ended by SIG{signal}",
        { ExitStatus: { } status } => $"exit status {status}",
        _ => "ended without a status",
    };
}
