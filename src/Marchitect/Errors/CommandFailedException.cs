using System.Globalization;

namespace Marchitect;

/// <summary>A command ended with a status other than 0.</summary>
public sealed class CommandFailedException : MarchitectException
{
    /// <summary>Makes the error from what is known of the command; secrets must be gone from all texts.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="command">The shell text.</param>
    /// <param name="exitStatus">Its exit status.</param>
    /// <param name="stdoutEnd">The end of its stdout.</param>
    /// <param name="stderrEnd">The end of its stderr.</param>
    /// <param name="elapsed">How long it ran.</param>
    /// <param name="remedy">What the reader can do about it, or null.</param>
    public CommandFailedException(
        string what, string command, int exitStatus, string stdoutEnd, string stderrEnd, TimeSpan elapsed, string? remedy = null)
        : base(what, remedy)
    {
        Command = command;
        ExitStatus = exitStatus;
        StdoutEnd = stdoutEnd;
        StderrEnd = stderrEnd;
        Elapsed = elapsed;
    }

    /// <summary>The shell text, secrets replaced.</summary>
    public string Command { get; private set; }

    /// <summary>The exit status, 1 to 255.</summary>
    public int ExitStatus { get; }

    /// <summary>The end of what it wrote on stdout, secrets replaced.</summary>
    public string StdoutEnd { get; private set; }

    /// <summary>The end of what it wrote on stderr, secrets replaced.</summary>
    public string StderrEnd { get; private set; }

    /// <summary>From sending it to knowing its end.</summary>
    public TimeSpan Elapsed { get; }

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
            yield return ("exit status", $"{ExitStatusText.Of(ExitStatus)}, after {Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
            if (StdoutEnd.Length > 0)
                yield return ("stdout", StdoutEnd);
            if (StderrEnd.Length > 0)
                yield return ("stderr", StderrEnd);
        }
    }
}
