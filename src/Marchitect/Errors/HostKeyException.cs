namespace Marchitect;

/// <summary>The host showed a key that is not the one known for it. Nothing was sent to it, no password and no command.</summary>
/// <param name="problem">What is wrong with the key.</param>
/// <param name="what">What happened.</param>
/// <param name="remedy">What the reader can do about it.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class HostKeyException(HostKeyProblem problem, string what, string? remedy = null, Exception? inner = null)
    : MarchitectException(what, remedy, inner)
{
    private string? _said;

    /// <summary>What is wrong with the key.</summary>
    public HostKeyProblem Problem { get; } = problem;

    /// <summary>Type of the key that the host showed, e.g. <c>ssh-ed25519</c>; null where the transport was not told.</summary>
    public string? KeyType { get; init; }

    /// <summary>Its fingerprint as <c>ssh-keygen -l</c> prints it, e.g. <c>SHA256:jVfm...</c>; null where the transport was not told.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The known-hosts file whose line decided: the old key, the revoked one, the authority. Null where no line did.</summary>
    public string? File { get; init; }

    /// <summary>The line in <see cref="File"/>, from 1; null where no line decided.</summary>
    public int? Line { get; init; }

    /// <summary>Fingerprint of the key in that line; null where no line decided.</summary>
    public string? KnownFingerprint { get; init; }

    /// <summary>The known-hosts files that were looked at, each with what was found there, e.g. <c>/root/.ssh/known_hosts (not there)</c>.</summary>
    public IReadOnlyList<string> LookedIn { get; init; } = [];

    /// <summary>What the <c>ssh</c> program said, where it was what met the key; else null.</summary>
    public string? Said { get => _said; init => _said = value; }

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause) => _said = Redacted(_said, redact);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            if (Fingerprint is not null)
                yield return ("host key", KeyType is null ? Fingerprint : $"{KeyType} {Fingerprint}");
            if (KnownFingerprint is not null)
                yield return (Problem is HostKeyProblem.CertificateAuthority ? "authority" : "known key", KnownFingerprint);
            if (File is not null)
                yield return ("written in", Line is null ? File : $"{File}:{Line}");
            if (LookedIn.Count > 0)
                yield return ("looked in", string.Join('\n', LookedIn));
            if (Said is not null)
                yield return ("ssh said", Said);
        }
    }
}
