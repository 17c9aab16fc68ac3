namespace Marchitect;

/// <summary>A prefab's state could not be brought about, or did not hold after its change had run.</summary>
/// <param name="what">What happened.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
/// <param name="wanted">What is still wanted, in words; null where that says no more.</param>
/// <param name="found">What the host was found to be, in words; null where that says no more.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class PrefabFailedException(string what, string? remedy = null, string? wanted = null, string? found = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    private string? _operation;
    private string? _outputEnd;

    /// <summary>What is still wanted, in words; null where that says no more.</summary>
    public string? Wanted { get; private set; } = wanted;

    /// <summary>What the host was found to be, in words; null where that says no more.</summary>
    public string? Found { get; private set; } = found;

    /// <summary>What was run when it failed, as the user sees it; null where nothing was.</summary>
    public string? Operation { get => _operation; init => _operation = value; }

    /// <summary>The exit status of <see cref="Operation"/>; null where nothing failed with one.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The end of what it wrote; null where it wrote nothing.</summary>
    public string? OutputEnd { get => _outputEnd; init => _outputEnd = value; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
        Wanted = Redacted(Wanted, redact);
        Found = Redacted(Found, redact);
        _operation = Redacted(_operation, redact);
        _outputEnd = Redacted(_outputEnd, redact);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            if (Wanted is not null)
                yield return ("wanted", Wanted);
            if (Found is not null)
                yield return ("found", Found);
            if (Operation is not null)
                yield return ("command", Operation);
            if (ExitStatus is { } status)
                yield return ("exit status", ExitStatusText.Of(status));
            if (OutputEnd is not null)
                yield return ("output", OutputEnd);
        }
    }
}
