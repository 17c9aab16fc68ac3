namespace Marchitect;

/// <summary>What is run once for many, on one host as one user: what was run in this run, and what is owed.</summary>
internal sealed class OnceLedger
{
    private readonly HashSet<OnceAction> _done = [];
    private readonly OrderedDictionary<string, OnceAction?> _owed = [];

    /// <summary>Whether anything is owed.</summary>
    public bool IsOwing => _owed.Count > 0;

    /// <summary>The names of what is owed, in order.</summary>
    public IReadOnlyList<string> Owed => _owed.Keys;

    /// <summary>Those of the actions that were not run yet in this run.</summary>
    public IEnumerable<OnceAction> Missing(IEnumerable<OnceAction> actions) => actions.Where(action => !_done.Contains(action)).Distinct();

    /// <summary>It was run.</summary>
    public void Did(OnceAction action) => _done.Add(action);

    /// <summary>It is to be run at the end.</summary>
    public void Owe(OnceAction action) => _owed[action.Key] = action;

    /// <summary>An earlier run owes it; the host knows its command.</summary>
    public void OweByHost(string key) => _owed.TryAdd(key, null);

    /// <summary>What was owed is done, or was told as failed.</summary>
    public void Settle() => _owed.Clear();
}
