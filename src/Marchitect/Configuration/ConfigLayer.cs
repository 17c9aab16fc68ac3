namespace Marchitect;

/// <summary>One of the maps a config is merged from.</summary>
/// <param name="Name">The layer in words, e.g. <c>step 2 of plan WebServer</c>.</param>
/// <param name="Values">What it sets.</param>
internal sealed record ConfigLayer(string Name, ConfigMap Values);
