namespace Marchitect;

/// <summary>A step ready to be run: its whiteprint made, its config merged and checked.</summary>
/// <param name="Number">Position in the plan, from 1.</param>
/// <param name="Name">Its alias, else its whiteprint's name.</param>
/// <param name="Whiteprint">The whiteprint, this run's own.</param>
/// <param name="Config">Its merged config.</param>
/// <param name="As">The user to act as, where the step says one; else null.</param>
internal sealed record PlannedStep(int Number, string Name, Whiteprint Whiteprint, ConfigMap Config, Become? As)
{
    /// <summary>Makes and checks all steps of a plan; all that is wrong is told at once.</summary>
    /// <exception cref="ConfigurationException">Something is wrong.</exception>
    public static IReadOnlyList<PlannedStep> AllOf(SitePlan plan, SiteConfig runConfig)
    {
        var steps = plan.Plan;
        var problems = new List<ConfigurationException>();
        CheckAliases(steps, [("the plan's default config", plan.DefaultConfig), ("the run's config", runConfig)], problems);
        var planned = new List<PlannedStep>();
        foreach (var (index, step) in steps.Index())
        {
            try
            {
                planned.Add(Of(step, index + 1, plan, steps.Count, runConfig, problems));
            }
            catch (Exception failure)
            {
                var name = step.Alias ?? WhiteprintName.Of(step.Whiteprint.Name);
                throw UserCode.Failure(failure, $"the whiteprint {step.Whiteprint.Name}", new(StepNumber: index + 1, StepCount: steps.Count, StepName: name));
            }
        }
        return problems.Count == 0 ? planned : throw ConfigurationException.Of(problems);
    }

    /// <summary>Where it is, below the place of its run.</summary>
    public Where Within(Where run) => run with { StepNumber = Number, StepName = Name };

    private static PlannedStep Of(
        Step step, int number, SitePlan plan, int count, SiteConfig runConfig, List<ConfigurationException> problems)
    {
        var whiteprint = step.Make();
        var name = step.Alias ?? whiteprint.Name;
        var problemsOfStep = new List<ConfigurationException>();
        if (WhiteprintName.ProblemWith(whiteprint.Name) is { } problem)
            problemsOfStep.Add(new($"the whiteprint {step.Whiteprint.Name} cannot be called '{whiteprint.Name}': {problem}."));
        var config = ConfigMerge.Merge(
        [
            new($"defaults of whiteprint {whiteprint.Name}", whiteprint.DefaultConfig),
            .. plan.DefaultConfig.LayersFor(step, $"the default config of plan {plan.Name}"),
            new($"step {number} of plan {plan.Name}", step.Config),
            .. runConfig.LayersFor(step, "the run's config"),
        ], problemsOfStep);
        foreach (var found in problemsOfStep)
            found.At(new(StepNumber: number, StepCount: count, StepName: name));
        problems.AddRange(problemsOfStep);
        return new(number, name, whiteprint, config, step.As);
    }

    private static void CheckAliases(
        IReadOnlyList<Step> steps, (string Name, SiteConfig Config)[] configs, List<ConfigurationException> problems)
    {
        var known = new List<string>();
        foreach (var (number, step) in steps.Index())
        {
            if (step.Alias is null)
                continue;
            if (known.Contains(step.Alias))
                problems.Add(new($"the alias '{step.Alias}' of step {number + 1} is taken by a step before it.", remedy: "Give each step an alias of its own."));
            else
                known.Add(step.Alias);
        }
        // A misspelt alias would configure nothing, and nobody would notice.
        problems.AddRange(
            from config in configs
            from alias in config.Config.Aliases
            where !known.Contains(alias)
            select new ConfigurationException(
                $"{config.Name} is for an alias '{alias}', which no step has.",
                remedy: Suggestion.For(alias, known) is { } meant ? $"Did you mean '{meant}'?"
                    : known.Count > 0 ? $"Known aliases: {string.Join(", ", known)}."
                    : "Give a step this alias, or write the config under its whiteprint's class: [typeof(...)]."));
    }
}
