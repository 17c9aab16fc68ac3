using System.Text.Json;
using Marchitect.Jinja.Conformance;
using Marchitect.Jinja.Tests.Conformance;

namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>What rendering the conformance cases shows of the variables that they need.</summary>
public sealed class ConformingVariableSpecs
{
    public static TheoryData<string> Rendered => [.. ConformanceData.Cases.Values.Where(c => c.Expected.Output is not null).Select(c => c.Id)];

    public static TheoryData<string> Undefined => [.. ConformanceData.Cases.Values.Where(c => c.Expected.Error == Outcome.Undefined).Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Rendered), DisableDiscoveryEnumeration = true)]
    public void A_template_that_renders_was_given_all_it_needs(string id)
    {
        var given = ConformanceData.Cases[id];
        var names = given.Variables.EnumerateObject().Select(variable => variable.Name).ToHashSet();

        var missing = Template(given).FindVariables().Where(variable => !variable.IsTested && !names.Contains(variable.Name)).Select(v => v.Name).Distinct();

        Assert.Equal(UnreachedReads.ByCase.GetValueOrDefault(id, ""), string.Join(' ', missing));
    }

    [Fact]
    public void Every_unreached_read_is_of_a_case() => Assert.Empty(UnreachedReads.ByCase.Keys.Except(ConformanceData.Cases.Keys));

    [Theory]
    [MemberData(nameof(Undefined), DisableDiscoveryEnumeration = true)]
    public void A_variable_that_rendering_misses_was_found(string id)
    {
        var given = ConformanceData.Cases[id];
        var template = Template(given);

        var error = Assert.Throws<UndefinedException>(() => template.Render(Value.From(given.Variables)));

        // Only of a variable does the error say no more than that.
        if (error.Problem != $"'{error.Name}' is undefined" || FromInside.Contains(id))
            return;
        Assert.Contains(template.FindVariables(), variable => variable.Name == error.Name);
    }

    // The name is a parameter's own in its default, and a variable that the template sets only after a macro was called that reads it:
    // what is given from outside is of no use to either.
    private static readonly string[] FromInside = ["macro-033", "macro-005"];

    private static Template Template(ConformanceCase given) =>
        new JinjaEnvironment(CaseOptions.Read(given.Options), given.Includes is { } templates ? new DictionaryLoader(templates) : null).FromString(given.Template);
}
