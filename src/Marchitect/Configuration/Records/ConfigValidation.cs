using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Marchitect;

/// <summary>Where a record's own rules are asked and told. Called by what the source generator writes; not for other code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConfigValidation
{
    private readonly ConfigValue? _at;
    private readonly string _path;
    private readonly ConfigCheck _check;

    internal ConfigValidation(ConfigValue? at, string path, ConfigCheck check) => (_at, _path, _check) = (at, path, check);

    /// <summary>The place of an entry.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The place.</returns>
    public ConfigValidation In(string key) => new((_at as ConfigMap)?.Find(key), ConfigPath.Join(_path, key), _check);

    /// <summary>The place of an item.</summary>
    /// <param name="index">Its position, from 0.</param>
    /// <returns>The place.</returns>
    public ConfigValidation In(int index) => new(_at is ConfigList list && index < list.List.Count ? list.List[index] : null, ConfigPath.Join(_path, index), _check);

    /// <summary>Asks an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">The value of the member.</param>
    /// <param name="record">The record.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="key">Its key in the config.</param>
    public void Ask(ValidationAttribute attribute, object? value, object record, string member, string key)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        if (attribute.GetValidationResult(value, Context(record, key, member)) is { } wrong)
            _check.Said((_at as ConfigMap)?.Find(key), ConfigPath.Join(_path, key), wrong.ErrorMessage ?? $"{attribute.GetType().Name} says that it is not valid");
    }

    /// <summary>Asks the record itself.</summary>
    /// <param name="record">The record.</param>
    /// <param name="keys">The keys of its members.</param>
    public void Ask(IValidatableObject record, IReadOnlyDictionary<string, string> keys)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var wrong in record.Validate(Context(record, record.GetType().Name, null)).Where(result => result != ValidationResult.Success))
        {
            var named = wrong.MemberNames.Select(name => keys.GetValueOrDefault(name, name)).ToList();
            var path = string.Join(", ", named.Select(key => ConfigPath.Join(_path, key)).DefaultIfEmpty(_path));
            _check.Said(named.Count > 0 ? (_at as ConfigMap)?.Find(named[0]) : _at, path, wrong.ErrorMessage ?? "is not valid");
        }
    }

    // The constructor that takes no service provider reads attributes by reflection.
    private static ValidationContext Context(object record, string name, string? member) => new(record, name, null, null) { MemberName = member };
}
