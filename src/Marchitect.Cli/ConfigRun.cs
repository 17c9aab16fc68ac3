namespace Marchitect;

/// <summary>Prints the config that the steps of a plan have; no host is reached.</summary>
internal sealed class ConfigRun(SitePlan plan, RunRequest request, TextWriter output, TextWriter error)
{
    /// <summary>Prints it.</summary>
    /// <returns>The status to exit with.</returns>
    public async Task<int> RunAsync()
    {
        try
        {
            return await PrintAsync().ConfigureAwait(false);
        }
        catch (ConfigurationException wrong)
        {
            await error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
            return ExitStatus.WrongUsage;
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or IOException))
        {
            await error.WriteLineAsync(UserCode.Failure(failure, $"the plan {plan.Name}", Where.Unknown).Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }
    }

    private async Task<int> PrintAsync()
    {
        if (request.ConfigView == ConfigView.Schema)
        {
            await output.WriteAsync(plan.ReadConfigSchema()).ConfigureAwait(false);
            return ExitStatus.Done;
        }
        IReadOnlyList<string?> hosts = request.Targets.Count == 0 ? [null] : [.. request.Targets.Select(SiteRun.NameOf)];
        var options = SiteFiles.Options(request);
        if (await ConfigCheckup.ProblemsAsync(plan, hosts, options, withSecrets: false, default).ConfigureAwait(false) is { Count: > 0 } problems)
        {
            SiteRun.Tell(problems, error);
            return ExitStatus.WrongUsage;
        }
        foreach (var (index, host) in hosts.Index())
        {
            if (index > 0)
                await output.WriteLineAsync().ConfigureAwait(false);
            if (host is not null)
                await output.WriteLineAsync($"# {host}").ConfigureAwait(false);
            foreach (var step in plan.ReadConfig(host, options))
            {
                await output.WriteLineAsync($"# step {step.Number} '{step.Whiteprint}'{(step.Alias is null ? "" : $" (alias {step.Alias})")}").ConfigureAwait(false);
                await output.WriteAsync(ConfigYaml.Print(
                    new ConfigMap { [step.Name] = step.Config }, request.ConfigView == ConfigView.Explained ? static value => value.Path is "" ? null : value.Source?.ToString() : null)).ConfigureAwait(false);
            }
        }
        return ExitStatus.Done;
    }
}
