using System.Globalization;

namespace Marchitect;

/// <summary>A command ran longer than it may, and was ended with its children.</summary>
public sealed class CommandTimeoutException : MarchitectException
{
    /// <summary>Makes the error from what is known of the command; secrets must be gone from all texts.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="command">The shell text.</param>
    /// <param name="timeLimit">The limit it passed.</param>
    /// <param name="stdoutEnd">The end of its stdout.</param>
    /// <param name="stderrEnd">The end of its stderr.</param>
    /// <param name="remedy">What the reader can do about it, or null.</param>
    public CommandTimeoutException(
        string what, string command, TimeSpan timeLimit, string stdoutEnd, string stderrEnd, string? remedy = null)
        : base(what, remedy)
    {
        Command = command;
        TimeLimit = timeLimit;
        StdoutEnd = stdoutEnd;
        StderrEnd = stderrEnd;
    }

    /// <summary>The shell text, secrets replaced.</summary>
    public string Command { get; private set; }

    /// <summary>The limit it passed.</summary>
    public TimeSpan TimeLimit { get; }

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
            yield return ("time limit", $"{TimeLimit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s");
            if (StdoutEnd.Length > 0)
                yield return ("stdout", StdoutEnd);
            if (StderrEnd.Length > 0)
                yield return ("stderr", StderrEnd);
        }
    }
}
