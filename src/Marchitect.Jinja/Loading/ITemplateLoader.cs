namespace Marchitect.Jinja;

/// <summary>Where templates come from that others include, import or extend. Used by several threads at once.</summary>
public interface ITemplateLoader
{
    /// <summary>Finds a template.</summary>
    /// <param name="name">Its name, as the other template wrote it.</param>
    /// <returns>Its text, or null where there is none of that name.</returns>
    TemplateSource? Load(string name);

    /// <summary>The names it knows, for "did you mean"; may be empty where it cannot tell.</summary>
    /// <returns>The names.</returns>
    IEnumerable<string> Names();
}
