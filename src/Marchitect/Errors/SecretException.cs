namespace Marchitect;

/// <summary>A secret cannot be had: its file is missing, a command failed, a password is wrong.</summary>
/// <param name="what">What is wrong; nothing of the secret.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class SecretException(string what, string? remedy = null, Exception? inner = null) : MarchitectException(what, remedy, inner)
{
    /// <summary>The exit status of the command that was to tell the secret; null where there was none, or it did not end by itself.</summary>
    public int? ExitStatus { get; internal init; }

    /// <summary>The end of what that command wrote on stderr; empty where there was none. What it wrote on stdout is told nowhere.</summary>
    public string StderrEnd { get; internal init; } = "";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            if (ExitStatus is { } status)
                yield return ("exit status", ExitStatusText.Of(status));
            if (StderrEnd.Length > 0)
                yield return ("stderr", StderrEnd);
        }
    }
}
