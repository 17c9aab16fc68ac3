using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.Conformance;

/// <summary>Templates come to what Jinja2 itself made of them.</summary>
public sealed class ConformanceSpecs
{
    public static IEnumerable<TheoryDataRow<string>> Ids => ConformanceData.Cases.Keys.Select(id => new TheoryDataRow<string>(id) { TestDisplayName = id });

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_template_comes_to_what_Jinja2_makes_of_it(string id)
    {
        var given = ConformanceData.Cases[id];

        var difference = CaseRunner.Difference(given);

        if (KnownDifferences.Reasons.TryGetValue(id, out var reason))
            Assert.True(difference is not null, $"It agrees now; take it off the list of known differences (where it stands because: {reason})");
        else if (difference is not null)
            Assert.Fail($"template {OneLine.Quote(given.Template)}\nexpected {given.Expected}\ngot      {difference}");
    }

    [Fact]
    public void Every_known_difference_is_a_case() =>
        Assert.Empty(KnownDifferences.Reasons.Keys.Except(ConformanceData.Cases.Keys));

    [Fact]
    public async Task The_expected_outcomes_are_what_Jinja2_makes()
    {
        Oracle.SkipUnlessInstalled();

        // -W ignore: Python warns of odd code that some templates compile to.
        var (exitStatus, output) = await Oracle.RunPythonAsync(TestContext.Current.CancellationToken, "-W", "ignore", Path.Combine(ConformanceData.Folder, "generate.py"), "--check");

        Assert.True(exitStatus == 0, output);
    }
}
