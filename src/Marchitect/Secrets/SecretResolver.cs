namespace Marchitect;

/// <summary>
/// Fetches the texts of secrets: each place is asked once, whatever the number of hosts and steps. Give one to several runs and they share what was fetched.
/// </summary>
public sealed class SecretResolver
{
    private readonly Dictionary<SecretOrigin, Task<string>> _fetched = [];
    private readonly Lock _lock = new();

    /// <summary>Asks a person for a text, without showing it; null is no answer. <value>Default: null, there is nobody to ask.</value></summary>
    public Func<string, CancellationToken, ValueTask<string?>>? Ask { get; init; }

    /// <summary>Fetches the text of a secret, once.</summary>
    /// <exception cref="SecretException">It cannot be had.</exception>
    internal async ValueTask ResolveAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (secret.IsResolved)
            return;
        Task<string> fetching;
        lock (_lock)
        {
            if (!_fetched.TryGetValue(secret.Origin, out fetching!))
                _fetched.Add(secret.Origin, fetching = secret.Origin.FetchAsync(this, cancellationToken).AsTask());
        }
        secret.Resolve(await fetching.ConfigureAwait(false));
    }
}
