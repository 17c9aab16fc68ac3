using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace Marchitect.Tests.House;

[Collection(DotnetCommands.Collection)]
public sealed class PackageSpecs(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_holds_its_readme_and_its_documentation(string package)
    {
        using var archive = ZipFile.OpenRead(feed.File(package, ".nupkg"));

        Assert.Equal(Repository.Read("README.md"), Text(archive, "README.md"));
        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.dll"));
        Assert.Contains($"<name>{package}</name>", Text(archive, $"lib/net10.0/{package}.xml"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_tells_its_licence_its_purpose_and_its_readme(string package)
    {
        using var archive = ZipFile.OpenRead(feed.File(package, ".nupkg"));
        var metadata = XDocument.Parse(Text(archive, $"{package}.nuspec")).Root!.Elements().Single();

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("The Marchitect authors", Value(metadata, "authors"));
        // What NuGet writes where nobody described the package.
        Assert.NotEqual("Package Description", Value(metadata, "description"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_its_symbols(string package)
    {
        using var archive = ZipFile.OpenRead(feed.File(package, ".snupkg"));

        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.pdb"));
    }

    [Fact]
    public void The_source_generator_travels_with_the_library_and_reaches_programs_through_other_packages()
    {
        using var library = ZipFile.OpenRead(feed.File("Marchitect", ".nupkg"));

        Assert.Equal(
            ["analyzers/dotnet/cs/Marchitect.Generators.dll"],
            library.Entries.Select(entry => entry.FullName).Where(name => name.Contains("Generators", StringComparison.Ordinal)));
        Assert.DoesNotContain("Marchitect.Generators", Text(library, "Marchitect.nuspec"), StringComparison.Ordinal);
        foreach (var package in new[] { "Marchitect.Cli", "Marchitect.Testing" })
        {
            using var archive = ZipFile.OpenRead(feed.File(package, ".nupkg"));
            var dependency = XDocument.Parse(Text(archive, $"{package}.nuspec")).Descendants().Single(e => e.Name.LocalName == "dependency" && (string?)e.Attribute("id") == "Marchitect");
            Assert.DoesNotContain("Analyzers", (string?)dependency.Attribute("exclude") ?? "", StringComparison.Ordinal);
        }
    }

    private const string RecordsProgram = """
        #:package Marchitect.Cli@1.*
        using System.ComponentModel.DataAnnotations;
        using Marchitect;

        return await SiteProgram.RunAsync<MyMachine>(args);

        internal sealed record GreetingConfig
        {
            /// <summary>Who is greeted.</summary>
            public required string Name { get; init; }

            [Range(1, 9)]
            public int Times { get; init; } = 2;

            public IReadOnlyList<LineConfig> Lines { get; init; } = [new("Welcome")];
        }

        internal sealed record LineConfig(string Text, TimeSpan? After = null);

        internal sealed class Greeting : Whiteprint<GreetingConfig>
        {
            protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
            {
                for (var i = 1; i <= Config.Times; i++)
                    await UploadTemplateFromStringAsync($"{i}: {{{{ name }}}}{{% for line in lines %}}, {{{{ line.text }}}} {{{{ line.after }}}}{{% endfor %}}\n", $"~/greeting-{i}.txt", cancellationToken);
            }
        }

        internal sealed class MyMachine : SitePlan
        {
            public override IReadOnlyList<Step> Plan => [Step.Of<Greeting>(new() { ["name"] = "Ann" })];
        }
        """;

    [Fact]
    public async Task A_program_with_config_records_has_their_code_through_the_package_of_the_command_line_alone()
    {
        var folder = feed.NewFolder("records");
        await File.WriteAllTextAsync(Path.Combine(folder, "records.cs"), RecordsProgram, Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "NuGet.config"), await NuGetConfigAsync(), Cancel);
        var environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = feed.NewFolder("cache"),
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false",
        };

        var home = environment["HOME"] = feed.NewFolder("home of records");
        var run = await ProgramRun.StartAsync(folder, environment, Cancel, "dotnet", "run", "records.cs", "--", "install", "local", "--set", "greeting.times=1");
        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.Equal("1: Ann, Welcome None\n", await File.ReadAllTextAsync(Path.Combine(home, "greeting-1.txt"), Cancel));
        Assert.False(File.Exists(Path.Combine(home, "greeting-2.txt")));

        Assert.SkipUnless(
            LocalPrograms.Find("clang") is not null || LocalPrograms.Find("gcc") is not null, "Linking native programs needs a compiler: apt-get install clang");
        Assert.SkipUnless(File.Exists("/usr/include/zlib.h"), "Linking native programs needs zlib: apt-get install zlib1g-dev");
        var publish = await ProgramRun.StartAsync(folder, environment, Cancel, "dotnet", "publish", "records.cs", "-o", Path.Combine(folder, "native"));
        Assert.True(publish.ExitStatus == 0, publish.AllOutput);
        Assert.DoesNotContain("warning", publish.AllOutput, StringComparison.Ordinal);
        var native = Path.Combine(folder, "native", "records");
        var lines = """greeting.lines=[{text: "Hello", after: 90s}]""";
        var install = await ProgramRun.StartAsync(folder, environment, Cancel, native, "install", "local", "--set", lines);
        Assert.True(install.ExitStatus == 0, install.AllOutput);
        Assert.Equal("2: Ann, Hello 90s\n", await File.ReadAllTextAsync(Path.Combine(home, "greeting-2.txt"), Cancel));
        var wrong = await ProgramRun.StartAsync(folder, environment, Cancel, native, "install", "local", "--set", "greeting.times=12");
        Assert.NotEqual(0, wrong.ExitStatus);
        Assert.Contains("times must be an integer from 1 to 9, and is 12", wrong.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_of_one_file_runs_with_the_package_in_an_empty_folder()
    {
        // As a user: the sample as the README shows it, in a folder that knows nothing of this repository.
        var folder = feed.NewFolder("user");
        await File.WriteAllTextAsync(Path.Combine(folder, "hello.cs"), Samples.AsUsersWriteIt(Repository.Read("samples", "hello.cs")), Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "NuGet.config"), await NuGetConfigAsync(), Cancel);
        var environment = new Dictionary<string, string?> { ["NUGET_PACKAGES"] = feed.NewFolder("cache") };

        var run = await ProgramRun.StartAsync(folder, environment, Cancel, "dotnet", "run", "hello.cs", "--", "--help");

        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.Contains("install", run.Stdout, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(environment["NUGET_PACKAGES"]!, "marchitect.cli")), run.AllOutput);

        var home = environment["HOME"] = feed.NewFolder("home");
        var install = await ProgramRun.StartAsync(folder, environment, Cancel, "dotnet", "run", "hello.cs", "--", "install", "local");

        Assert.True(install.ExitStatus == 0, install.AllOutput);
        Assert.Equal("Hello from a command\n", await File.ReadAllTextAsync(Path.Combine(home, "hello-command.txt"), Cancel));
        Assert.Equal("Hello from an upload\n", await File.ReadAllTextAsync(Path.Combine(home, "hello-upload.txt"), Cancel));
    }

    /// <summary>Our packages from this working copy and nowhere else; theirs from what is on this machine, or where its NuGet looks.</summary>
    private async Task<string> NuGetConfigAsync()
    {
        var listed = await ProgramRun.StartAsync(
            Repository.Root, new Dictionary<string, string?>(), Cancel, "dotnet", "nuget", "list", "source", "--format", "short");
        // A line each: E (enabled), and the address.
        var addresses = listed.Stdout.Split('\n').Where(line => line.StartsWith("E ", StringComparison.Ordinal)).Select(line => line[2..].Trim())
            .Append(DotnetCommands.Packages).ToArray();

        return new XElement("configuration",
            new XElement("packageSources",
                new XElement("clear"),
                Source("ours", feed.Path),
                addresses.Select((address, index) => Source($"theirs {index}", address))),
            new XElement("packageSourceMapping",
                Mapping("ours", "Marchitect", "Marchitect.*"),
                addresses.Select((_, index) => Mapping($"theirs {index}", "*")))).ToString();

        static XElement Source(string key, string address) => new("add", new XAttribute("key", key), new XAttribute("value", address));
        static XElement Mapping(string key, params string[] patterns) =>
            new("packageSource", new XAttribute("key", key), patterns.Select(pattern => new XElement("package", new XAttribute("pattern", pattern))));
    }

    private static string Text(ZipArchive archive, string entry)
    {
        using var reader = new StreamReader(archive.GetEntry(entry)?.Open() ?? throw new InvalidOperationException($"There is no {entry} in the package."));
        return reader.ReadToEnd();
    }

    private static string? Value(XElement metadata, string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
}
