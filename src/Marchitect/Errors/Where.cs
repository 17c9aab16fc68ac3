namespace Marchitect;

/// <summary>The place an error or an event belongs to, as far as it is known: from the host down to the step.</summary>
/// <param name="Host">The host as the user wrote it, e.g. <c>web-3</c>; null where no host is involved.</param>
/// <param name="Address">Where that host was reached, e.g. <c>deploy@10.0.4.7:22</c>; null where it says no more than <paramref name="Host"/>.</param>
/// <param name="Plan">Name of the site plan, or null outside a plan.</param>
/// <param name="StepNumber">Position of the step in its plan, from 1; null outside a step.</param>
/// <param name="StepCount">How many steps the plan has; null outside a plan.</param>
/// <param name="StepName">Name of the step: its alias, else its whiteprint's name; null outside a step.</param>
/// <param name="Mode">The mode being executed or validated, e.g. <c>install</c>; null outside a run.</param>
public sealed record Where(
    string? Host = null,
    string? Address = null,
    string? Plan = null,
    int? StepNumber = null,
    int? StepCount = null,
    string? StepName = null,
    string? Mode = null)
{
    /// <summary>Name of the step's whiteprint; null outside a step.</summary>
    public string? Whiteprint { get; init; }

    /// <summary>The step's alias; null where it has none.</summary>
    public string? Alias { get; init; }

    /// <summary>Nowhere in particular.</summary>
    public static Where Unknown { get; } = new();

    /// <summary>What this place leaves open, filled in from <paramref name="wider"/>.</summary>
    /// <param name="wider">The place around this one.</param>
    /// <returns>A place with the facts of both, this one's first.</returns>
    public Where Within(Where wider) => new(
        Host ?? wider.Host,
        Address ?? wider.Address,
        Plan ?? wider.Plan,
        StepNumber ?? wider.StepNumber,
        StepCount ?? wider.StepCount,
        StepName ?? wider.StepName,
        Mode ?? wider.Mode)
    {
        Whiteprint = Whiteprint ?? wider.Whiteprint,
        Alias = Alias ?? wider.Alias,
    };

    /// <summary>The place in words, e.g. <c>web-3 (deploy@10.0.4.7:22), plan WebServer, step 4 of 9 'nginx', mode install</c>.</summary>
    /// <returns>The words, or an empty string where nothing is known.</returns>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Host is not null)
            yield return Address is null || Address == Host ? Host : $"{Host} ({Address})";
        else if (Address is not null)
            yield return Address;
        if (Plan is not null)
            yield return $"plan {Plan}";
        if (StepNumber is { } number)
            yield return StepCount is { } count ? $"step {number} of {count} '{StepName}'" : $"step {number} '{StepName}'";
        else if (StepName is not null)
            yield return $"step '{StepName}'";
        if (Mode is not null)
            yield return $"mode {Mode}";
    }
}
