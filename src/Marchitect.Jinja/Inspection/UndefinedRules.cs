using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>Which uses of an undefined value an environment forbids. Where that cannot be told, it permits them.</summary>
internal sealed class UndefinedRules(Engine engine)
{
    // What a built-in filter does not look at before somebody goes through its result.
    private static readonly FrozenSet<string> LazyFilters = FrozenSet.ToFrozenSet(["batch", "slice", "unique"]);

    private static readonly FrozenSet<string> TolerantFilters =
        FrozenSet.ToFrozenSet(["default", "d", "items", "map", "pprint", "reject", "rejectattr", "select", "selectattr", "ternary", "type_debug"]);

    // False for what is undefined.
    private static readonly FrozenSet<string> KindTests =
        FrozenSet.ToFrozenSet(["boolean", "true", "false", "integer", "float", "number", "string", "mapping", "none"]);

    // in: nothing is compared where the sequence is empty. subset, superset: these look at the other one first.
    private static readonly FrozenSet<string> TolerantTests = FrozenSet.ToFrozenSet(
        ["defined", "undefined", "sequence", "callable", "escaped", "sameas", "truthy", "falsy", "in", "subset", "superset", .. KindTests]);

    public bool ReachesThrough => engine.Options.Undefined == UndefinedPolicy.Chainable;

    public bool Forbids(ValueUse use) => engine.Options.Undefined switch
    {
        UndefinedPolicy.Chainable => use == ValueUse.Computed,
        UndefinedPolicy.Lenient => use >= ValueUse.ReachedInto,
        UndefinedPolicy.Strict => use >= ValueUse.Tested,
        _ => use >= ValueUse.Printed,
    };

    /// <summary>What a filter does with what it is applied to.</summary>
    public ValueUse UseByFilter(string name, ValueUse ofResult)
    {
        if (!IsBuiltinFilter(name) || TolerantFilters.Contains(name))
            return ValueUse.Kept;
        if (LazyFilters.Contains(name))
            return ofResult >= ValueUse.Consumed ? ValueUse.Consumed : ValueUse.Kept;
        return name == "attr" ? ValueUse.ReachedInto : ValueUse.Consumed;
    }

    /// <summary>What a test does with what it is applied to.</summary>
    public ValueUse UseByTest(string name) => IsBuiltinTest(name) && !TolerantTests.Contains(name) ? ValueUse.Consumed : ValueUse.Kept;

    /// <summary>Whether a test asks for a kind of value that nothing undefined is.</summary>
    public bool IsKindTest(string name) => IsBuiltinTest(name) && KindTests.Contains(name);

    // One of the user's own may do anything, whatever its name.
    public bool IsBuiltinFilter(string name) => engine.Filters.GetValueOrDefault(name) is BuiltinFunction;

    public bool IsBuiltinTest(string name) => engine.Tests.GetValueOrDefault(name) is BuiltinFunction;
}
