namespace Marchitect;

/// <summary>Fetches the secrets of steps before a host is reached, each place once.</summary>
internal static class StepSecrets
{
    /// <summary>Fetches them; all that cannot be had are told at once.</summary>
    /// <returns>The texts.</returns>
    /// <exception cref="ConfigurationException">Some cannot be had.</exception>
    public static async Task<IReadOnlyList<string>> FetchAsync(
        IReadOnlyList<PlannedStep> steps, SecretResolver resolver, string? host, CancellationToken cancellationToken)
    {
        var problems = new List<ConfigurationException>();
        var texts = new List<string>();
        foreach (var step in steps)
        {
            foreach (var value in In(step.Config))
            {
                try
                {
                    await resolver.ResolveAsync(value.Secret, cancellationToken).ConfigureAwait(false);
                    texts.Add(value.Secret.Reveal());
                }
                catch (SecretException missing)
                {
                    var problem = new ConfigurationException($"{value.Path} cannot be had: {missing.What}", value.Path, value.Source, missing.Remedy);
                    problem.At(step.Within(new(host)));
                    problems.Add(problem);
                }
            }
        }
        return problems.Count == 0 ? texts : throw ConfigurationException.Of(problems);
    }

    private static IEnumerable<ConfigValue> In(ConfigValue value) => value.Kind switch
    {
        ConfigKind.Secret => [value],
        ConfigKind.List => value.List.SelectMany(In),
        ConfigKind.Map => value.Map.Entries.SelectMany(entry => In(entry.Value)),
        _ => [],
    };
}
