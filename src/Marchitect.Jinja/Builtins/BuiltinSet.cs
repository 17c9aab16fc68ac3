using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>Built-in functions by name, while they are put together.</summary>
internal sealed class BuiltinSet
{
    private readonly Dictionary<string, BuiltinFunction> _functions = new(StringComparer.Ordinal);

    /// <summary>All that the parts add.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Gather(params ReadOnlySpan<Action<BuiltinSet>> parts)
    {
        var set = new BuiltinSet();
        foreach (var addTo in parts)
            addTo(set);
        return set._functions.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Adds one with the parameters that Python declares; the first is what the filter or test is applied to.</summary>
    /// <param name="name">Its name in templates.</param>
    /// <param name="required">How many parameters must be given.</param>
    /// <param name="parameters">Names, with blanks between them. What cannot be given by name has a <c>/</c> before it.</param>
    /// <param name="body">What it does.</param>
    public void Add(string name, int required, string parameters, Builtin body) =>
        _functions.Add(name, new(new Signature(name, required, parameters.Split(' ')), body));

    /// <summary>Adds one that takes any arguments.</summary>
    public void Add(string name, VariadicBuiltin body) => _functions.Add(name, new(name, body));

    /// <summary>Gives another name to one.</summary>
    public void Alias(string name, string of) => _functions.Add(name, _functions[of]);
}
