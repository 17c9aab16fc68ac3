namespace Marchitect;

public sealed partial class ConfigMap
{
    /// <summary>
    /// A config record as a map, by its names in snake_case, e.g. for a template: <c>ConfigOverride = new() { ["site"] = ConfigMap.From(site) }</c>.
    /// </summary>
    /// <typeparam name="T">The record: one that a <see cref="Whiteprint{TConfig}"/> has as its config, or that stands in such a one.</typeparam>
    /// <param name="record">The record.</param>
    /// <returns>The map.</returns>
    /// <exception cref="InvalidOperationException">No whiteprint has such a record.</exception>
    public static ConfigMap From<T>(T record)
        where T : class =>
        ConfigRecord<T>.Known.View(record);
}
