namespace Marchitect;

/// <summary>Prints the config that the steps of a plan have; no host is reached.</summary>
internal sealed class ConfigRun(SitePlan plan, RunRequest request, TextWriter output, TextWriter error)
{
    /// <summary>Prints it.</summary>
    /// <returns>The status to exit with.</returns>
    public int Run()
    {
        if (request.ConfigView == ConfigView.Schema)
        {
            output.Write(plan.ReadConfigSchema());
            return ExitStatus.Done;
        }
        IReadOnlyList<string?> hosts = request.Targets.Count == 0 ? [null] : [.. request.Targets.Select(SiteRun.NameOf)];
        RunOptions options;
        try
        {
            options = SiteFiles.Options(request);
        }
        catch (ConfigurationException wrong)
        {
            error.WriteLine(wrong.Message);
            return ExitStatus.WrongUsage;
        }
        if (ConfigCheckup.Problems(plan, hosts, options) is { Count: > 0 } problems)
        {
            SiteRun.Tell(problems, error);
            return ExitStatus.WrongUsage;
        }
        foreach (var (index, host) in hosts.Index())
        {
            if (index > 0)
                output.WriteLine();
            if (host is not null)
                output.WriteLine($"# {host}");
            foreach (var step in plan.ReadConfig(host, options))
            {
                output.WriteLine($"# step {step.Number} '{step.Whiteprint}'{(step.Alias is null ? "" : $" (alias {step.Alias})")}");
                output.Write(ConfigYaml.Print(
                    new ConfigMap { [step.Name] = step.Config }, request.ConfigView == ConfigView.Explained ? static value => value.Source?.ToString() : null));
            }
        }
        return ExitStatus.Done;
    }
}
