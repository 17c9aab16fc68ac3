namespace Marchitect.Jinja;

/// <summary>A variable that was found, while it is not known yet what else there is.</summary>
internal sealed class FoundVariable(SearchedTemplate template, Position position, string[] path, List<string> macros)
{
    public SearchedTemplate Template => template;

    public Position Position => position;

    public string[] Path => path;

    /// <summary>The macros it stands within.</summary>
    public List<string> Macros => macros;

    /// <summary>Whether it may be undefined on every way that leads there.</summary>
    public bool IsTested { get; set; } = true;
}
