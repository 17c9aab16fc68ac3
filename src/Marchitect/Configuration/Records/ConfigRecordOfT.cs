using System.ComponentModel;

namespace Marchitect;

/// <summary>How a config becomes a record. Written by the source generator; not for other code.</summary>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConfigRecord<T> : ConfigRecord
    where T : class
{
    private static ConfigRecord<T>? _known;

    /// <inheritdoc/>
    public override string Name => typeof(T).Name;

    /// <summary>The one of the record.</summary>
    /// <exception cref="InvalidOperationException">The generator has written none.</exception>
    internal static ConfigRecord<T> Known => _known ?? throw new InvalidOperationException(
        $"Nothing can make a {typeof(T).Name} of a config: Marchitect's source generator has not seen it. It comes with the package Marchitect; a program that refers to the project "
        + "needs Marchitect.Generators as an analyzer as well. A whiteprint that is generic in its record is not seen.");

    /// <summary>Makes it known. Where several assemblies have one for the same record, they are alike.</summary>
    public void Register() => _known = this;

    /// <summary>Makes the record of a config that was checked.</summary>
    /// <param name="config">The config.</param>
    /// <returns>The record.</returns>
    public abstract T Bind(ConfigMap config);

    /// <summary>The record as a config again.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The config.</returns>
    public abstract ConfigMap View(T record);

    /// <summary>Asks the record, and those in it, what they say of themselves.</summary>
    /// <param name="record">The record.</param>
    /// <param name="validation">Where to ask and tell.</param>
    public abstract void Validate(T record, ConfigValidation validation);

    internal sealed override object BindAndValidate(ConfigMap config, ConfigCheck check)
    {
        var record = Bind(config);
        Validate(record, new(config, "", check));
        return record;
    }
}
