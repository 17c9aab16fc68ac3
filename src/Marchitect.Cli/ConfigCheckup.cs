namespace Marchitect;

/// <summary>Looks at the config of all hosts before the first of them is reached.</summary>
internal static class ConfigCheckup
{
    private const int HostsNamed = 3;

    /// <summary>What is wrong on any host, a line each; what is wrong on several in the same way is told once.</summary>
    public static IReadOnlyList<string> Problems(SitePlan plan, IReadOnlyList<string?> hosts, RunOptions options)
    {
        var found = new OrderedDictionary<string, (ConfigurationException Problem, List<string> Hosts)>();
        foreach (var host in hosts)
        {
            try
            {
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
        return [.. found.Select(entry => entry.Value.Hosts.Count == 0 ? entry.Key : $"{Names(entry.Value.Hosts, hosts.Count)}{entry.Key}")];
    }

    private static string Names(List<string> hosts, int count) => hosts.Count switch
    {
        1 => $"{hosts[0]}, ",
        var all when all == count => $"all {count} hosts, ",
        <= HostsNamed => $"{string.Join(" and ", hosts)}, ",
        var several => $"{string.Join(", ", hosts.Take(HostsNamed))} and {several - HostsNamed} more, ",
    };
}
