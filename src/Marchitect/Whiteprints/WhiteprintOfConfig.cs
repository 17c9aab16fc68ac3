namespace Marchitect;

/// <summary>A unit of set-up whose config is a record: the record's members are the settings, and there are no others.</summary>
/// <typeparam name="TConfig">
/// The record (or class). Its public members that can be set when it is made are the settings, by their names in snake_case: <c>ServerName</c> is
/// <c>server_name</c> in files, templates and messages. A <c>required</c> one has to be set, one with an initialiser has that as its default, a nullable one may
/// be left out or be null. Attributes of <c>System.ComponentModel.DataAnnotations</c> and <c>IValidatableObject</c> are heeded.
/// </typeparam>
/// <remarks>
/// <code>
/// sealed record NginxConfig
/// {
///     public required string ServerName { get; init; }
///
///     [Range(1, 64)]
///     public int Workers { get; init; } = 2;
/// }
///
/// sealed class Nginx : Whiteprint&lt;NginxConfig>
/// {
///     protected override IEnumerable&lt;Prefab> Head => [new FileFromString("{{ server_name }}", $"/etc/{Config.ServerName}")];
/// }
/// </code>
/// The record is made by code that a source generator writes while the program is compiled; what it cannot make is an error of the compiler, at the member.
/// </remarks>
public abstract class Whiteprint<TConfig> : Whiteprint
    where TConfig : class
{
    /// <inheritdoc/>
    public sealed override ConfigSchema Schema => ConfigRecord<TConfig>.Known.Schema;

    /// <summary>Its config for this run: the record's defaults, and over them what the plan, the step and the run set.</summary>
    protected new TConfig Config => (TConfig)ConfigRecordInRun;

    internal sealed override CheckedConfig Check(ConfigMap merged, ICollection<ConfigurationException> problems)
    {
        var check = new ConfigCheck();
        var tree = Schema.Check(merged, check);
        object? record = null;
        // What a record says of itself, it says of values that are right in themselves.
        if (check.Count == 0)
            record = ConfigRecord<TConfig>.Known.BindAndValidate(tree.Map, check);
        foreach (var problem in check.Problems)
            problems.Add(problem);
        return new(tree as ConfigMap ?? merged, record);
    }
}
