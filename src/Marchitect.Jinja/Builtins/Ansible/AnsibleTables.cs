using System.Collections.Frozen;

namespace Marchitect.Jinja;

/// <summary>What <see cref="JinjaExtensions.Ansible"/> adds, by name.</summary>
internal static class AnsibleTables
{
    /// <summary>Ansible's filters.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Filters { get; } = BuiltinSet.Gather(
        AnsibleValueFilters.AddTo, EncodingFilters.AddTo, RegexFilters.AddTo, StructureFilters.AddTo);

    /// <summary>Ansible's tests; each gives a boolean.</summary>
    public static FrozenDictionary<string, BuiltinFunction> Tests { get; } = BuiltinSet.Gather(AnsibleValueTests.AddTo);
}
