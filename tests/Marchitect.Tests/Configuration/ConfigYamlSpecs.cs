using System.Numerics;
using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class ConfigYamlSpecs
{
    private static readonly string[] AwkwardTexts =
    [
        "", " ", " lead", "trail ", "a  b", "no", "Yes", "on", "y", "true", "null", "~", "Null", "1", "1.0", "-1", "+1", "0x1F", "0o17", "0b1", "1e3", ".5",
        ".inf", "-.inf", ".nan", "1_000", "12:30", "2024-01-01", "2024-01-01 10:00:00", "10.0.0.1", "1.2.3", "#", "# x", "a #b", "a#b", ":", ": ", "a: b", "a:b", "a:", "::1",
        "-", "- a", "-a", "--flag", "---", "--- a", "...", "?", "? a", "?a", "!", "!x", "&x", "*x", "%x", "@x", "`x", "|", ">", "> x", "'", "'q'", "\"", "\"q\"",
        "it's", "say \"x\"", "\\", "C:\\x", "{", "{}", "{{ x }}", "}", "[", "[]", "]", ",", "a, b", "a]b", "<<", "=", "a\nb", "\n", "a\n", "\r\n", "a\rb", "\t", "a\tb",
        "\0", "\u0001", "\u001b[0m", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u200d", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\ufffd", "é", "äöü ß", "日本", "😀", "😀 a",
        "👩‍💻", "/srv/app", "~/x", "$HOME", "$ANSIBLE_VAULT;1.1;AES256\n3132\n", "a;b", "a&b", "(x)", "a=b", "^x", "_x", ".x", new('x', 5000), new('\n', 2000), new('é', 2000),
        new(' ', 1100), string.Concat(Enumerable.Repeat("word ", 500)) + "end",
    ];

    [Fact]
    public void A_config_prints_as_one_would_write_it()
    {
        var config = new ConfigMap
        {
            ["server_name"] = "example.org",
            ["workers"] = 4,
            ["whole"] = 2.0,
            ["tls"] = new ConfigMap { ["port"] = 443, ["on"] = true, ["ca"] = new ConfigMap { ["file"] = null } },
            ["aliases"] = ["a", "no", "1.0", "two words", "x: y"],
            ["sites"] = [new ConfigMap { ["name"] = "a", ["paths"] = ["/srv"] }, [1, [2, 3]], new ConfigMap(), []],
            ["none"] = [],
            ["nothing"] = new ConfigMap(),
            ["motd"] = "one\ntwo \"2\"\n",
            ["password"] = Secret.Of("hunter2"),
            ["infinite"] = double.PositiveInfinity,
            ["80"] = "a number as a key",
        };

        Assert.Equal(
            """"
            server_name: example.org
            workers: 4
            whole: 2.0
            tls:
              port: 443
              "on": true
              ca:
                file: null
            aliases:
              - a
              - "no"
              - "1.0"
              - two words
              - "x: y"
            sites:
              - name: a
                paths:
                  - /srv
              - - 1
                - - 2
                  - 3
              - {}
              - []
            none: []
            nothing: {}
            motd: "one\ntwo \"2\"\n"
            password: "***"
            infinite: .inf
            "80": a number as a key

            """",
            ConfigYaml.Print(config));
    }

    [Fact]
    public void Comments_stand_behind_scalars_items_and_empty_collections()
    {
        var config = new ConfigMap { ["a"] = 1, ["b"] = new ConfigMap { ["c"] = ["v", "w"] }, ["d"] = [], ["e"] = new ConfigMap() };

        Assert.Equal(
            "a: 1  # Integer\nb:\n  c:\n    - v  # Text\n    - w  # Text\nd: []  # List\ne: {}  # two lines\n",
            ConfigYaml.Print(config, value => value.Kind == ConfigKind.Map ? "two\nlines" : value.Kind.ToString()));
        Assert.Equal("a: 1\n", ConfigYaml.Print(new() { ["a"] = 1 }, _ => null));
        Assert.Equal("{}  # nothing set\n", ConfigYaml.Print(ConfigMap.Empty, _ => "nothing set"));
    }

    [Fact]
    public void Awkward_texts_read_back_as_they_were()
    {
        var config = new ConfigMap(new OrderedDictionary<string, ConfigValue>(AwkwardTexts.Distinct().Select(text => KeyValuePair.Create(text, (ConfigValue)text))));

        Assert.Equal(config, ConfigText.Yaml(ConfigYaml.Print(config)));
        Assert.All(AwkwardTexts, text => Assert.Equal(text, ConfigText.Yaml(ConfigYaml.Print(new() { ["key"] = [text, [text]] }))["key"][1][0].Text));
    }

    [Fact]
    public void Any_tree_reads_back_equal_with_comments_and_without()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var tree = Map(new(seed), depth: 0);
            var printed = ConfigYaml.Print(tree, seed % 2 == 0 ? null : value => $"# {value.Kind}: 'x' \"");

            Assert.True(tree.Equals(ConfigText.Yaml(printed)), $"seed {seed}:\n{printed}");
        }
    }

    [Fact]
    public void Half_a_character_prints_as_the_replacement_character() =>
        Assert.Equal("a: \"x\uFFFD\"\n", ConfigYaml.Print(new() { ["a"] = "x\ud800" }));

    private static ConfigMap Map(Random random, int depth)
    {
        var entries = new OrderedDictionary<string, ConfigValue>();
        for (var count = random.Next(0, 5); count > 0; count--)
            entries.TryAdd(Text(random), Value(random, depth + 1));
        return new(entries);
    }

    private static ConfigValue Value(Random random, int depth) => random.Next(depth > 5 ? 6 : 9) switch
    {
        0 => ConfigValue.Null,
        1 => random.Next(2) == 0,
        2 => new BigInteger(random.NextInt64(long.MinValue, long.MaxValue)) * (random.Next(2) == 0 ? 1 : BigInteger.Pow(10, 30)),
        3 => random.Next(4) switch
        {
            0 => random.Next(-5, 5),
            1 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            2 => Math.Pow(10, random.Next(-20, 20)),
            _ => random.Next(3) switch { 0 => double.NaN, 1 => double.NegativeInfinity, _ => -0.0 },
        },
        4 or 5 => Text(random),
        6 => ConfigValue.ListOf([.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Value(random, depth + 1))]),
        _ => Map(random, depth),
    };

    private static string Text(Random random) => random.Next(3) switch
    {
        0 => AwkwardTexts[random.Next(AwkwardTexts.Length)],
        1 => AwkwardTexts[random.Next(60)] + AwkwardTexts[random.Next(100)],
        _ => $"key{random.Next(1000)}",
    };
}
