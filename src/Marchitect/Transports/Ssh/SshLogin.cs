using Renci.SshNet;

namespace Marchitect;

/// <summary>The ways to log in that a connection tries, in order, and what came of each.</summary>
internal sealed class SshLogin : IDisposable
{
    private readonly List<AuthenticationMethod> _attempts = [];
    private readonly List<IDisposable> _kept = [];
    private readonly List<string> _told = [];

    public SshLogin(SshEndpoint endpoint)
    {
        User = endpoint.User;
        SignTimeLimit = endpoint.LoginTimeLimit;
        foreach (var credential in endpoint.Credentials)
            credential.AddTo(this);
    }

    public string User { get; }

    /// <summary>How long an agent may take to sign; it may have to ask its user.</summary>
    public TimeSpan SignTimeLimit { get; }

    public AuthenticationMethod[] Attempts => [.. _attempts];

    /// <summary>What was tried and what was passed over, in order.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    /// <summary>Has something disposed when the login is over.</summary>
    public void Keep(IDisposable kept) => _kept.Add(kept);

    public void Add(AuthenticationMethod attempt) => _attempts.Add(attempt);

    public void Note(string fact)
    {
        lock (_told)
            _told.Add(fact);
    }

    public void Note(string attempt, AuthenticationResult result) => Note(result switch
    {
        AuthenticationResult.Success => $"{attempt}: accepted",
        AuthenticationResult.PartialSuccess => $"{attempt}: accepted, but the server wants more",
        _ => $"{attempt}: refused",
    });

    public void Dispose()
    {
        foreach (var attempt in _attempts)
            attempt.Dispose();
        foreach (var kept in _kept)
            kept.Dispose();
    }
}
