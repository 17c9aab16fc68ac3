namespace Marchitect;

/// <summary>A command wrote more than is kept of its output, and was ended with its children.</summary>
public sealed class OutputLimitException : MarchitectException
{
    /// <summary>Makes the error from what is known of the command; secrets must be gone from all texts.</summary>
    /// <param name="command">The shell text.</param>
    /// <param name="limitBytes">How many bytes of each output stream are kept.</param>
    /// <param name="stdoutEnd">The end of its stdout.</param>
    /// <param name="stderrEnd">The end of its stderr.</param>
    /// <param name="remedy">What the reader can do about it.</param>
    public OutputLimitException(string command, long limitBytes, string stdoutEnd, string stderrEnd, string remedy)
        : base($"a command wrote more than the {limitBytes} bytes that are kept, and was ended.", remedy)
    {
        Command = command;
        LimitBytes = limitBytes;
        StdoutEnd = stdoutEnd;
        StderrEnd = stderrEnd;
    }

    /// <summary>The shell text, secrets replaced.</summary>
    public string Command { get; private set; }

    /// <summary>How many bytes of each output stream are kept.</summary>
    public long LimitBytes { get; }

    /// <summary>The end of what it wrote on stdout, secrets replaced.</summary>
    public string StdoutEnd { get; private set; }

    /// <summary>The end of what it wrote on stderr, secrets replaced.</summary>
    public string StderrEnd { get; private set; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
        Command = redact(Command);
        StdoutEnd = redact(StdoutEnd);
        StderrEnd = redact(StderrEnd);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            yield return ("command", Command);
            if (StdoutEnd.Length > 0)
                yield return ("stdout", StdoutEnd);
            if (StderrEnd.Length > 0)
                yield return ("stderr", StderrEnd);
        }
    }
}
