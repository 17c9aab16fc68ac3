namespace Marchitect.TestSite;

/// <summary>Two steps, of which the first does what the mode asks for.</summary>
internal sealed class Site : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<Actor>(), Step.Of<Actor>(alias: "again")];
}
