namespace Marchitect.Prefabs;

/// <summary>What dpkg, and where it was asked apt, know of a package.</summary>
/// <param name="Status">
/// Its state as dpkg calls it: <c>installed</c>, <c>config-files</c>, <c>half-configured</c>..., <c>none</c> where dpkg does not know it,
/// <c>provided</c> where another package that is installed provides it, <c>no-apt</c> where the host has no apt.
/// </param>
internal sealed record AptState(string Status) : Finding
{
    /// <summary>The version that is there, or half there; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the user has put it on hold.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether dpkg says that it has to be installed again.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The version that apt would install instead; null where that is the same, or was not asked.</summary>
    public string? Newer { get; init; }

    /// <summary>Whether the package lists have to be fetched before it can be installed: they are too old, or do not know what is wanted.</summary>
    public bool NeedsLists { get; init; }

    /// <summary>Whether some of its files may be missing, which nothing but unpacking it again brings.</summary>
    public bool IsHalfUnpacked => IsBroken || Status == "half-installed";

    public bool IsInstalled => Status == "installed" && !IsBroken;

    /// <summary>Reads an answer, e.g. <c>install installed ok 2.10-3 older 2.10-4 fresh</c>, beside which may come <c>stale unknown</c>.</summary>
    public static AptState Read(ProbeAnswer answer)
    {
        var beside = answer.Content is { } content ? FileProbes.TextOf(content.Span) ?? "" : "";
        var needsLists = beside.Contains("stale", StringComparison.Ordinal) || beside.Contains("unknown", StringComparison.Ordinal);
        if (answer.Text.Split(' ') is not [var want, var status, var flag, var version, .. var latest])
            return new(answer.Text) { NeedsLists = needsLists };
        return new(status)
        {
            Version = version,
            IsHeld = want == "hold",
            IsBroken = flag != "ok",
            Newer = latest is ["older", var newer, ..] ? newer : null,
            NeedsLists = needsLists || (latest.Length > 0 && latest[^1] == "stale"),
        };
    }

    public override string ToString() => Version is null
        ? Status == "none" ? "not installed" : Status
        : $"{Status} {Version}{(IsHeld ? ", on hold" : "")}{(IsBroken ? ", to be installed again" : "")}{(Newer is null ? "" : $", {Newer} is to be had")}";
}
