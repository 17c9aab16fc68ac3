namespace Marchitect.Prefabs;

/// <summary>A service of systemd that runs and is enabled, or is not. Any other unit too, by its full name.</summary>
/// <param name="Name">Name of the unit: <c>nginx</c>, <c>nginx.service</c>, <c>app@one</c>, <c>backup.timer</c>, <c>docker.socket</c>. An alias is one too.</param>
/// <remarks>
/// One <c>systemctl show</c> asks for all services of a batch; neighbours are enabled and started by one <c>systemctl</c> each.
/// <para>
/// <c>install</c> and <c>update</c> want what <see cref="IsRunning"/>, <see cref="IsEnabled"/> and <see cref="IsMasked"/> say; <c>start</c> makes it
/// run and <c>stop</c> stops it, whatever these say, and leave the rest. <c>clean</c> leaves it alone, since a service belongs to the package or unit
/// file that brought it, unless <see cref="StopOnClean"/> says otherwise.
/// </para>
/// <para>
/// A service that a running socket, timer or path starts when it is needed counts as running while it waits. One of <c>Type=oneshot</c> without
/// <c>RemainAfterExit</c> ends and is never running: <see cref="IsRunning"/> true leaves it alone, and so does <c>start</c>, which says so.
/// Units without an enabled state of their own (static, indirect, generated, alias, transient) are left as they are.
/// Where files of the unit, drop-ins too, are newer than what systemd has read, it reads them again; that alone restarts nothing: see
/// <see cref="Restart"/>.
/// </para>
/// <para>
/// What was started is looked at again 0.3 s later: a service that has ended by then is an error, with the last 20 lines of its journal. No unit of
/// that name, a masked one, and a machine without systemd are errors too, unless something before it in the plan mends that.
/// </para>
/// </remarks>
public sealed record Service(string Name) : Prefab
{
    private readonly bool? _isEnabled;
    private readonly bool _hasIsEnabled;

    /// <inheritdoc cref="Service(string)" path="/param[@name='Name']"/>
    public string Name { get; } = UnitName.Full(Name);

    /// <summary>Whether it runs; null leaves that as found. <value>Default: true.</value></summary>
    public bool? IsRunning { get; init; } = true;

    /// <summary>Whether it starts with the machine, or with what it is installed for; null leaves that as found. <value>Default: as <see cref="IsRunning"/>.</value></summary>
    public bool? IsEnabled
    {
        get => _hasIsEnabled ? _isEnabled : IsRunning;
        init => (_isEnabled, _hasIsEnabled) = (value, true);
    }

    /// <summary>
    /// Whether nothing may start it, neither a person nor another unit: true stops and masks it, whatever the others say; false takes
    /// the mask away. A unit whose file stands in <c>/etc/systemd/system</c> cannot be masked. <value>Default: null, a mask is left, and is an error where the service is to run or to be enabled.</value>
    /// </summary>
    public bool? IsMasked { get; init; }

    /// <summary>Whether <c>clean</c> stops and disables it. <value>Default: false.</value></summary>
    public bool StopOnClean { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => Name.EndsWith(".service", StringComparison.Ordinal) ? $"service {Name[..^8]}" : $"unit {Name}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.OfUnits(UnitName.Footprints(Name));

    /// <summary>
    /// Restarts a service when something changed, for <see cref="Prefab.Notify"/>: once, at the end of the plan. One that does not run is left so.
    /// </summary>
    /// <param name="name">Name of the unit, as for <see cref="Service(string)"/>.</param>
    /// <returns>The action. Files of the unit that are newer than what systemd has read are read first; a unit that there is not is left out.</returns>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public static OnceAction Restart(string name) => Again("restart", "try-restart", name);

    /// <summary>
    /// Has a service read its configuration when something changed, for <see cref="Prefab.Notify"/>: once, at the end of the plan. One that cannot
    /// reload is restarted; one that does not run is left so.
    /// </summary>
    /// <param name="name">Name of the unit, as for <see cref="Service(string)"/>.</param>
    /// <returns>The action. Files of the unit that are newer than what systemd has read are read first; a unit that there is not is left out.</returns>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public static OnceAction Reload(string name) => Again("reload", "try-reload-or-restart", name);

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => WishFor(mode) is null ? Probe.None : UnitProbes.Of(Name);

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => (WishFor(mode), found) switch
    {
        (null, _) or (_, NothingAsked) => Change.None,
        // Nothing that could have been made is there.
        (_, NoSystemd) when mode == Mode.Clean => Change.None,
        (_, UnitState { IsOnce: true, Load: "loaded" }) when mode == Mode.Start =>
            Change.Skipped("it runs once and ends (Type=oneshot)", $"'systemctl start {Name}' in a command runs it."),
        ({ } wish, _) => UnitDecision.Of(Name, wish, found),
    };

    private UnitWish? WishFor(string mode) => mode switch
    {
        Mode.Install or Mode.Update => new(IsRunning, IsEnabled, IsMasked),
        Mode.Start => IsMasked == true ? null : new(true, null),
        Mode.Stop => new(false, null),
        Mode.Clean when StopOnClean => new(false, false),
        _ => null,
    };

    private static OnceAction Again(string word, string verb, string name)
    {
        var unit = UnitName.Full(name);
        return new($"{word} {unit}", SystemctlScript.Again(verb, unit));
    }
}
