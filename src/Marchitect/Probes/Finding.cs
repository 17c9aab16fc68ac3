namespace Marchitect;

/// <summary>What a host answered to a probe: a value, so that what is decided on it needs no host.</summary>
/// <remarks>Derive from it for a <see cref="ProbeKind"/> of your own.</remarks>
public abstract record Finding;
