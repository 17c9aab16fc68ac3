using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>Every built-in filter, test and global by name.</summary>
internal static class BuiltinTables
{
    /// <summary>Jinja2's filters.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Filters { get; } = BuiltinSet.Gather(
        ValueFilters.AddTo, TextFilters.AddTo, HtmlFilters.AddTo, UrlFilters.AddTo, SequenceFilters.AddTo, SelectionFilters.AddTo,
        SortingFilters.AddTo, NumberFilters.AddTo);

    /// <summary>Jinja2's tests; each gives a boolean.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Tests { get; } = BuiltinSet.Gather(BuiltinTests.AddTo);

    /// <summary>Jinja2's globals: <c>range</c>, <c>dict</c>, <c>lipsum</c>, <c>cycler</c>, <c>joiner</c>, <c>namespace</c>.</summary>
    public static FrozenDictionary<string, Value> Globals { get; } = BuiltinGlobals.All();
}
