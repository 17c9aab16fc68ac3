namespace Marchitect;

/// <summary>A command wrote more than is to be kept. Never leaves the session: it becomes an error that names the command.</summary>
internal sealed class TooMuchOutputException(long limitBytes) : Exception($"more than {limitBytes} bytes of output")
{
    public long LimitBytes { get; } = limitBytes;
}
