using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Marchitect.Tests.House;

/// <summary>README and docs say what is so: their code is compiled, their links lead somewhere.</summary>
public sealed partial class DocumentationSpecs
{
    public static TheoryData<string> Pages =>
    [
        .. new[] { Repository.Root, Repository.PathOf("docs"), Repository.PathOf("tests", "targets"), Repository.PathOf("tests", "Marchitect.Jinja.Tests", "Conformance") }
            .SelectMany(folder => Directory.GetFiles(folder, "*.md"))
            .Select(Repository.NameOf)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void All_code_on_a_page_stands_in_a_sample(string page)
    {
        var samples = Samples.Paths.Select(path => Samples.AsUsersWriteIt(File.ReadAllText(path))).ToArray();

        var strangers = CSharpBlock().Matches(Repository.Read(page)).Select(m => m.Groups["code"].Value)
            .Where(code => !samples.Any(sample => sample.Contains(code, StringComparison.Ordinal)));

        Repository.ExpectNone(strangers);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void All_links_on_a_page_lead_to_a_file_and_a_heading(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        var text = CodeBlock().Replace(Repository.Read(page), "");

        var broken = Link().Matches(text).Select(m => m.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !LeadsSomewhere(folder, page, target));

        Repository.ExpectNone(broken);
    }

    [Fact]
    public void Every_dependency_has_its_reason_written_down()
    {
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => (string)p.Attribute("Include")!).Order(StringComparer.Ordinal);

        // One row each: | `Name` | reason |
        var reasons = DependencyRow().Matches(Repository.Read("docs", "dependencies.md")).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal);

        Assert.Equal(packages, reasons);
    }

    private static bool LeadsSomewhere(string folder, string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? Repository.PathOf(page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        if (parts.Length == 1)
            return File.Exists(file) || Directory.Exists(file);
        return File.Exists(file) && Heading().Matches(CodeBlock().Replace(File.ReadAllText(file), "")).Any(m => Anchor(m.Groups["text"].Value.Trim()) == parts[1]);
    }

    // As the usual Markdown readers make it: lower case, spaces to hyphens, everything but letters, digits, - and _ dropped.
#pragma warning disable CA1308 // lower case is what an anchor has
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
#pragma warning restore CA1308

    [GeneratedRegex(@"^```csharp[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DependencyRow();
}
