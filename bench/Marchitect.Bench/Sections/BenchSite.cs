using System.ComponentModel.DataAnnotations;

namespace Marchitect.Bench;

/// <summary>A plan of one step whose config is a record of twenty settings.</summary>
internal sealed class BenchSite : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<BenchService>()];
}

internal sealed class BenchService : Whiteprint<BenchConfig>;

internal sealed record BenchConfig
{
    public required string Text0 { get; init; }

    public required string Text1 { get; init; }

    public required string Text2 { get; init; }

    [RegularExpression("value [0-9]+")]
    public string Text3 { get; init; } = "";

    public string Text4 { get; init; } = "";

    [Range(0, 1000)]
    public int Number0 { get; init; }

    [Range(0, 1000)]
    public int Number1 { get; init; }

    public int Number2 { get; init; }

    public long Number3 { get; init; }

    public double Number4 { get; init; }

    public bool IsOn0 { get; init; }

    public bool IsOn1 { get; init; }

    public bool IsOn2 { get; init; }

    public bool IsOn3 { get; init; }

    public bool IsOn4 { get; init; }

    public IReadOnlyList<string> Names0 { get; init; } = [];

    public IReadOnlyList<string> Names1 { get; init; } = [];

    public IReadOnlyList<string> Names2 { get; init; } = [];

    public IReadOnlyList<string> Names3 { get; init; } = [];

    public IReadOnlyList<string> Names4 { get; init; } = [];
}
