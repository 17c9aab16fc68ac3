namespace Marchitect;

/// <summary>The ordered steps that set up one class of machine.</summary>
/// <remarks>
/// Derive from it and list the steps. A plan is a value: which machine it is run on is said when it is run, and one plan may be
/// run on many machines, also at once.
/// <code>
/// sealed class WebServer : SitePlan
/// {
///     public override IReadOnlyList&lt;Step&gt; Plan => [Step.Of&lt;Nginx&gt;(new() { ["server_name"] = "example.org" })];
/// }
///
/// var report = await new WebServer().InstallAsync(transport);
/// </code>
/// Every step's config is merged and checked before the machine is reached. Steps run in order; the first that fails ends the
/// run on that machine, whose session is closed whatever happens. To go on after a failure, run the mode again.
/// </remarks>
public abstract class SitePlan
{
    /// <summary>The name in reports. <value>Default: the class name, e.g. <c>WebServer</c>.</value></summary>
    public virtual string Name => GetType().Name;

    /// <summary>The steps, in order. Asked once a run.</summary>
    public abstract IReadOnlyList<Step> Plan { get; }

    /// <summary>What is set for the steps over their whiteprints' defaults, by whiteprint or by alias. <value>Default: nothing.</value></summary>
    public virtual SiteConfig DefaultConfig => SiteConfig.Empty;

    /// <summary>Executes mode <c>install</c> on a machine.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<RunReport> InstallAsync(Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Mode.Install, transport, options, cancellationToken);

    /// <summary>Executes mode <c>update</c> on a machine.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<RunReport> UpdateAsync(Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Mode.Update, transport, options, cancellationToken);

    /// <summary>Executes mode <c>clean</c> on a machine. Steps run in the order of the plan, as in every mode.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<RunReport> CleanAsync(Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Mode.Clean, transport, options, cancellationToken);

    /// <summary>Executes mode <c>start</c> on a machine.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<RunReport> StartAsync(Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Mode.Start, transport, options, cancellationToken);

    /// <summary>Executes mode <c>stop</c> on a machine.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<RunReport> StopAsync(Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Mode.Stop, transport, options, cancellationToken);

