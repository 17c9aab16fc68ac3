namespace Marchitect;

/// <summary>Nothing was asked: <see cref="Probe.None"/>.</summary>
public sealed record NothingAsked : Finding;
