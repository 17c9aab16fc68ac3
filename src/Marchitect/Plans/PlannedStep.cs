namespace Marchitect;

/// <summary>A step ready to be run: its whiteprint made, its config merged and checked.</summary>
/// <param name="Number">Position in the plan, from 1.</param>
/// <param name="Alias">Its alias, or null.</param>
/// <param name="Whiteprint">The whiteprint, this run's own.</param>
/// <param name="Checked">Its config, as it is and as the whiteprint's record.</param>
/// <param name="As">The user to act as, where the step says one; else null.</param>
internal sealed record PlannedStep(int Number, string? Alias, Whiteprint Whiteprint, CheckedConfig Checked, Become? As)
{
    /// <summary>Its alias, else its whiteprint's name.</summary>
    public string Name { get; } = Alias ?? Whiteprint.Name;

    /// <summary>Its merged config.</summary>
    public ConfigMap Config => Checked.Tree;

    /// <summary>Makes and checks all steps of a plan; all that is wrong is told at once.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="runConfig">What is set for the run.</param>
    /// <param name="host">The host as the user wrote it; null for what is set for all.</param>
    /// <param name="resources">Where resources lie, so that templates are looked at; null not to.</param>
    /// <param name="needs">What templates were found to need.</param>
    /// <exception cref="ConfigurationException">Something is wrong.</exception>
    public static IReadOnlyList<PlannedStep> AllOf(
        SitePlan plan, SiteConfig runConfig, string? host = null, ResourcePaths? resources = null, TemplateNeeds? needs = null)
    {
        var steps = plan.Plan;
        var problems = new List<ConfigurationException>();
        var defaults = plan.DefaultConfig;
        var made = steps.Select((step, index) => Guarded(step, index + 1, steps.Count, step.Make)).ToList();
        CheckNames(plan, steps, made, [("the plan's default config", defaults), ("the run's config", runConfig)], problems);
        var planned = new List<PlannedStep>();
        foreach (var (index, step) in steps.Index())
        {
            planned.Add(Guarded(step, index + 1, steps.Count, () => Of(step, made[index], index + 1, plan, steps.Count, defaults, runConfig, host, resources, needs ?? new(), problems)));
        }
        foreach (var problem in problems)
            problem.At(new(Host: host));
        return problems.Count == 0 ? planned : throw ConfigurationException.Of(problems);
    }

    /// <summary>Where it is, below the place of its run.</summary>
    public Where Within(Where run) => run with { StepNumber = Number, StepName = Name, Whiteprint = Whiteprint.Name, Alias = Alias };

    private static T Guarded<T>(Step step, int number, int count, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            var name = step.Alias ?? WhiteprintName.Of(step.Whiteprint.Name);
            throw UserCode.Failure(failure, $"the whiteprint {step.Whiteprint.Name}", new(StepNumber: number, StepCount: count, StepName: name));
        }
    }

    private static PlannedStep Of(
        Step step, Whiteprint whiteprint, int number, SitePlan plan, int count, SiteConfig defaults, SiteConfig runConfig, string? host,
        ResourcePaths? resources, TemplateNeeds needs, List<ConfigurationException> problems)
    {
        var name = whiteprint.Name;
        var problemsOfStep = new List<ConfigurationException>();
        if (WhiteprintName.ProblemWith(name) is { } problem)
            problemsOfStep.Add(new($"the whiteprint {step.Whiteprint.Name} cannot be called '{name}': {problem}."));
        var schema = whiteprint.Schema;
        var config = ConfigMerge.Merge(
        [
            new($"defaults of whiteprint {name}", whiteprint.DefaultConfig),
            .. defaults.LayersFor(step, name, schema, host, $"the default config of plan {plan.Name}"),
            new($"step {number} of plan {plan.Name}", step.Config),
            .. runConfig.LayersFor(step, name, schema, host, "the run's config"),
        ], problemsOfStep);
        var checkedConfig = whiteprint.Check(config, problemsOfStep);
        if (problemsOfStep.Count == 0 && resources is not null)
            whiteprint.Foresee(checkedConfig, resources, needs, problemsOfStep);
        foreach (var found in problemsOfStep)
            found.At(new(StepNumber: number, StepCount: count, StepName: step.Alias ?? name) { Whiteprint = name, Alias = step.Alias });
        problems.AddRange(problemsOfStep);
        return new(number, step.Alias, whiteprint, checkedConfig, step.As);
    }

    private static void CheckNames(
        SitePlan plan, IReadOnlyList<Step> steps, List<Whiteprint> whiteprints, (string Words, SiteConfig Config)[] configs, List<ConfigurationException> problems)
    {
        var aliases = new List<string>();
        foreach (var (number, step) in steps.Index())
        {
            if (step.Alias is null)
                continue;
            if (aliases.Contains(step.Alias))
                problems.Add(new($"the alias '{step.Alias}' of step {number + 1} is taken by a step before it.", remedy: "Give each step an alias of its own."));
            else
                aliases.Add(step.Alias);
        }
        var names = whiteprints.Select(whiteprint => whiteprint.Name).Distinct().ToList();
        // A misspelt name would configure nothing, and nobody would notice.
        foreach (var (words, config) in configs)
        {
            foreach (var part in config.Parts)
            {
                foreach (var (name, source) in part.Names)
                    CheckName(name, source, part.Origin ?? words, name => aliases.Contains(name), name => names.Contains(name));
                foreach (var setting in part.Settings)
                {
                    CheckName(
                        setting.Name, new(setting.Words), setting.Words, _ => aliases.Exists(setting.Names), _ => names.Exists(setting.Names));
                }
            }
        }

        void CheckName(string name, ConfigSource? source, string words, Func<string, bool> isAlias, Func<string, bool> isWhiteprint)
        {
            if (isAlias(name))
            {
                if (isWhiteprint(name) && !steps.Where((step, index) => step.Alias == name && whiteprints[index].Name == name).Any())
                {
                    problems.Add(new(
                        $"'{name}' is both a whiteprint and the alias of another step of plan {plan.Name}", name, source ?? new(words), "give the step another alias"));
                }
            }
            else if (!isWhiteprint(name))
            {
                var known = names.Concat(aliases).Distinct().ToList();
                problems.Add(new(
                    $"'{name}' is neither a whiteprint of plan {plan.Name} nor an alias of a step", name, source ?? new(words),
                    Suggestion.For(name, known) is { } meant ? $"did you mean {meant}?" : $"names: {string.Join(", ", known)}"));
            }
        }
    }
}
