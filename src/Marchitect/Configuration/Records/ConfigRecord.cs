using System.ComponentModel;

namespace Marchitect;

/// <summary>How a config becomes a record. Written by the source generator; not for other code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConfigRecord
{
    private readonly Lazy<MapSchema> _settings;

    private protected ConfigRecord() => _settings = new(() => Describe() with { Name = Name, Defaults = ReadDefaults });

    /// <summary>The name of the record's type, e.g. <c>NginxConfig</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The schema of a setting that is of this record.</summary>
    public ConfigSchema Schema => new RecordSchema(this);

    internal MapSchema Settings => _settings.Value;

    /// <summary>The schema of each setting.</summary>
    /// <returns>The schema.</returns>
    protected abstract MapSchema Describe();

    /// <summary>What the settings are where nothing sets them, those that are required left out.</summary>
    /// <returns>The values.</returns>
    protected abstract ConfigMap ReadDefaults();

    /// <summary>Makes the record, and asks it what it says of itself.</summary>
    internal abstract object BindAndValidate(ConfigMap config, ConfigCheck check);
}
