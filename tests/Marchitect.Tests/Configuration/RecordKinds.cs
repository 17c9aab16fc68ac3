using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Numerics;

namespace Marchitect.Tests.Configuration;

/// <summary>A record with a member of every type that a config can hold.</summary>
internal sealed record RecordKinds
{
    /// <summary>What the server is called, as in <see cref="Uri"/>'s host &amp; so on.</summary>
    public required string ServerName { get; init; }

    public int Workers { get; init; } = 2;

    public byte Small { get; init; } = 200;

    public long Large { get; init; } = long.MaxValue;

    public ulong Largest { get; init; } = ulong.MaxValue;

    public BigInteger AnySize { get; init; } = BigInteger.Pow(10, 30);

    public double Ratio { get; init; } = 0.5;

    public float Less { get; init; } = 1.5f;

    public decimal Price { get; init; } = 9.99m;

    public bool IsOn { get; init; } = true;

    public string? Comment { get; init; }

    public int? Limit { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.VeryLoud;

    public LogLevel? OtherLevel { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    public Uri? Home { get; init; }

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    public Guid Id { get; init; } = Guid.Empty;

    public Permissions Permissions { get; init; } = "0640";

    public Secret? Password { get; init; }

    public string[] Aliases { get; init; } = ["a"];

    public IReadOnlyList<int> Ports { get; init; } = [80, 443];

    public List<string> Names { get; init; } = [];

    public IReadOnlySet<string> Tags { get; init; } = new HashSet<string> { "x" };

    public ImmutableArray<int> Numbers { get; init; } = [1];

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string> { ["X-A"] = "1" };

    public Dictionary<string, TlsKinds> ByHost { get; init; } = [];

    public TlsKinds Tls { get; init; } = new() { Key = "default.pem", Port = 8443 };

    public TlsKinds? OtherTls { get; init; }

    public IReadOnlyList<SiteKinds> Sites { get; init; } = [];

    public ConfigMap Free { get; init; } = ConfigMap.Empty;

    public ConfigValue Any { get; init; } = 1;

    public string HTTPProxy2 { get; set; } = "none";

    public string Url => $"https://{ServerName}";
}

internal enum LogLevel
{
    Quiet,
    VeryLoud,
}

internal sealed record TlsKinds
{
    public required string Key { get; init; }

    public int Port { get; init; } = 443;
}

internal sealed record SiteKinds(string Name, int Port = 80, string? Root = null)
{
    public bool IsOpen { get; init; } = true;

    public IReadOnlyList<SiteKinds> Nested { get; init; } = [];
}

internal sealed class EveryKind : Whiteprint<RecordKinds>
{
    public RecordKinds Bound => Config;
}

/// <summary>A record with rules.</summary>
internal sealed record RecordRules : IValidatableObject
{
    [Required]
    public string Name { get; init; } = "";

    [Range(1, 64)]
    public int Workers { get; init; } = 2;

    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Ratio { get; init; }

    [StringLength(8, MinimumLength = 2)]
    public string Code { get; init; } = "ab";

    [RegularExpression("[a-z][a-z0-9-]*")]
    public string Host { get; init; } = "web";

    [MinLength(1), MaxLength(2)]
    public IReadOnlyList<string> Servers { get; init; } = ["one"];

    [AllowedValues("tcp", "udp")]
    public string Protocol { get; init; } = "tcp";

    [DeniedValues(22, 25)]
    public int Port { get; init; } = 80;

    [EmailAddress]
    public string? Contact { get; init; }

    [Range(1, 9, ErrorMessage = "Only one digit, please.")]
    public int Digit { get; init; } = 1;

    [EvenNumber(Least = 4)]
    public int Even { get; init; } = 4;

    public int From { get; init; } = 1;

    public int To { get; init; } = 2;

    [NullRemoves]
    public IReadOnlyDictionary<string, string> People { get; init; } = new Dictionary<string, string>();

    [NullRemoves]
    public int Retries { get; init; } = 3;

    public IReadOnlyList<InnerRules> Inner { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (From > To)
            yield return new("is later than it ends", [nameof(From), nameof(To)]);
    }
}

internal sealed record InnerRules : IValidatableObject
{
    [EvenNumber]
    public int Even { get; init; } = 2;

    public bool IsWrong { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        IsWrong ? [new ValidationResult("cannot be wrong", [nameof(IsWrong)])] : [];
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class EvenNumberAttribute : ValidationAttribute
{
    public int Least { get; init; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is int number && number % 2 == 0 && number >= Least ? ValidationResult.Success : new("must be even");
}

internal sealed class Ruled : Whiteprint<RecordRules>
{
    public RecordRules Bound => Config;
}
