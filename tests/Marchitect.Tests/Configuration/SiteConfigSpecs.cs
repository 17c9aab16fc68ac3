namespace Marchitect.Tests.Configuration;

/// <summary>Which layer wins, from a whiteprint's record to the command line.</summary>
public sealed class SiteConfigSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect site ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Every layer that can set one value, from the lowest to the highest, each with how it is told.
    public static TheoryData<int, string> Layers { get; } = new()
    {
        { 0, "the default of LayeredConfig" },
        { 1, "defaults of whiteprint layered" },
        { 2, "the default config of plan LayeredSite, by whiteprint Layered" },
        { 3, "the default config of plan LayeredSite, by alias 'second'" },
        { 4, "step 1 of plan LayeredSite" },
        { 5, "the config file, by whiteprint Layered (FIRST:2)" },
        { 6, "the config file, by whiteprint Layered (OVER:2)" },
        { 7, "the config file, group web, by whiteprint Layered (FIRST:8)" },
        { 8, "the config file, host web1, by whiteprint Layered (FIRST:13)" },
        { 9, "the config file, by alias 'second' (FIRST:4)" },
        { 10, "the config file, group web, by alias 'second' (FIRST:10)" },
        { 11, "the config file, host web1, by alias 'second' (FIRST:15)" },
        { 12, "MARCHITECT_LAYERED__LEVEL" },
        { 13, "MARCHITECT_SECOND__LEVEL" },
        { 14, "--set layered.level" },
        { 15, "--set second.level" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_highest_layer_that_sets_a_value_wins_and_is_told(int highest, string told)
    {
        ConfigMap Level(int layer) => layer <= highest ? new() { ["level"] = layer } : ConfigMap.Empty;
        var first = Write("first.yaml", $$"""
            layered:
              {{Line(5)}}
            second:
              {{Line(9)}}
            groups:
              web:
                hosts: [db1, "web*"]
                layered: { {{Flow(7)}} }
                second:
                  {{Line(10)}}
            hosts:
              web1:
                layered: { {{Flow(8)}} }
                second:
                  {{Line(11)}}
              web2:
                second: { level: 99 }
            """);
        var over = Write("over.toml", $"[layered]\n{(highest >= 6 ? "level = 6" : "")}\n");
        Layered.Defaults = Level(1);
        LayeredSite.Config = new() { [typeof(Layered)] = Level(2), ["second"] = Level(3) };
        LayeredSite.OfStep = Level(4);
        var config = SiteConfig.FromFile(first).With(SiteConfig.FromFile(over))
            .With(SiteConfig.FromSettings(highest >= 15 ? ["second.level=15", "layered.level=14"] : highest >= 14 ? ["layered.level=14"] : []))
            .With(new()
            {
                Settings =
                [
                    .. highest >= 13 ? [Variable("MARCHITECT_SECOND__LEVEL", "13")] : (Setting[])[],
                    .. highest >= 12 ? [Variable("MARCHITECT_LAYERED__LEVEL", "12")] : (Setting[])[],
                ],
            });

        var level = new LayeredSite().ReadConfig("web1", new() { Config = config })[0].Config["level"];

        Assert.Equal(highest, level.Integer);
        Assert.Equal(told.Replace("FIRST", first, StringComparison.Ordinal).Replace("OVER", over, StringComparison.Ordinal), level.Source!.ToString());

        string Line(int layer) => layer <= highest ? $"level: {layer}" : "{}";
        string Flow(int layer) => layer <= highest ? $"level: {layer}" : "";
    }

    [Theory]
    [InlineData("web1", 8)]
    [InlineData("web7", 7)]
    [InlineData("db1", 7)]
    [InlineData("other", 5)]
    [InlineData(null, 5)]
    public void Hosts_and_groups_are_matched_by_name(string? host, int level)
    {
        Reset();
        var file = Write("site.toml", """
            [layered]
            level = 5
            [groups.web]
            hosts = ["db1", "web*"]
            layered = { level = 7 }
            [hosts.web1.layered]
            level = 8
            """);

        Assert.Equal(level, new LayeredSite().ReadConfig(host, new() { Config = SiteConfig.FromFile(file) })[0].Config["level"].Integer);
    }

    public static TheoryData<string, string> Typed { get; } = new()
    {
        { "level=5", "level: 5" },
        { "name=5", "name: \"5\"" },
        { "name=true", "name: \"true\"" },
        { "name=", "name: \"\"" },
        { "name=a=b.c", "name: a=b.c" },
        { "is_on=true", "is_on: true" },
        { "ratio=2", "ratio: 2" },
        { "ratio=1e3", "ratio: 1000.0" },
        { "names=[a, 'b c', 5]", "names[2] must be a text, and is 5 (--set second.names)" },
        { "names=[a, b]", "names:\n  - a\n  - b" },
        { "inner={ key: k }", "inner:\n  key: k\n  port: 443" },
        { "inner.port=8443", "inner:\n  key: default\n  port: 8443" },
        { "headers.\"X.Y\"=1", "headers:\n  X.Y: \"1\"" },
        { "comment=null", "comment: null" },
        { "level=null", "level must be an integer from 0 to 100, and is \"null\" (--set second.level)" },
        { "level=four", "level must be an integer from 0 to 100, and is \"four\" (--set second.level)" },
        { "level=101", "level must be an integer from 0 to 100, and is 101 (--set second.level)" },
        { "is_on=yes", "is_on must be true or false, and is \"yes\" (--set second.is_on)" },
        { "lvel=1", "lvel is not a setting; did you mean level? (--set second.lvel)" },
        { "inner.prot=1", "inner.prot is not a setting; did you mean inner.port? (--set second.inner.prot)" },
        { "password=hunter2", "password: \"***\"" },
        { "free.a=[1, {b: null}]", "free:\n  a:\n    - 1\n    - b: null" },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void A_setting_is_typed_by_the_schema(string setting, string result)
    {
        Reset();
        var key = setting[..setting.IndexOfAny(['.', '='])];
        string found;
        try
        {
            var config = new LayeredSite().ReadConfig("web1", new() { Config = SiteConfig.FromSettings([$"second.{setting}"]) })[0].Config;
            found = ConfigYaml.Print(new() { [key] = config[key] }).TrimEnd('\n');
        }
        catch (ConfigurationException wrong)
        {
            found = wrong.Message.Replace("web1, step 1 'layered' (alias second): ", "", StringComparison.Ordinal);
        }

        Assert.Equal(result, found);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx=4")]
    [InlineData("=4")]
    [InlineData("nginx.=4")]
    [InlineData(".workers=4")]
    [InlineData("nginx..workers=4")]
    [InlineData("nginx.\"open=4")]
    [InlineData("")]
    public void What_names_no_setting_is_refused_where_it_is_written(string setting)
    {
        var wrong = Assert.Throws<ConfigurationException>(() => SiteConfig.FromSettings([setting]));

        Assert.Equal(
            $"--set '{setting.Split('=')[0]}' does not name a setting; write NAME.SETTING=VALUE with the name of a whiteprint or an alias, e.g. nginx.workers=4",
            wrong.Message);
    }

    public static TheoryData<string, string> Files { get; } = new()
    {
        { "layred: { level: 1 }", "'layred' is neither a whiteprint of plan LayeredSite nor an alias of a step; did you mean layered? (FILE:1)" },
        { "hosts:\n  web1:\n    secnd: { level: 1 }", "'secnd' is neither a whiteprint of plan LayeredSite nor an alias of a step; did you mean second? (FILE:3)" },
        { "layered: 5", "layered must be a map, the settings of a whiteprint or an alias, and is 5 (FILE:1)" },
        { "hosts: [web1]", "hosts must be a map, a map of hosts, and is a list of 1 item (FILE:1)" },
        { "groups:\n  web: 1", "groups.web must be a map, a map of whiteprints and aliases, and is 1 (FILE:2)" },
        { "groups:\n  web:\n    layered: {}", "group 'web' has no hosts; write hosts: [web1, \"web-*.example.org\"] (FILE:2)" },
        { "groups:\n  web:\n    hosts: web1", "groups.web.hosts must be a list of hosts, and is \"web1\"; write hosts: [web1, \"web-*.example.org\"] (FILE:3)" },
        { "layered:\n  level: x\nsecond:\n  levle: 2", "step 1 'layered' (alias second): levle is not a setting; did you mean level? (FILE:4)|step 1 'layered' (alias second): level must be an integer from 0 to 100, and is \"x\" (FILE:2)" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_wrong_with_a_file_is_told_with_its_line(string content, string problems)
    {
        Reset();
        var file = Write("site.yaml", content);

        var wrong = Assert.Throws<ConfigurationException>(() => new LayeredSite().ReadConfig(options: new() { Config = SiteConfig.FromFile(file) }));

        Assert.Equal(problems.Replace("FILE", file, StringComparison.Ordinal).Split('|'), wrong.Problems.Select(problem => problem.Message));
    }

    [Fact]
    public void A_name_of_the_environment_that_no_step_has_is_told()
    {
        Reset();
        var wrong = Assert.Throws<ConfigurationException>(() =>
            new LayeredSite().ReadConfig(options: new() { Config = new() { Settings = [Variable("MARCHITECT_LAYRED__LEVEL", "1")] } }));

        Assert.Equal("'layred' is neither a whiteprint of plan LayeredSite nor an alias of a step; did you mean layered? (MARCHITECT_LAYRED__LEVEL)", wrong.Message);
    }

    private static Setting Variable(string name, string value) =>
        Setting.FromVariable(name, value) ?? throw new InvalidOperationException($"{name} is no setting.");

    private static void Reset() => (Layered.Defaults, LayeredSite.Config, LayeredSite.OfStep) = (ConfigMap.Empty, SiteConfig.Empty, ConfigMap.Empty);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }
}

internal sealed record LayeredConfig
{
    [System.ComponentModel.DataAnnotations.Range(0, 100)]
    public int Level { get; init; }

    public string Name { get; init; } = "n";

    public bool IsOn { get; init; }

    public double Ratio { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    public TlsKinds Inner { get; init; } = new() { Key = "default" };

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Comment { get; init; } = "c";

    public Secret? Password { get; init; }

    public ConfigMap Free { get; init; } = ConfigMap.Empty;
}

internal sealed class Layered : Whiteprint<LayeredConfig>
{
    [ThreadStatic]
    internal static ConfigMap? Defaults;

    public override ConfigMap DefaultConfig => Defaults ?? ConfigMap.Empty;
}

internal sealed class LayeredSite : SitePlan
{
    [ThreadStatic]
    internal static SiteConfig? Config;

    [ThreadStatic]
    internal static ConfigMap? OfStep;

    public override SiteConfig DefaultConfig => Config ?? SiteConfig.Empty;

    public override IReadOnlyList<Step> Plan => [Step.Of<Layered>(OfStep, alias: "second")];
}
