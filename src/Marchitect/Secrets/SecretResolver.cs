using System.Diagnostics.CodeAnalysis;

namespace Marchitect;

/// <summary>
/// Fetches the texts of secrets: each place is asked once, whatever the number of hosts and steps. Give one to several runs and they share what was fetched.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The semaphore holds nothing to dispose: its wait handle is never asked for.")]
public sealed class SecretResolver
{
    private readonly Dictionary<object, Task> _fetched = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _asking = new(1);

    /// <summary>Asks a person for a text, without showing it; null is no answer. One question at a time. <value>Default: null, there is nobody to ask.</value></summary>
    public Func<string, CancellationToken, ValueTask<string?>>? Ask { get; init; }

    /// <summary>
    /// The file with the password of Ansible vaults and of files made by <c>secret set</c>; a leading <c>~/</c> is the home. White space around
    /// the password does not count. A file that may be executed is run instead, and what it writes on stdout is the password.
    /// <value>Default: null, the file that the environment variable <c>MARCHITECT_VAULT_PASSWORD_FILE</c> names, for Ansible vaults else that of
    /// <c>ANSIBLE_VAULT_PASSWORD_FILE</c>; where there is none either, <see cref="Ask"/> is asked once for each encrypted file.</value>
    /// </summary>
    public string? VaultPasswordFile { get; init; }

    /// <summary>Fetches the text of a secret, once.</summary>
    /// <exception cref="SecretException">It cannot be had.</exception>
    internal async ValueTask ResolveAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (!secret.IsResolved)
            secret.Resolve(await OnceAsync(secret.Origin, token => secret.Origin.FetchAsync(this, token).AsTask(), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Fetches what is at a place, unless that was done before.</summary>
    /// <param name="place">The place; equal ones are one.</param>
    /// <param name="fetch">Fetches it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<T> OnceAsync<T>(object place, Func<CancellationToken, Task<T>> fetch, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? fetching;
            bool isOurs;
            lock (_lock)
            {
                // What another run broke off is fetched anew.
                isOurs = !_fetched.TryGetValue(place, out fetching) || fetching.IsCanceled;
                if (isOurs)
                    _fetched[place] = fetching = Task.Run(() => fetch(cancellationToken), cancellationToken);
            }
            try
            {
                return await ((Task<T>)fetching!).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!isOurs && !cancellationToken.IsCancellationRequested)
            {
            }
        }
    }

    /// <summary>Asks a person, while nobody else does.</summary>
    /// <returns>The answer, or null where there is none.</returns>
    /// <exception cref="SecretException">There is nobody to ask.</exception>
    internal async Task<string?> AskAsync(string question, string remedy, CancellationToken cancellationToken)
    {
        if (Ask is null)
            throw new SecretException($"there is nobody to ask: '{question.TrimEnd(' ', ':')}'.", remedy);
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Ask(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    }
}
