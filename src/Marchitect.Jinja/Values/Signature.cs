namespace Marchitect.Jinja;

/// <summary>The parameters of a built-in, as Python would declare them.</summary>
/// <param name="name">Name for errors, e.g. <c>center</c>.</param>
/// <param name="required">How many of the parameters must be given.</param>
/// <param name="parameters">
/// Their names, in order; the value a filter or test is applied to is the first, a method's object too. A name in angle brackets
/// cannot be given as a keyword.
/// </param>
internal sealed class Signature(string name, int required, params string[] parameters)
{
    public string Name { get; } = name;

    public int Count => parameters.Length;

    /// <summary>Whether the arguments can be taken as they stand.</summary>
    public bool Fits(int positional, int keywords) => keywords == 0 && positional == parameters.Length;

    /// <summary>Puts each argument at its parameter's place; what was not given stays missing.</summary>
    /// <exception cref="TemplateRuntimeException">There are too many, too few, unknown or doubled ones.</exception>
    public void Bind(ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords, Span<Value> bound)
    {
        if (positional.Length > parameters.Length)
            throw Fail.Type($"{Name}() takes {Range()} but {positional.Length} {(positional.Length == 1 ? "was" : "were")} given");
        positional.CopyTo(bound);
        foreach (var (keyword, value) in keywords)
        {
            var index = Array.IndexOf(parameters, keyword);
            if (index < 0)
                throw Fail.Type($"{Name}() got an unexpected keyword argument '{keyword}'");
            if (!bound[index].IsMissing)
                throw Fail.Type($"{Name}() got multiple values for argument '{keyword}'");
            bound[index] = value;
        }
        for (var i = 0; i < required; i++)
        {
            if (bound[i].IsMissing)
                throw Fail.Type($"{Name}() is missing its argument '{parameters[i]}'");
        }
    }

    private string Range() => required == parameters.Length
        ? $"{required} argument{(required == 1 ? "" : "s")}"
        : $"from {required} to {parameters.Length} arguments";
}