    /// <summary>Executes a mode on a machine.</summary>
    /// <param name="mode">The mode; any word that the plan's whiteprints understand.</param>
    /// <param name="transport">The way to the machine.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run firmly: the command under way is ended with its children.</param>
    /// <returns>What came of it: with <see cref="RunOptions.ErrorOk"/> also a failure, else it is <see cref="RunOutcome.Done"/>.</returns>
    /// <exception cref="ConfigurationException">The config is wrong; the machine was not reached for.</exception>
    /// <exception cref="MarchitectException">The machine was not reached, or a step failed; it tells where and how far the run came.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, here or by <see cref="RunOptions.StopGently"/>.</exception>
    public Task<RunReport> ExecuteAsync(
        string mode, Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        NewRun(mode, RunKind.Execute, transport, options, cancellationToken).RunAsync();

    /// <summary>Looks whether a machine is as it should be after a mode was executed, and changes nothing. Every step is asked.</summary>
    /// <param name="mode">The mode whose result is looked at, e.g. <c>install</c>.</param>
    /// <param name="transport">The way to the machine.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run firmly.</param>
    /// <returns>What was found: <see cref="RunOutcome.Invalid"/> with the problems of all steps, or <see cref="RunOutcome.Done"/>.</returns>
    /// <exception cref="ConfigurationException">The config is wrong; the machine was not reached for.</exception>
    /// <exception cref="MarchitectException">The machine was not reached, or a step could not find out.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, here or by <see cref="RunOptions.StopGently"/>.</exception>
    public Task<RunReport> ValidateAsync(
        string mode, Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        NewRun(mode, RunKind.Validate, transport, options, cancellationToken).RunAsync();

    /// <summary>
    /// A dry run: looks what executing a mode would do, and changes nothing on the machine, not even a temporary file. What cannot be known
    /// before something is done is called unknown.
    /// </summary>
    /// <param name="mode">The mode, e.g. <c>install</c>.</param>
    /// <param name="transport">The way to the machine.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run firmly.</param>
    /// <returns>What would be done: the steps' <see cref="StepReport.Prefabs"/> and <see cref="StepReport.WouldRun"/>.</returns>
    /// <exception cref="ConfigurationException">The config is wrong; the machine was not reached for.</exception>
    /// <exception cref="MarchitectException">The machine was not reached, or something cannot be done as the machine is.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, here or by <see cref="RunOptions.StopGently"/>.</exception>
    public Task<RunReport> PreviewAsync(
        string mode, Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        NewRun(mode, RunKind.Preview, transport, options, cancellationToken).RunAsync();

    /// <summary>Does exactly what a saved plan says, and refuses where that is no longer possible.</summary>
    /// <param name="saved">The plan: <see cref="RunReport.Saved"/> of a dry run, or <see cref="SavedPlan.LoadAsync"/>.</param>
    /// <param name="transport">The way to the machine that it was made for.</param>
    /// <param name="options">How it is run; config, resources and user as when it was made. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run firmly.</param>
    /// <returns>What came of it, as for <see cref="ExecuteAsync"/>.</returns>
    /// <exception cref="PlanRefusedException">
    /// The plan is another's, or was made from something else: nothing was done then. Or the host is no longer as the plan saw it, or the plan could not
    /// know more: what comes before is done then.
    /// </exception>
    /// <exception cref="MarchitectException">The machine was not reached, or a step failed.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, here or by <see cref="RunOptions.StopGently"/>.</exception>
    /// <remarks>
    /// The machine is not asked what the plan knows: one round trip makes and proves all changes of neighbouring prefabs, each of them only where the
    /// machine still is as the plan saw it. What a plan keeps secret is asked again, for one round trip more.
    /// </remarks>
    public Task<RunReport> ApplyAsync(SavedPlan saved, Transport transport, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(transport);
        return new PlanRun(this, saved.Mode, RunKind.Apply, transport, options ?? RunOptions.Default, cancellationToken, saved).RunAsync();
    }

    /// <summary>Merges and checks the config of every step, as a run does before it reaches for a host. No host is reached.</summary>
    /// <param name="host">The host, by the name that a run would be given; null for what is set for all hosts.</param>
    /// <param name="options">How it would be run; null for the defaults.</param>
    /// <returns>The config of each step, in order.</returns>
    /// <exception cref="ConfigurationException">Something is wrong; it tells all that is.</exception>
    public IReadOnlyList<StepConfig> ReadConfig(string? host = null, RunOptions? options = null)
    {
        options ??= RunOptions.Default;
        return
        [
            .. PlannedStep.AllOf(this, options.Config, host, new(options.ResourcePaths), options.TemplateNeeds)
                .Select(step => new StepConfig(step.Number, step.Whiteprint.Name, step.Alias, step.Config)),
        ];
    }

    /// <summary>As <see cref="ReadConfig"/>, and fetches the secrets: all that can be known to be wrong before a host is reached.</summary>
    /// <param name="host">The host, by the name that a run would be given; null for what is set for all hosts.</param>
    /// <param name="options">How it would be run; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>A task that ends when all is right.</returns>
    /// <exception cref="ConfigurationException">Something is wrong; it tells all that is.</exception>
    public async Task CheckConfigAsync(string? host = null, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= RunOptions.Default;
        var steps = PlannedStep.AllOf(this, options.Config, host, new(options.ResourcePaths), options.TemplateNeeds);
        await StepSecrets.FetchAsync(steps, options.Secrets, host, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What its config files may hold, as JSON Schema (draft 2020-12), for editors and other programs.</summary>
    /// <returns>The schema's text.</returns>
    public string ReadConfigSchema()
    {
        var steps = new OrderedDictionary<string, (string Name, string Description, ConfigSchema? Schema)>();
        foreach (var step in Plan)
        {
            var whiteprint = step.Make();
            steps.TryAdd(whiteprint.Name, (whiteprint.Name, $"Every step of the whiteprint {whiteprint.Name}.", whiteprint.Schema));
            if (step.Alias is { } alias)
                steps.TryAdd(alias, (alias, $"The step {alias}, of the whiteprint {whiteprint.Name}.", whiteprint.Schema));
        }
        return JsonSchema.Of($"Config of the site plan {Name}", [.. steps.Values]);
    }

    private PlanRun NewRun(string mode, RunKind kind, Transport transport, RunOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mode);
        ArgumentNullException.ThrowIfNull(transport);
        return new(this, mode, kind, transport, options ?? RunOptions.Default, cancellationToken);
    }
}
