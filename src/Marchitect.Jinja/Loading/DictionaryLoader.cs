using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>Templates held in memory, by name.</summary>
/// <param name="templates">Name and text of each; copied.</param>
public sealed class DictionaryLoader(IEnumerable<KeyValuePair<string, string>> templates) : ITemplateLoader
{
    private readonly FrozenDictionary<string, TemplateSource> _templates =
        templates.ToFrozenDictionary(template => template.Key, template => new TemplateSource(template.Value), StringComparer.Ordinal);

    /// <inheritdoc/>
    public TemplateSource? Load(string name) => _templates.GetValueOrDefault(name);

    /// <inheritdoc/>
    public IEnumerable<string> Names() => _templates.Keys;
}
