namespace Marchitect;

/// <summary>A piece of declared state: what it wants, what it asks the host, and what it does about the answer.</summary>
/// <remarks>
/// To write one, derive a record. <see cref="Observe"/> says what to ask; <see cref="Decide"/> says what follows from the answer, and is
/// pure: it is called for a dry run, before a change and again after it, to prove that it held. Both are called any number of times.
/// What has to be read on this machine is read in <see cref="Resolve"/>, once.
/// <code>
/// public sealed record Hostname(string Name) : Prefab
/// {
///     protected override string Title => $"hostname {Name}";
///
///     protected override Probe Observe(string mode) =>
///         mode is Mode.Install or Mode.Update ? Probe.Query($"cat /proc/sys/kernel/hostname") : Probe.None;
///
///     protected override Change Decide(string mode, Finding found) => found switch
///     {
///         CommandFinding { Text: var name } when name != Name =>
///             Change.Of(Shell.Run("hostnamectl", "set-hostname", Name)) with { Differences = [new("name", name, Name)] },
///         _ => Change.None,
///     };
/// }
/// </code>
/// A change runs on the host only while the host still answers as it did when the change was decided; then the host is asked once more.
/// Many prefabs share one round trip: <c>docs/convergence.md</c> tells how.
/// </remarks>
public abstract record Prefab
{
    /// <summary>
    /// What is run once at the end of the plan when this prefab changed something, also where a later step failed, e.g. a service's reload.
    /// <value>Default: nothing.</value>
    /// </summary>
    public IReadOnlyList<OnceAction> Notify { get; init; } = [];

    /// <summary>Another user to act as. <value>Default: null, as its whiteprint does.</value></summary>
    public Become? As { get; init; }

    /// <summary>What it is about, in a line, for reports and errors, e.g. <c>folder /srv/app</c>.</summary>
    protected internal abstract string Title { get; }

    /// <summary>What it looks at and touches. <value>Default: everything, which is always right, but not the fastest.</value></summary>
    protected internal virtual Footprint Footprint => Footprint.Everything;

    /// <summary>Reads what it needs of this machine: resources, templates. Called once, before the host is asked.</summary>
    /// <param name="context">The files, templates and config of the whiteprint it stands in.</param>
    /// <returns>The prefab that then observes and decides. <value>Default: itself.</value></returns>
    protected internal virtual Prefab Resolve(PrefabContext context) => this;

    /// <summary>What to ask the host. It changes nothing.</summary>
    /// <param name="mode">What is being done; a mode that this prefab has no part in asks <see cref="Probe.None"/>.</param>
    /// <returns>The probe; the same for the same mode.</returns>
    protected internal abstract Probe Observe(string mode);

    /// <summary>What follows from the answer. Pure: it depends on nothing but its arguments and the record.</summary>
    /// <param name="mode">What is being done, e.g. <see cref="Mode.Install"/>; compare it whole.</param>
    /// <param name="found">The answer to <see cref="Observe"/>.</param>
    /// <returns>Nothing, a change, or why not. On a finding that is as wanted it is <see cref="Change.None"/>.</returns>
    protected internal abstract Change Decide(string mode, Finding found);

    /// <summary>
    /// Whether what it finds or writes must not be seen: it then stands in a saved plan as keyed hashes only. <value>Default: false.</value>
    /// </summary>
    protected internal virtual bool HoldsSecret => false;

    /// <summary>
    /// Whether it is dealt with after those that are listed behind it, e.g. the removal of a folder after that of what lies in it.
    /// <value>Default: false.</value>
    /// </summary>
    /// <param name="mode">What is being done.</param>
    /// <returns>Whether it goes last; several do so in reverse order.</returns>
    protected internal virtual bool GoesLast(string mode) => false;

    /// <summary>What it is about, and no field, since one may be a secret.</summary>
    /// <returns>The title, e.g. <c>folder /srv/app</c>.</returns>
    public sealed override string ToString() => Title;
}
