using Marchitect.Jinja;

namespace Marchitect;

/// <summary>What templates see of a whiteprint: its config tree, and the facts of the machine as <c>_target</c>.</summary>
internal static class TemplateValues
{
    /// <summary>The variables of a template. They are a copy: what a template changes stays in it.</summary>
    public static Value Of(ConfigMap config, TargetFacts target) => Value.Map(
        config.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value))).Append(KeyValuePair.Create(ConfigMerge.ReservedKey, Of(target))));

    /// <summary>The names of the facts.</summary>
    public static IReadOnlyList<string> Facts { get; } =
    [
        "user", "home", "host", "kernel", "arch", "distro", "distro_version", "hostname", "fqdn", "cpu_count", "memory_bytes", "init", "package_manager",
    ];

    private static Value Of(ConfigValue value) => value.Kind switch
    {
        ConfigKind.Bool => value.Bool,
        ConfigKind.Integer => value.BigInteger,
        ConfigKind.Float => value.Float,
        ConfigKind.Text or ConfigKind.Secret => value.Text,
        ConfigKind.List => Value.List(value.List.Select(Of)),
        ConfigKind.Map => Value.Map(value.Map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        _ => Value.None,
    };

    // A fact that could not be read is none, so that templates may ask for it.
    private static Value Of(TargetFacts target) => Value.Map(Known(target));

    private static Dictionary<string, Value> Known(TargetFacts target) => new()
    {
        ["user"] = target.User,
        ["home"] = target.Home,
        ["host"] = target.Host,
        ["kernel"] = target.Kernel,
        ["arch"] = target.Arch,
        ["distro"] = target.Distro,
        ["distro_version"] = target.DistroVersion,
        ["hostname"] = target.Hostname,
        ["fqdn"] = target.Fqdn,
        ["cpu_count"] = target.CpuCount is { } count ? count : Value.None,
        ["memory_bytes"] = target.MemoryBytes is { } bytes ? bytes : Value.None,
        ["init"] = target.Init,
        ["package_manager"] = target.PackageManager,
    };
}
