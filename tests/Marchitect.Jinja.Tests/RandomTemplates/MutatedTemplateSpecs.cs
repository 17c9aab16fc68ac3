using System.Text.Json.Nodes;
using Marchitect.Jinja.Conformance;
using Marchitect.Jinja.Tests.Conformance;

namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>Whatever a template is: it is rendered, or its error tells the place, and soon.</summary>
public sealed class MutatedTemplateSpecs
{
    // Far below the usual ones, so that thousands of templates that go wild take seconds.
    private static readonly JinjaLimits Limits = new() { Iterations = 20_000, TextLength = 100_000, TotalText = 1_000_000, IntegerBits = 10_000 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Only_errors_that_tell_their_place_come_out_of_mutated_cases(int seed)
    {
        var dice = new Dice(seed);
        var cases = ConformanceData.Cases.Values.ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var origin = cases[dice.Below(cases.Length)];
            var template = origin.Template;
            for (var wounds = dice.Pick(1, 2, 5, 10); wounds > 0; wounds--)
                template = Damage.Inflict(template, dice);
            Check(origin with { Template = dice.Percent(10) ? Spliced(template, cases[dice.Below(cases.Length)].Template, dice) : template });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Only_errors_that_tell_their_place_come_out_of_noise(int seed)
    {
        var dice = new Dice(seed);
        var definition = new JsonObject { ["template"] = "", ["vars"] = Variables.ToJson(), ["options"] = new JsonObject { ["line_statement_prefix"] = "#", ["line_comment_prefix"] = "##" } };
        var empty = ConformanceCase.Of(definition, new Outcome("", null));
        for (var round = 0; round < 3000; round++)
        {
            var template = "";
            for (var length = dice.Below(30); length > 0; length--)
                template = Damage.Inflict(template, dice);
            Check(empty with { Template = template });
        }
    }

    private static string Spliced(string first, string second, Dice dice) =>
        first[..dice.Below(first.Length + 1)] + second[dice.Below(second.Length + 1)..];

    private static void Check(ConformanceCase of)
    {
        var outcome = CaseRunner.RunInTime(of, Limits);
        Assert.True(
            outcome.Output is not null || (outcome.Line > 0 && outcome.Error is Outcome.Syntax or Outcome.Undefined or Outcome.Runtime or Outcome.NotFound),
            $"template {OneLine.Quote(of.Template)}, case {of.Id}: {outcome}");
    }
}
