using System.Xml.Linq;
using Xunit;

namespace Marchitect.Tests.House;

/// <summary>What may know what: between projects, and between the folders of a library, from their source text.</summary>
public sealed class DependencySpecs
{
    /// <summary>The projects that a project may refer to.</summary>
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        // The source generator is built first, and travels with the package; nothing of it is referred to.
        ["Marchitect"] = ["Marchitect.Generators", "Marchitect.Jinja"],
        ["Marchitect.Cli"] = ["Marchitect"],
        ["Marchitect.Generators"] = [],
        ["Marchitect.Jinja"] = [],
        ["Marchitect.Testing"] = ["Marchitect"],
    };

    /// <summary>The folders of a library from the ground up; each may use those on lower floors, none on its own.</summary>
    private static readonly Dictionary<string, string[][]> Floors = new()
    {
        ["Marchitect"] =
        [
            [""],   // the words that every floor uses
            ["Errors", "Programs"],
            ["Secrets"],
            ["Scripts", "SavedPlans"],
            ["Reports"],
            ["Transports"],
            ["Sessions", "Inventory"],
            ["Configuration", "Resources"],
            ["Templates"],
            ["Probes"],
            ["Changes"],
            ["Prefabs"],
            ["Batches"],
            ["Whiteprints"],
            ["Plans"],
        ],
        ["Marchitect.Jinja"] =
        [
            ["Errors"],
            ["Options"],
            ["Values"],
            ["Syntax"],
            ["Parsing"],
            ["Builtins"],
            ["Loading"],
            ["Evaluation"],
            ["Inspection"],
            [""],   // what a user begins with
        ],
    };

    public static TheoryData<string> Layered => [.. Floors.Keys];

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string project)
    {
        var references = XDocument.Parse(Repository.Read("src", project, project + ".csproj")).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

        Assert.True(AllowedProjects.TryGetValue(project, out var allowed), $"{project} is new: say in {nameof(AllowedProjects)} what it may know.");
        Repository.ExpectNone(references.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Layered))]
    public void A_folder_uses_only_folders_below_it(string library)
    {
        var wrong = Uses(library)
            .Select(use => use with { From = TopFolder(use.From), To = TopFolder(use.To) })
            .Where(use => use.From != use.To && FloorOf(library, use.To) >= FloorOf(library, use.From))
            .Select(use => use.ToString());

        Repository.ExpectNone(wrong);
    }

    [Theory]
    [MemberData(nameof(Layered))]
    public void No_folders_depend_on_one_another_in_a_circle(string library)
    {
        var reachable = Uses(library).GroupBy(use => use.From).ToDictionary(g => g.Key, g => g.Select(use => use.To).ToHashSet());
        // The transitive closure: small enough to compute the plain way.
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var (_, targets) in reachable)
            {
                foreach (var further in targets.SelectMany(t => reachable.GetValueOrDefault(t, [])).ToArray())
                    grew |= targets.Add(further);
            }
        }

        var inCircle = reachable.Where(r => r.Value.Contains(r.Key)).Select(r => r.Key).ToHashSet();
        Repository.ExpectNone(Uses(library).Where(use => inCircle.Contains(use.From) && inCircle.Contains(use.To)).Select(use => use.ToString()));
    }

    [Theory]
    [InlineData("// Session\nint x;", "")]
    [InlineData("/* Session\n */ Plan p;", "Plan")]
    [InlineData("var s = \"Session \\\" Plan\"; Where w;", "Where")]
    [InlineData("var s = @\"Session \"\" Plan\"; Where w;", "Where")]
    [InlineData("var s = $\"\"\"\nSession \" Plan\n\"\"\"; Where w;", "Where")]
    [InlineData("using Theirs = Library.Session;\nTheirs t;", "Theirs")]
    [InlineData("using var p = new Plan();", "Plan")]
    [InlineData("var c = '\"'; Plan p;", "Plan")]
    [InlineData("record Step(Plan Session, string Where) { bool Host => plan.Mode && Where && Host; }", "Step Plan")]
    [InlineData("enum Kind { Session, Host } record Step(Plan Plan);", "Kind Step Plan Plan")]
    [InlineData("List<Plan> Steps { get; } = x > Limit ? new Plan() : Plan.Of(Session.Id);", "List Plan Limit Plan Plan Session")]
    [InlineData("var p = new Plan(Session: one, Host: two) { Step = three }; if (Mode == Limit) x = Where;", "Plan Mode Limit Where")]
    public void Comments_literals_aliases_and_members_tie_nothing(string source, string names) =>
        Assert.Equal(names, string.Join(' ', SourceText.Names(SourceText.WithoutCommentsAndLiterals(source))));

    [Fact]
    public void A_type_within_another_is_the_others() =>
        Assert.Equal(["Plan", "Mode"], SourceText.DeclaredTypes("class Plan { class Step { } } enum Mode { A }"));

    private static int FloorOf(string library, string folder)
    {
        var floor = Array.FindIndex(Floors[library], names => names.Contains(folder));
        Assert.True(floor >= 0, $"src/{library}/{folder} is new: say in {nameof(Floors)} where it stands.");
        return floor;
    }

    private static string TopFolder(string folder) => folder.Split('/')[0];

    /// <summary>Every place where a file of one folder names a type that only one other folder declares.</summary>
    private static IEnumerable<Use> Uses(string library)
    {
        var root = Repository.PathOf("src", library);
        var files = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (
                Folder: Path.GetDirectoryName(Path.GetRelativePath(root, path))!.Replace('\\', '/'),
                File: Path.GetFileName(path),
                Code: SourceText.WithoutCommentsAndLiterals(File.ReadAllText(path))))
            .Where(f => TopFolder(f.Folder) is not ("bin" or "obj"))
            .ToArray();
        Assert.NotEmpty(files);

        var homes = files.SelectMany(f => SourceText.DeclaredTypes(f.Code).Select(name => (name, f.Folder)))
            .GroupBy(d => d.name, d => d.Folder)
            .Where(g => g.Distinct().Count() == 1)
            .ToDictionary(g => g.Key, g => g.First());

        return from f in files
               from name in SourceText.Names(f.Code).Distinct()
               where homes.TryGetValue(name, out var home) && home != f.Folder
               select new Use(f.Folder, homes[name], f.File, name);
    }

    private sealed record Use(string From, string To, string File, string Name)
    {
        public override string ToString() => $"{From} uses {To}: {File} names {Name}";
    }
}
