namespace Marchitect;

/// <summary>Who set a value of a config.</summary>
/// <param name="Layer">The layer in words, e.g. <c>step 2 of plan WebServer</c>.</param>
/// <param name="File">The file it was read from, or null where it was written in code.</param>
/// <param name="Line">The line in that file, from 1, or null.</param>
public sealed record ConfigSource(string Layer, string? File = null, int? Line = null)
{
    /// <summary>The layer and the place in its file, e.g. <c>the run's config (site.yaml:12)</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => (File, Line) switch
    {
        (null, _) => Layer,
        (_, null) => $"{Layer} ({File})",
        _ => $"{Layer} ({File}:{Line})",
    };

    /// <summary>The place in the file, else the layer, e.g. <c>site.toml:14</c>.</summary>
    internal string Short => (File, Line) switch
    {
        (null, _) => Layer,
        (_, null) => File,
        _ => $"{File}:{Line}",
    };
}
