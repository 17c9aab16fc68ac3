namespace Marchitect;

/// <summary>Where a value stands in a merged config, and who set it.</summary>
/// <param name="Path">Its path from the root, e.g. <c>tls.port</c>; empty for the root.</param>
/// <param name="Source">The layer that set it.</param>
internal sealed record ConfigPlace(string Path, ConfigSource Source);
