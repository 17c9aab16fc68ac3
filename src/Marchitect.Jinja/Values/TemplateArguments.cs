namespace Marchitect.Jinja;

/// <summary>The arguments of a custom filter, test or function. They live as long as the call.</summary>
public readonly ref struct TemplateArguments
{
    private readonly ReadOnlySpan<Value> _positional;
    private readonly ReadOnlySpan<KeywordArgument> _keywords;

    internal TemplateArguments(ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        _positional = positional;
        _keywords = keywords;
    }

    /// <summary>Those given by place.</summary>
    public ReadOnlySpan<Value> Positional => _positional;

    /// <summary>Those given by name.</summary>
    public ReadOnlySpan<KeywordArgument> Keywords => _keywords;

    /// <summary>An argument that may be given by place or by name.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">What it is where it is not given.</param>
    /// <returns>It.</returns>
    public Value Get(int index, string name, Value otherwise) => TryGet(index, name, out var value) ? value : otherwise;

    /// <summary>An argument that must be given, by place or by name.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="name">Its name.</param>
    /// <returns>It.</returns>
    /// <exception cref="TemplateRuntimeException">It is not given.</exception>
    public Value Require(int index, string name) =>
        TryGet(index, name, out var value) ? value : throw Fail.Type($"the argument '{name}' is not given");

    private bool TryGet(int index, string name, out Value value)
    {
        foreach (var (keyword, given) in _keywords)
        {
            if (keyword == name)
            {
                value = given;
                return true;
            }
        }
        value = index < _positional.Length ? _positional[index] : default;
        return index < _positional.Length;
    }
}
