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
            await FetchAsync(step.Config, resolver, step.Within(new(host)), texts, problems, cancellationToken).ConfigureAwait(false);
        return problems.Count == 0 ? texts : throw ConfigurationException.Of(problems);
    }

    /// <summary>Fetches those of a whiteprint that another nests.</summary>
    /// <returns>The texts.</returns>
    /// <exception cref="ConfigurationException">Some cannot be had.</exception>
    public static async Task<IReadOnlyList<string>> FetchAsync(ConfigMap config, SecretResolver resolver, Where where, CancellationToken cancellationToken)
    {
        var problems = new List<ConfigurationException>();
        var texts = new List<string>();
        await FetchAsync(config, resolver, where, texts, problems, cancellationToken).ConfigureAwait(false);
        return problems.Count == 0 ? texts : throw ConfigurationException.Of(problems);
    }

    private static async Task FetchAsync(
        ConfigMap config, SecretResolver resolver, Where where, List<string> texts, List<ConfigurationException> problems, CancellationToken cancellationToken)
    {
        foreach (var value in config.Secrets)
        {
            try
            {
                await resolver.ResolveAsync(value.Secret, cancellationToken).ConfigureAwait(false);
                texts.Add(value.Secret.Reveal());
            }
            catch (SecretException missing)
            {
                var problem = new ConfigurationException($"{value.Path} cannot be had: {missing.What}", value.Path, value.Source, missing.Remedy);
                problem.At(where);
                problems.Add(problem);
            }
        }
    }
}
