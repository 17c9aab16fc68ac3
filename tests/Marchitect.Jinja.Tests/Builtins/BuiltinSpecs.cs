using System.Reflection;
using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.Builtins;

/// <summary>Filters and tests with all kinds of values and arguments, right and wrong ones.</summary>
/// <remarks>
/// The outcomes in <c>builtins.jsonl</c> were made by Jinja2 3.1.2, those in <c>ansible.jsonl</c> by what Ansible's filters call:
/// PyYAML and Python's <c>json</c>, <c>re</c>, <c>shlex</c>, <c>hashlib</c>, <c>uuid</c>, <c>posixpath</c> and <c>distutils</c>;
/// for filters that call nothing, such as <c>combine</c>, <c>flatten</c>, <c>ternary</c>, <c>comment</c> and the sets, by reading Ansible's source.
/// </remarks>
public sealed class BuiltinSpecs
{
    private static readonly string Folder = Path.Combine(
        typeof(BuiltinSpecs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "tests", "Marchitect.Jinja.Tests", "Builtins");

    private static readonly Dictionary<string, ConformanceCase> Jinja = Read("builtins.jsonl");

    private static readonly Dictionary<string, ConformanceCase> Ansible = Read("ansible.jsonl");

    public static IEnumerable<TheoryDataRow<string>> JinjaIds => Jinja.Keys.Select(id => new TheoryDataRow<string>(id) { TestDisplayName = id });

    public static IEnumerable<TheoryDataRow<string>> AnsibleIds => Ansible.Keys.Select(id => new TheoryDataRow<string>(id) { TestDisplayName = id });

    [Theory]
    [MemberData(nameof(JinjaIds))]
    public void A_filter_or_test_comes_to_what_Jinja2_makes_of_it(string id) => AssertAgrees(Jinja[id]);

    [Theory]
    [MemberData(nameof(AnsibleIds))]
    public void A_filter_of_Ansible_comes_to_what_Python_makes_of_it(string id) => AssertAgrees(Ansible[id]);

    private static Dictionary<string, ConformanceCase> Read(string file) => ConformanceCase.ReadFile(Path.Combine(Folder, file)).ToDictionary(c => c.Id);

    private static void AssertAgrees(ConformanceCase given)
    {
        if (CaseRunner.Difference(given) is { } difference)
            Assert.Fail($"template {OneLine.Quote(given.Template)}\nexpected {given.Expected}\ngot      {difference}");
    }
}
