using System.ComponentModel.DataAnnotations;
using Marchitect.Prefabs;

namespace Marchitect.Tests.Configuration;

/// <summary>A plan of ten steps whose config has sixteen mistakes, all of different kinds.</summary>
internal sealed class MistakenSite : SitePlan
{
    public override SiteConfig DefaultConfig => new() { [typeof(Cache)] = new() { ["size_mb"] = 1.5 } };

    public override IReadOnlyList<Step> Plan =>
    [
        Step.Of<Proxy>(new() { ["server_name"] = "example.org" }),
        Step.Of<Proxy>(new() { ["server_nme"] = "example.net" }, alias: "second"),
        Step.Of<Cache>(new() { ["eviction"] = "lur" }),
        Step.Of<Database>(new() { ["port"] = 70000, ["listen"] = "10.0.0.256", ["replicas"] = ConfigValue.ListOf([new ConfigMap { ["host"] = "db2" }, new ConfigMap { ["hots"] = "db3" }]) }),
        Step.Of<Database>(new() { ["port"] = 5432, ["listen"] = "::1", ["from"] = 9, ["to"] = 3 }, alias: "standby"),
        Step.Of<Mail>(new() { ["relay"] = "mail example org", ["password"] = Secret.FromEnvironment("MARCHITECT_NO_SUCH_VARIABLE") }),
        Step.Of<Backup>(new() { ["keep"] = ConfigValue.Null, ["every"] = "often" }),
        Step.Of<Plain>(new() { ["tree"] = "flat", ["level"] = 3 }),
        Step.Of<Motd>(),
        Step.Of<Cache>(new() { ["eviction"] = "lru", ["size_mb"] = 64 }, alias: "small"),
    ];
}

internal sealed record ProxyConfig
{
    /// <summary>The name that the proxy answers to.</summary>
    public required string ServerName { get; init; }

    [Range(1, 64)]
    public int Workers { get; init; } = 2;
}

internal sealed class Proxy : Whiteprint<ProxyConfig>;

internal enum Eviction
{
    Lru,
    Random,
}

internal sealed record CacheConfig
{
    public int SizeMb { get; init; } = 64;

    public required Eviction Eviction { get; init; }
}

internal sealed class Cache : Whiteprint<CacheConfig>;

internal sealed record DatabaseConfig : IValidatableObject
{
    [Range(1, 65535)]
    public required int Port { get; init; }

    public required System.Net.IPAddress Listen { get; init; }

    public IReadOnlyList<Replica> Replicas { get; init; } = [];

    public int From { get; init; }

    public int To { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        From > To ? [new ValidationResult("is after the end", [nameof(From), nameof(To)])] : [];
}

internal sealed record Replica
{
    public required string Host { get; init; }
}

internal sealed class Database : Whiteprint<DatabaseConfig>;

internal sealed record MailConfig
{
    [RegularExpression("[a-z0-9.-]+")]
    public required string Relay { get; init; }

    public Secret? Password { get; init; }
}

internal sealed class Mail : Whiteprint<MailConfig>;

internal sealed record BackupConfig
{
    public int Keep { get; init; } = 7;

    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);
}

internal sealed class Backup : Whiteprint<BackupConfig>;

internal sealed class Plain : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["tree"] = new ConfigMap { ["deep"] = true } };

    public override ConfigSchema Schema => new MapSchema
    {
        ["tree"] = ConfigSchema.MapOf(ConfigSchema.Bool),
        ["level"] = ConfigSchema.Integer.Where(level => level.Integer % 2 == 0, "must be even"),
    };
}

internal sealed class Motd : Whiteprint<MotdConfig>
{
    protected internal override IEnumerable<Prefab> Head => [new FileFromString("Welcome to {{ site_name }}, {{ greting }}\n", "/etc/motd")];
}

internal sealed record MotdConfig
{
    public string Greeting { get; init; } = "hello";

    public string SiteName { get; init; } = "us";
}
