using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>Every built-in filter, test and global by name.</summary>
internal static class BuiltinTables
{
    /// <summary>Jinja2's filters.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Filters { get; } = Gather(
        ValueFilters.AddTo, TextFilters.AddTo, HtmlFilters.AddTo, UrlFilters.AddTo, SequenceFilters.AddTo, SelectionFilters.AddTo,
        SortingFilters.AddTo, NumberFilters.AddTo);

    /// <summary>Jinja2's tests; each gives a boolean.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Tests { get; } = Gather(BuiltinTests.AddTo);

    /// <summary>Jinja2's globals: <c>range</c>, <c>dict</c>, <c>lipsum</c>, <c>cycler</c>, <c>joiner</c>, <c>namespace</c>.</summary>
    public static FrozenDictionary<string, Value> Globals { get; } = BuiltinGlobals.All();

    /// <summary>What <see cref="JinjaExtensions.Ansible"/> adds to the filters.</summary>
    public static FrozenDictionary<string, BuiltinFunction> AnsibleFilters { get; } = Gather(
        AnsibleValueFilters.AddTo, EncodingFilters.AddTo, RegexFilters.AddTo, StructureFilters.AddTo);

    /// <summary>What <see cref="JinjaExtensions.Ansible"/> adds to the tests.</summary>
    public static FrozenDictionary<string, BuiltinFunction> AnsibleTests { get; } = Gather(AnsibleValueTests.AddTo);

    private static FrozenDictionary<string, BuiltinFunction> Gather(params ReadOnlySpan<Action<BuiltinSet>> parts)
    {
        var set = new BuiltinSet();
        foreach (var addTo in parts)
            addTo(set);
        return set.Freeze();
    }
}
