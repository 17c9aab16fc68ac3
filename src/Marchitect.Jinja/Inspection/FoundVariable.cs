namespace Marchitect.Jinja;

/// <summary>A variable that was found, while it is not known yet what else there is.</summary>
internal sealed class FoundVariable(SearchedTemplate template, Position position, string[] path)
{
    public SearchedTemplate Template => template;

    public Position Position => position;

    public string[] Path => path;

    /// <summary>Whether it may not be undefined on some way that leads there.</summary>
    public bool IsNeeded { get; set; }

    /// <summary>Ways on which it may not be undefined, if the macros on them are called, and before the variable is set in the context.</summary>
    public List<(string[] Macros, HashSet<string> SetInContext)> NeededWhenCalled { get; } = [];
}
