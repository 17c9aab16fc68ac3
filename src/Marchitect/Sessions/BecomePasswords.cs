namespace Marchitect;

/// <summary>
/// The passwords of one login: each asked for once, and none sent again that was not taken, since the host counts wrong ones and may lock
/// the account.
/// </summary>
internal sealed class BecomePasswords(Func<Become, CancellationToken, ValueTask<string?>>? ask) : IDisposable
{
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BecomeProblem Problem, string? Said)> _refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _asking = new(1, 1);

    /// <summary>Whether it is already known that there is none, so that the host need not ask.</summary>
    public bool HasNone(Become become)
    {
        lock (_known)
            return ask is null || (_known.TryGetValue(Whose(become), out var known) && known is null);
    }

    /// <summary>The password, or null where there is none.</summary>
    public async Task<string?> OfAsync(Become become, CancellationToken cancellationToken)
    {
        if (ask is null)
            return null;
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_known)
            {
                if (_known.TryGetValue(Whose(become), out var known))
                    return known;
            }
            var answer = await ask(become, cancellationToken).ConfigureAwait(false);
            if (answer?.IndexOfAny(['\n', '\r', '\0']) >= 0)
                throw new MarchitectException($"the password to act as {become} has more than one line.", "SessionOptions.BecomePassword has to give one line, without its end.");
            var password = string.IsNullOrEmpty(answer) ? null : answer;
            lock (_known)
                _known[Whose(become)] = password;
            return password;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Remembers that the host did not take it.</summary>
    public void Refuse(Become become, BecomeProblem problem, string? said)
    {
        lock (_known)
            _refused[Whose(become)] = (problem, said);
    }

    /// <summary>What came of sending it, where it was not taken; else null.</summary>
    public (BecomeProblem Problem, string? Said)? Refusal(Become become)
    {
        lock (_known)
            return _refused.TryGetValue(Whose(become), out var refusal) ? refusal : null;
    }

    public void Dispose() => _asking.Dispose();

    // sudo asks for the login user's, whoever is to be become; su for the other user's.
    private static string Whose(Become become) => become.Method == BecomeMethod.Su ? $"su {become.User}" : "";
}
