using System.Text.Json;
using System.Text.Json.Nodes;
using Marchitect.Jinja.Conformance;
using Marchitect.Jinja.Tests.Conformance;

namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>Templates that nobody wrote come to what Jinja2 makes of them.</summary>
/// <remarks>The seeds are fixed; <c>JINJA_SEED=n</c> and <c>JINJA_COUNT=n</c> look elsewhere, and further.</remarks>
public sealed class RandomTemplateSpecs
{
    private static readonly int Seed = Given("JINJA_SEED") ?? 1;

    [Fact]
    public Task Random_expressions() => CompareAsync(2000, dice => new TemplateGrammar(dice).Expression());

    [Fact]
    public Task Random_statements_and_options() => CompareAsync(1000, dice => new TemplateGrammar(dice).Statements());

    [Fact]
    public Task Random_includes_imports_and_inheritance() => CompareAsync(500, dice => new TemplateGrammar(dice).Family());

    [Fact]
    public Task Random_line_statements() => CompareAsync(500, dice => new TemplateGrammar(dice).LineStatements());

    [Fact]
    public Task Random_templates_with_mistakes() => CompareAsync(1000, dice => Damaged(new TemplateGrammar(dice).Statements(), dice));

    [Fact]
    public async Task The_cases_with_mistakes()
    {
        var definitions = await File.ReadAllLinesAsync(Path.Combine(ConformanceData.Folder, "definitions.jsonl"), TestContext.Current.CancellationToken);
        await CompareAsync(2000, dice => Damaged(JsonNode.Parse(definitions[dice.Below(definitions.Length)])!.AsObject(), dice));
    }

    private static async Task CompareAsync(int count, Func<Dice, JsonObject> make)
    {
        Oracle.SkipUnlessInstalled();
        count = Given("JINJA_COUNT") ?? count;
        var definitions = Enumerable.Range(0, count).Select(i => make(new Dice(unchecked((Seed * 1_000_003) + i)))).ToArray();

        var expected = await Oracle.AskAsync(definitions, TestContext.Current.CancellationToken);

        var compared = 0;
        var differences = new List<string>();
        foreach (var (definition, outcome) in definitions.Zip(expected))
        {
            if (outcome is null || Curiosities.IsOne(definition, outcome))
                continue;
            compared++;
            if (CaseRunner.Difference(ConformanceCase.Of(definition, outcome)) is { } got)
                differences.Add($"{Line(definition)}\n  expected {outcome}\n  got      {got}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} differ, such as:\n{string.Join('\n', differences.Take(20))}");
        // Or else there is little that this compares.
        Assert.True(compared > count / 2, $"Only {compared} of {count} could be compared.");
    }

    private static JsonObject Damaged(JsonObject definition, Dice dice)
    {
        definition["template"] = Damage.Inflict((string)definition["template"]!, dice);
        return definition;
    }

    /// <summary>As a line for definitions.jsonl, without what all have.</summary>
    private static string Line(JsonObject definition)
    {
        var shown = new JsonObject(definition.Where(p => p.Key is not ("vars" or "id" or "feature")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        return shown.ToJsonString(Readable);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int? Given(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
