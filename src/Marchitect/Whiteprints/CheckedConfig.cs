namespace Marchitect;

/// <summary>A config that was held against its schema.</summary>
/// <param name="Tree">The values, defaults filled in.</param>
/// <param name="Record">The same as the whiteprint's record; null where it has none.</param>
internal sealed record CheckedConfig(ConfigMap Tree, object? Record);
