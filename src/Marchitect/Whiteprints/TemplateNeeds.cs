using System.Collections.Concurrent;
using Marchitect.Jinja;

namespace Marchitect;

/// <summary>The variables of templates, read once however many hosts there are.</summary>
internal sealed class TemplateNeeds
{
    private readonly ConcurrentDictionary<(Type Whiteprint, string Template), IReadOnlyList<TemplateVariable>> _found = new();

    /// <summary>The variables of a template.</summary>
    /// <param name="whiteprint">The whiteprint, whose environment reads it.</param>
    /// <param name="template">Its file or its text.</param>
    /// <param name="read">Reads it.</param>
    public IReadOnlyList<TemplateVariable> Of(Type whiteprint, string template, Func<IReadOnlyList<TemplateVariable>> read) =>
        _found.GetOrAdd((whiteprint, template), static (_, read) => read(), read);
}
