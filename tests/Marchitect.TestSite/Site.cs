namespace Marchitect.TestSite;

/// <summary>Two steps, of which the first does what the mode asks for; or, where the environment names a folder, files below it.</summary>
internal sealed class Site : SitePlan
{
    public override IReadOnlyList<Step> Plan => Environment.GetEnvironmentVariable("ROOT") is null
        ? [Step.Of<Actor>(), Step.Of<Actor>(alias: "again")]
        : [Step.Of<Files>(), Step.Of<Last>()];
}
