using System.Reflection;
using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.Values;

/// <summary>Arithmetic, order, slices, texts of numbers, methods and both ways to format, with values right and wrong for them.</summary>
/// <remarks>The outcomes in <c>values.jsonl</c> were made by Jinja2 3.1.2 on Python 3.11.</remarks>
public sealed class ValueSpecs
{
    private static readonly Dictionary<string, ConformanceCase> Cases = ConformanceCase.ReadFile(Path.Combine(
        typeof(ValueSpecs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "tests", "Marchitect.Jinja.Tests", "Values", "values.jsonl")).ToDictionary(c => c.Id);

    public static IEnumerable<TheoryDataRow<string>> Ids => Cases.Keys.Select(id => new TheoryDataRow<string>(id) { TestDisplayName = id });

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_expression_comes_to_what_Python_makes_of_it(string id)
    {
        if (CaseRunner.Difference(Cases[id]) is { } difference)
            Assert.Fail($"template {OneLine.Quote(Cases[id].Template)}\nexpected {Cases[id].Expected}\ngot      {difference}");
    }
}
