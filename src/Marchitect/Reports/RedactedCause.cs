namespace Marchitect;

/// <summary>Stands for an error that is none of ours and that tells a secret: what it said without that, and nothing of the error itself.</summary>
internal sealed class RedactedCause(Exception cause, Func<string, string> redact) : Exception(redact($"{cause.GetType().FullName}: {cause.Message}"))
{
    private readonly string _text = redact(cause.ToString());

    /// <summary>Where it was thrown.</summary>
    public override string? StackTrace { get; } = cause.StackTrace;

    /// <summary>All that it said, its causes with it.</summary>
    public override string ToString() => _text;
}
