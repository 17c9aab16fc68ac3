using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>What templates of an environment share: options, built-ins and custom functions, and the templates loaded so far.</summary>
internal sealed class Engine(
    JinjaOptions options,
    ITemplateLoader? loader,
    FrozenDictionary<string, ValueObject> filters,
    FrozenDictionary<string, ValueObject> tests,
    VariableLayer globals)
{
    private readonly ConcurrentDictionary<string, CompiledTemplate> _loaded = new(StringComparer.Ordinal);

    public JinjaOptions Options => options;

    public FrozenDictionary<string, ValueObject> Filters => filters;

    public FrozenDictionary<string, ValueObject> Tests => tests;

    public VariableLayer Globals => globals;

    public CompiledTemplate Compile(string source, string? name, Func<bool>? isCurrent = null) =>
        Compiler.Compile(Parser.Parse(source, name, options), new(name, source), this, isCurrent);

    /// <summary>The template of that name.</summary>
    /// <exception cref="TemplateNotFoundException">There is none.</exception>
    public CompiledTemplate Load(string name)
    {
        if (loader is null)
            throw Fail.Type($"the template '{name}' cannot be loaded: this environment has no loader");
        if (_loaded.TryGetValue(name, out var template) && template.IsCurrent?.Invoke() != false)
            return template;
        var source = loader.Load(name) ?? throw NotFound([name]);
        return _loaded[name] = Compile(source.Text, name, source.IsCurrent);
    }

    /// <summary>The template that a template names: by its name, or the first of several that is there.</summary>
    public CompiledTemplate Select(in Value choice)
    {
        if (choice.TextOrNull is { } name)
            return Load(name);
        if (choice.Instance is UndefinedValue)
            return LoadNamed(choice);
        if (!choice.IsTrue())
            throw new TemplateNotFoundException("there is no name in the list of templates to choose from", []);
        var names = new List<string>();
        using var candidates = Iteration.Of(choice);
        while (candidates.MoveNext())
        {
            var candidate = candidates.Current;
            if (candidate.IsUndefined)
            {
                names.Add("Undefined");
                continue;
            }
            names.Add(candidate.ToString());
            try
            {
                return LoadNamed(candidate);
            }
            catch (TemplateNotFoundException error) when (error.Place is null)
            {
                // The next may be there.
            }
        }
        throw NotFound(names);
    }

    /// <summary>The template of that name, which should be a text.</summary>
    /// <exception cref="TemplateNotFoundException">There is none, as for any key that a dictionary of templates does not have.</exception>
    public CompiledTemplate LoadNamed(in Value name)
    {
        if (name.TextOrNull is { } text)
            return Load(text);
        if (loader is null)
            throw Fail.Type("no template can be loaded: this environment has no loader");
        if (name.Instance is UndefinedValue undefined)
            throw undefined.Error();
        // What cannot be a key is refused as such.
        _ = name.GetHashCode();
        throw new TemplateNotFoundException($"the name of a template is a text, not {name.TypeName}", [name.ToString()]);
    }

    private TemplateNotFoundException NotFound(List<string> names)
    {
        var problem = names.Count == 1 ? $"the template '{names[0]}' is not there" : $"none of the templates is there: {string.Join(", ", names)}";
        return new(problem, names) { Remedy = names.Count == 1 && loader is not null ? Suggestion.For(names[0], loader.Names()) : null };
    }
}
