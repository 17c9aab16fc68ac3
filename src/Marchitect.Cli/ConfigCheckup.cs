namespace Marchitect;

/// <summary>Looks at the config of all hosts before the first of them is reached.</summary>
internal static class ConfigCheckup
{
    private const int HostsNamed = 3;

    /// <summary>What is wrong on any host, a line each; what is wrong on several in the same way is told once.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="hosts">The hosts by the names that config is given by; null for what is set for all.</param>
    /// <param name="options">What they are run with.</param>
    /// <param name="withSecrets">Whether secrets are fetched as well.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(
        SitePlan plan, IReadOnlyList<string?> hosts, RunOptions options, bool withSecrets, CancellationToken cancellationToken)
    {
        var found = new OrderedDictionary<string, (ConfigurationException Problem, List<string> Hosts)>();
        foreach (var host in hosts)
        {
            try
            {
                if (withSecrets)
                    await plan.CheckConfigAsync(host, options, cancellationToken).ConfigureAwait(false);
                else
                    plan.ReadConfig(host, options);
            }
            catch (ConfigurationException wrong)
            {
                foreach (var problem in wrong.Problems)
                {
                    if (!found.TryGetValue(problem.MessageWithoutHost, out var known))
                        found.Add(problem.MessageWithoutHost, known = (problem, []));
                    if (problem.Where.Host is { } name)
                        known.Hosts.Add(name);
                }
            }
        }
        return [.. found.Select(entry => entry.Value.Hosts.Count == 0 ? entry.Key : $"{Names(entry.Value.Hosts, hosts.Count)}{(entry.Value.Problem.Where.StepName is null ? ":" : ",")} {entry.Key}")];
    }

    private static string Names(List<string> hosts, int count) => hosts.Count switch
    {
        1 => hosts[0],
        var all when all == count => $"all {count} hosts",
        <= HostsNamed => string.Join(" and ", hosts),
        var several => $"{string.Join(", ", hosts.Take(HostsNamed))} and {several - HostsNamed} more",
    };
}
