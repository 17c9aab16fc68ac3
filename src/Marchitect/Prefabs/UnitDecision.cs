namespace Marchitect.Prefabs;

/// <summary>What the prefabs about units of systemd have in common: why not, and what closes the gap.</summary>
internal static class UnitDecision
{
    /// <summary>It cannot be done here.</summary>
    public static Change Missing(NoSystemd found) => found.IsSilent
        ? Change.Impossible("systemd of this machine does not answer", "Look at what 'systemctl status' says there.")
        : Change.Impossible(
            "this machine has no systemd; it was started by something else",
            "Start the service with a command of that, or leave this out where the target has no /run/systemd/system.");

    /// <summary>What is to be done about a unit as it was found.</summary>
    /// <param name="unit">Its full name.</param>
    /// <param name="wish">How it is to be.</param>
    /// <param name="found">A <see cref="UnitState"/> or <see cref="NoSystemd"/>.</param>
    public static Change Of(string unit, UnitWish wish, Finding found)
    {
        if (found is not UnitState state)
            return Missing((NoSystemd)found);
        if (Refusal(unit, wish, state) is { } refusal)
            return refusal;
        var isStale = state.IsStale && wish.NeedsUnit;
        var steps = Steps(wish, state with { IsStale = isStale });
        return Change.Of(steps) with
        {
            Differences = [.. Differences(wish, state), .. isStale ? [new("definition", "older than its files", "read again")] : (Difference[])[]],
            Proof = [Pattern(wish, steps)],
        };
    }

    /// <summary>What closes the gap, in order of <see cref="Operation.Phase"/>.</summary>
    public static Operation[] Steps(UnitWish wish, UnitState state)
    {
        var (isRunning, isEnabled) = Effective(wish);
        var isUnmasked = wish.IsMasked == false && state.Load == "masked";
        List<SystemctlOperation> steps = [];
        void Add(bool isNeeded, string verb)
        {
            if (isNeeded)
                steps.Add(new(verb, state.Id));
        }
        Add(isRunning == false && state.IsAlive, "stop");
        Add(isEnabled == false && state.IsEnabled, state.Enabled == "enabled-runtime" ? "disable --runtime" : "disable");
        Add(wish.IsMasked == true && state.Load != "masked", "mask");
        Add(isUnmasked, state.Enabled == "masked-runtime" ? "unmask --runtime" : "unmask");
        Add(isEnabled == true && (isUnmasked || CanBeEnabled(state)), "enable");
        if (state.IsStale || steps.Exists(step => step.Verb != "stop"))
            steps.Add(new(SystemctlOperation.DaemonReload));
        Add(isRunning == true && !state.IsOnce && state.Active is not ("active" or "waiting"), "start");
        return [.. steps];
    }

    /// <summary>In what it differs.</summary>
    public static IEnumerable<Difference> Differences(UnitWish wish, UnitState state)
    {
        var (isRunning, isEnabled) = Effective(wish);
        if (wish.IsMasked is { } masked && masked != (state.Load == "masked"))
            yield return new("masked", masked ? "no" : "yes", masked ? "yes" : "no");
        if (isEnabled == true ? CanBeEnabled(state) : isEnabled == false && state.IsEnabled)
            yield return new("at boot", state.Enabled, isEnabled == true ? "enabled" : "disabled");
        if (isRunning == true ? !state.IsOnce && state.Active is not ("active" or "waiting") : isRunning == false && state.IsAlive)
            yield return new("state", state.Active, isRunning == true ? "active" : "inactive");
    }

    /// <summary>How the answer looks when the steps have held.</summary>
    public static string Pattern(UnitWish wish, IReadOnlyList<Operation> steps)
    {
        bool Has(string verb) => steps.Any(step => step is SystemctlOperation systemctl && systemctl.Verb.Split(' ')[0] == verb);
        var load = Has("mask") ? "masked" : wish.NeedsUnit ? "loaded" : "*";
        // Not active, activating or deactivating.
        var active = Has("start") ? "active" : Has("stop") ? "[!ad]*" : "*";
        var enabled = Has("unmask") ? "*" : Has("enable") ? "enabled" : Has("disable") ? "[!e]*" : "*";
        return $"{load} {active} {enabled} {(Has(SystemctlOperation.DaemonReload) ? "fresh" : "*")} *";
    }

    private static Change? Refusal(string unit, UnitWish wish, UnitState state) => state.Load switch
    {
        "loaded" when wish.IsMasked == true && state.Path == $"/etc/systemd/system/{state.Id}" => Change.Impossible(
            $"{state.Path} is its file, and a mask would have to stand there", "Stop and disable it, or remove that file: SystemdUnit with IsAbsent."),
        _ when !wish.NeedsUnit => null,
        "masked" when wish.IsMasked is null => Change.Impossible(
            $"{unit} is masked, so that nothing may start it", "IsMasked = false takes the mask away, as 'systemctl unmask' does."),
        "not-found" => Change.Impossible($"there is no unit {unit}", "A package or a SystemdUnit before it has to bring it; a name may be misspelt."),
        // What systemd has not read yet may be right by now.
        "bad-setting" or "error" when !state.IsStale => Change.Impossible(
            $"systemd cannot use the file of {unit} ({state.Load})", $"'systemd-analyze verify {unit}' on the machine tells the line."),
        _ => null,
    };

    // With a mask nothing runs, and what it is enabled for does not matter.
    private static (bool? IsRunning, bool? IsEnabled) Effective(UnitWish wish) => wish.IsMasked == true ? (false, null) : (wish.IsRunning, wish.IsEnabled);

    // All others have no state of their own: static, indirect, generated, transient and alias ones, and those without a file.
    private static bool CanBeEnabled(UnitState state) => state.Enabled is "disabled" or "linked" or "linked-runtime" or "enabled-runtime";
}
