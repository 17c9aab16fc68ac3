using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class YamlConfigSpecs
{
    // YAML 1.2.2, section 10.3.2: the core schema.
    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("NULL", "null")]
    [InlineData("nUll", "\"nUll\"")]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("TRUE", "true")]
    [InlineData("no", "\"no\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("Yes", "\"Yes\"")]
    [InlineData("0", "0")]
    [InlineData("-12", "-12")]
    [InlineData("+12", "12")]
    [InlineData("0644", "644")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("0xff", "255")]
    [InlineData("-0x1F", "\"-0x1F\"")]
    [InlineData("0b11", "\"0b11\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.", "1.0")]
    [InlineData("1.0", "1.0")]
    [InlineData(".5", "0.5")]
    [InlineData("-1.5e3", "-1500.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData(".inf", "Infinity")]
    [InlineData("-.Inf", "-Infinity")]
    [InlineData("+.INF", "Infinity")]
    [InlineData(".nan", "NaN")]
    [InlineData("inf", "\"inf\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("2001-12-14", "\"2001-12-14\"")]
    [InlineData("a text: with # no comment", null)]
    [InlineData("a text#1", "\"a text#1\"")]
    [InlineData("'no'", "\"no\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"~\"", "\"~\"")]
    [InlineData("\"\\x41\\t\\u00e9\"", "\"A\\t\\u00E9\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("! 1", "\"1\"")]
    [InlineData("!!int '7'", "7")]
    [InlineData("!!float 7", "7.0")]
    [InlineData("!!bool 'true'", "true")]
    [InlineData("!!null ''", "null")]
    [InlineData("!!null", "null")]
    [InlineData("!!str", "\"\"")]
    [InlineData("!!seq [1]", "[1]")]
    [InlineData("!!map {a: 1}", "{\"a\": 1}")]
    [InlineData("!!int x", null)]
    [InlineData("!!bool yes", null)]
    [InlineData("!!float x", null)]
    [InlineData("!!null x", null)]
    [InlineData("!!set {a}", null)]
    [InlineData("!!binary aGk=", null)]
    [InlineData("!secret x", null)]
    [InlineData("1e999", null)]
    public void A_scalar_is_read_by_the_core_schema(string scalar, string? value)
    {
        if (value is null)
            Assert.Throws<ConfigurationException>(() => ConfigText.Yaml($"key: {scalar}"));
        else
            Assert.Equal(value, ConfigText.Yaml($"key: {scalar}")["key"].ToString());
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("# nothing\n", "{}")]
    [InlineData("---\n", "{}")]
    [InlineData("---\n# nothing\n...\n", "{}")]
    [InlineData("%YAML 1.2\n---\na: 1\n...\n", """{"a": 1}""")]
    [InlineData("a:\n- 1\n- - 2\n- b: 3\n  c:", """{"a": [1, [2], {"b": 3, "c": null}]}""")]
    [InlineData("{a: [1, {b: 2}], c: , d: }", """{"a": [1, {"b": 2}], "c": null, "d": null}""")]
    [InlineData("a: |\n  one\n   two\n\nb: >-\n  one\n  two\n", """{"a": "one\n two\n", "b": "one two"}""")]
    [InlineData("80: a\n1.50: b\ntrue: c\n'x': d\n~: e\n", """{"80": "a", "1.50": "b", "true": "c", "x": "d", "~": "e"}""")]
    [InlineData("? a\n: 1\n? b\n", """{"a": 1, "b": null}""")]
    [InlineData("a: &x 1\nb: *x\nc: [*x, &y {d: 2}]\ne: *y", """{"a": 1, "b": 1, "c": [1, {"d": 2}], "e": {"d": 2}}""")]
    [InlineData("&k a: 1\n*k : 2", null)]
    [InlineData("a: &x b\n*x : 2", """{"a": "b", "b": 2}""")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", """{"a": 1, "b": 2, "c": 2}""")]
    [InlineData("base: &b {x: 1, y: 2}\nsite:\n  y: 3\n  <<: *b\n  z: 4", """{"base": {"x": 1, "y": 2}, "site": {"y": 3, "z": 4, "x": 1}}""")]
    [InlineData("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}", """{"a": {"x": 1}, "b": {"x": 2, "y": 2}, "c": {"x": 1, "y": 2}}""")]
    [InlineData("'<<': 1", """{"\u003C\u003C": 1}""")]
    [InlineData("a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n", """{"a": ***}""")]
    public void Maps_lists_and_aliases_are_read(string yaml, string? tree)
    {
        if (tree is null)
            Assert.Throws<ConfigurationException>(() => ConfigText.Yaml(yaml));
        else
            Assert.Equal(tree, ConfigText.Yaml(yaml).ToString());
    }

    [Fact]
    public void Every_value_knows_its_line_and_an_entry_that_of_its_key()
    {
        var config = ConfigText.Yaml("# first\na: &x\n  b:\n    1\nc:\n- |\n  text\n-\n  d: 2\ne: *x\nf:\n  <<: *x\n  g: 3\n");

        Assert.Equal(
            [":2", "a:2", "a.b:3", "c:5", "c[0]:6", "c[1]:9", "c[1].d:9", "e:10", "e.b:3", "f:11", "f.g:13", "f.b:3"],
            ConfigText.Lines(config));
        Assert.Equal(new("", "site.yaml", 13), config["f"]["g"].Source);
    }

    [Theory]
    [InlineData("just a text", 1, "the file does not hold a map.")]
    [InlineData("\n- a\n", 2, "the file does not hold a map.")]
    [InlineData("null", 1, "the file does not hold a map.")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "another document begins here.")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice in one map, first in line 1.")]
    [InlineData("80: 1\n'80': 2\n", 2, "the key '80' stands twice in one map, first in line 1.")]
    [InlineData("x: {<<: {a: 1},\n <<: {b: 2}}", 2, "the key '<<' stands twice in one map, first in line 1.")]
    [InlineData("x:\n  <<: 1", 2, "the merge key << takes a map or a list of maps.")]
    [InlineData("x:\n  <<: [{a: 1}, 2]", 2, "the merge key << takes a map or a list of maps.")]
    [InlineData("a: 1\nb: *x", 2, "no anchor &x stands before its alias.")]
    [InlineData("a: *x\nb: &x 1", 1, "no anchor &x stands before its alias.")]
    [InlineData("a: &x\n  b: *x", 2, "what &x stands for contains itself.")]
    [InlineData("a: &x [1]\n*x : 1", 2, "the alias *x stands for no text, so it can be no key.")]
    [InlineData("a:\n  {{ name }}", 2, "a map cannot be a key.")]
    [InlineData("? [a, b]\n: 1", 1, "a map or a list cannot be a key.")]
    [InlineData("a: 1\nb: !secret x", 2, "the tag !secret is not known here.")]
    [InlineData("a: !!set\n  b: 1", 1, "the tag !!set is not known here.")]
    [InlineData("a: !!int x", 1, "the value is not what its tag !!int says.")]
    [InlineData("!vault a: 1", 1, "the tag !vault is not known here.")]
    public void What_is_wrong_is_told_with_its_line(string yaml, int line, string what)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Yaml(yaml));

        Assert.Equal(what, error.What);
        Assert.Equal(new("", "site.yaml", line), error.SetBy);
    }

    [Theory]
    [InlineData("a: b: c", 1)]
    [InlineData("a: 1\n  b: 2", 2)]
    [InlineData("a: 1\nb: [1, 2\nc: 3", 2)]   // where the bracket stands
    [InlineData("a: {x: [1]\nb: 2", 1)]
    [InlineData("a: 'x\n", 1)]
    [InlineData("a: \"\\q\"", 1)]
    [InlineData("a: 1\nb: @x", 2)]
    [InlineData("a:\n\t- 1", 2)]
    [InlineData("a:\n  - b\nc:\n\td: 1", 4)]
    public void What_is_no_yaml_is_told_with_its_line(string yaml, int line)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Yaml(yaml));

        Assert.StartsWith("this is not valid YAML at column ", error.What, StringComparison.Ordinal);
        Assert.Equal(new("", "site.yaml", line), error.SetBy);
    }

    [Fact]
    public void Aliases_of_aliases_are_bounded()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(n => $"a{n}: &a{n} [{string.Join(", ", Enumerable.Repeat($"*a{n - 1}", 10))}]\n"));

        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Yaml(bomb));

        Assert.Equal("aliases stand for more than 1000000 values.", error.What);
        // Line n + 1 brings 10^(n+1) texts and some lists: one and a tenth of a million at n = 5, in all.
        Assert.Equal(6, error.SetBy?.Line);
    }

    [Fact]
    public void Nesting_ends_at_64_levels_through_aliases_too()
    {
        static string Lists(int count, string within) => new string('[', count) + within + new string(']', count);

        ConfigText.Yaml($"a: {Lists(63, "")}");
        ConfigText.Yaml($"a: &x {Lists(30, "")}\nb: {Lists(33, "*x")}");
        var plain = Assert.Throws<ConfigurationException>(() => ConfigText.Yaml($"a: {Lists(64, "")}"));
        var aliased = Assert.Throws<ConfigurationException>(() => ConfigText.Yaml($"a: &x {Lists(30, "")}\nb: {Lists(34, "*x")}"));
        Assert.Throws<ConfigurationException>(() => ConfigText.Yaml(Lists(100_000, "")));

        Assert.Equal("maps and lists are nested deeper than 64 levels.", plain.What);
        Assert.Equal("maps and lists are nested deeper than 64 levels.", aliased.What);
        Assert.Equal(2, aliased.SetBy?.Line);
    }
}
