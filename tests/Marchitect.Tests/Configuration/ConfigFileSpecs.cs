using System.Diagnostics;
using System.Text;
using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class ConfigFileSpecs : IDisposable
{
    private static readonly ConfigMap Site = new()
    {
        ["server_name"] = "example.org",
        ["workers"] = 4,
        ["ratio"] = 0.5,
        ["whole"] = 2.0,
        ["tls"] = new ConfigMap { ["port"] = 443, ["on"] = true },
        ["aliases"] = ["www.example.org", "no", ""],
        ["sites"] = [new ConfigMap { ["name"] = "a" }, new ConfigMap { ["name"] = "b", ["paths"] = ["/srv", "/opt"] }],
        ["none"] = [],
        ["umlauts äöü"] = "tab\tnewline\nquote\" \U0001F600",
    };

    private const string SiteJson = """
        {
          // the site
          "server_name": "example.org", "workers": 4, "ratio": 0.5, "whole": 2.0,
          "tls": { "port": 443, "on": true },
          "aliases": ["www.example.org", "no", ""],
          "sites": [{ "name": "a" }, { "name": "b", "paths": ["/srv", "/opt"] }],
          "none": [],
          "umlauts \u00e4öü": "tab\tnewline\nquote\" \ud83d\ude00"
        }
        """;

    private const string SiteToml = """
        # the site
        server_name = "example.org"
        workers = 4
        ratio = 0.5
        whole = 2.0
        aliases = ["www.example.org", 'no', ""]
        none = []
        "umlauts \u00e4öü" = "tab\tnewline\nquote\" 😀"
        tls.port = 443
        [[sites]]
        name = "a"
        [[sites]]
        name = "b"
        paths = ["/srv", "/opt"]
        """;

    private const string SiteYaml = """
        # the site
        server_name: example.org
        workers: 4
        ratio: 0.5
        whole: 2.0
        tls: {port: 443, on: true}
        aliases: [www.example.org, no, ""]
        sites:
        - name: a
        - name: b
          paths:
            - /srv
            - /opt
        none: []
        umlauts äöü: "tab\tnewline\nquote\" 😀"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("site.json", SiteJson)]
    [InlineData("site.JSON", SiteJson)]
    [InlineData("site.toml", SiteToml + "\n[site]")]
    [InlineData("site.yaml", SiteYaml)]
    [InlineData("site.yml", SiteYaml)]
    public void The_same_tree_reads_equal_from_every_format(string name, string text)
    {
        // TOML's tables come after what stands outside of them, so the second key of tls is added where it may.
        text = text.Replace("tls.port = 443", "tls.port = 443\ntls.on = true", StringComparison.Ordinal).Replace("\n[site]", "", StringComparison.Ordinal);
        var path = Write(name, Encoding.UTF8.GetBytes(text));

        var config = ConfigMap.FromFile(path);

        Assert.Equal(Site, config);
        Assert.Equal(new("", path, text.Split('\n').ToList().FindIndex(line => line.Contains("workers", StringComparison.Ordinal)) + 1), config["workers"].Source);
    }

    [Theory]
    [InlineData("site.json", "{}")]
    [InlineData("site.toml", "")]
    [InlineData("site.yaml", "")]
    public void A_byte_order_mark_is_passed_over(string name, string text) =>
        Assert.Equal(0, ConfigMap.FromFile(Write(name, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)])).Count);

    [Fact]
    public void A_missing_file_is_told_with_its_path()
    {
        var path = Path.Combine(_folder.FullName, "no-such", "site.yaml");
        var error = Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile(path));

        Assert.Equal("there is no such file.", error.What);
        Assert.Equal(new("", path), error.SetBy);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_relative_path_that_is_missing_is_told_with_the_current_directory()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile("no-such/site.toml"));

        Assert.Equal(new("", "no-such/site.toml"), error.SetBy);
        Assert.Contains(Directory.GetCurrentDirectory(), error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("site.ini")]
    [InlineData("site")]
    [InlineData("yaml")]
    public void A_file_of_another_format_is_refused(string name)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile(Write(name, [])));

        Assert.Equal("the name of a config file ends in .json, .toml, .yaml or .yml, and this one does not.", error.What);
        Assert.Equal("Give it the ending of what it holds.", error.Remedy);
    }

    [Fact]
    public void A_folder_is_refused()
    {
        var path = _folder.CreateSubdirectory("site.yaml").FullName;

        Assert.Equal("this is a folder, not a config file.", Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile(path)).What);
    }

    [Fact]
    public void A_path_that_is_none_is_refused() =>
        Assert.Equal(new("", "a\0.yaml"), Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile("a\0.yaml")).SetBy);

    [Fact]
    public void A_file_that_may_not_be_read_is_told()
    {
        var path = Write("site.yaml", []);
        File.Delete(path);
        UnreadableFile.Make(path);

        Assert.Equal("the file may not be read.", Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile(path)).What);
    }

    [Theory]
    [InlineData("site.json")]
    [InlineData("site.toml")]
    [InlineData("site.yaml")]
    public void What_is_no_utf8_is_told_with_its_line(string name)
    {
        // ä in Latin-1, in the third line.
        var error = Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile(Write(name, [.. "# ä\n\n# "u8, 0xE4, .. "\n"u8])));

        Assert.Equal("the file is not UTF-8 text.", error.What);
        Assert.Equal("Save it as UTF-8.", error.Remedy);
        Assert.Equal(3, error.SetBy?.Line);
    }

    [Fact]
    public void A_file_of_more_than_64_mebibytes_is_refused()
    {
        var path = Write("site.yaml", []);
        using (var file = File.OpenWrite(path))
            file.SetLength((64 * 1024 * 1024) + 1);

        Assert.Equal("the file is larger than 64 MiB.", Assert.Throws<ConfigurationException>(() => ConfigMap.FromFile(path)).What);
    }

    [Theory]
    [InlineData("site.json", "{\n", "\"key{0}\": {{ \"name\": \"value {0}\", \"port\": {0} }},\n", "\"last\": 0 }")]
    [InlineData("site.toml", "", "[key{0}]\nname = \"value {0}\"\nport = {0}\n", "")]
    [InlineData("site.yaml", "", "key{0}:\n  name: value {0}\n  port: {0}\n", "")]
    public void Ten_times_the_file_takes_about_ten_times_as_long(string name, string head, string entry, string tail)
    {
        TimeSpan TimeOf(int count)
        {
            var text = head + string.Concat(Enumerable.Range(0, count).Select(n => string.Format(null, entry, n))) + tail;
            var path = Write(name, Encoding.UTF8.GetBytes(text));
            var best = TimeSpan.MaxValue;
            for (var run = 0; run < 3; run++)
            {
                var started = Stopwatch.GetTimestamp();
                Assert.True(ConfigMap.FromFile(path).Count >= count);
                var took = Stopwatch.GetElapsedTime(started);
                best = took < best ? took : best;
            }
            return best;
        }

        TimeOf(100);
        var (small, large) = (TimeOf(5_000), TimeOf(50_000));
        TestContext.Current.SendDiagnosticMessage($"{name}: {small.TotalMilliseconds:0} ms, {large.TotalMilliseconds:0} ms");

        // Quadratic work would take a hundred times as long; the slack is for machines that do other things too.
        Assert.True(large < (40 * small) + TimeSpan.FromMilliseconds(100), $"{small} for 5,000 entries, {large} for 50,000.");
    }

    [Theory]
    [InlineData("json", SiteJson)]
    [InlineData("toml", SiteToml + "\n[a.b]\nc.d = 1979-05-27\ne = '''x\n'''\nf = {g = [1.5e3, nan], h = 0x1F}\n")]
    [InlineData("yaml", SiteYaml + "\nc: &c 1\nbase: &b {x: !!int 1, y: [*c]}\nsite: &s\n  <<: *b\n  z: |\n    text\n  v: 'it''s'\n? long\n: *s\n")]
    public void Whatever_a_file_holds_it_is_a_tree_or_an_error_of_ours(string format, string valid)
    {
        Func<string, ConfigMap> read = format switch { "json" => ConfigText.Json, "toml" => ConfigText.Toml, _ => ConfigText.Yaml };
        const string Awkward = "{}[]:,-?&*!|>'\"%@`#=.~\\\n\t\r 0x1e+_<aZ\0\u0085\u2028\uFEFFé/";
        var (trees, errors) = (0, 0);
        for (var seed = 0; seed < 4000; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder(valid);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, Awkward[random.Next(Awkward.Length)]);
                        break;
                    case 2:
                        text[at] = Awkward[random.Next(Awkward.Length)];
                        break;
                    default:
                        text.Insert(at, text.ToString(random.Next(text.Length / 2), random.Next(text.Length / 2)));
                        break;
                }
            }

            var mutated = text.ToString();
            switch (Record.Exception(() => read(mutated)))
            {
                case null:
                    trees++;
                    break;
                case ConfigurationException error:
                    errors++;
                    Assert.All(error.Problems, problem => Assert.InRange(problem.SetBy?.Line ?? 0, 1, mutated.AsSpan().Count('\n') + mutated.AsSpan().Count('\r')
                        + mutated.AsSpan().Count('\u0085') + mutated.AsSpan().Count('\u2028') + 1));
                    break;
                case var other:
                    Assert.Fail($"seed {seed}: {other}\n\n{mutated}");
                    break;
            }
        }
        Assert.True(trees > 100 && errors > 100, $"{trees} trees, {errors} errors.");
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
