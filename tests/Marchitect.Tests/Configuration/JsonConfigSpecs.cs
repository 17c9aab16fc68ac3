using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class JsonConfigSpecs
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"a": null, "b": true, "c": false}""", """{"a": null, "b": true, "c": false}""")]
    [InlineData("""{"a": 0, "b": -7, "c": 123456789012345678901234567890}""", """{"a": 0, "b": -7, "c": 123456789012345678901234567890}""")]
    [InlineData("""{"a": 1.0, "b": 1e3, "c": 1E-2, "d": -0.0}""", """{"a": 1.0, "b": 1000.0, "c": 0.01, "d": -0.0}""")]
    [InlineData("""{"a": "x\ty", "b": "\u00e9 \ud83d\ude00"}""", """{"a": "x\ty", "b": "\u00E9 \uD83D\uDE00"}""")]
    [InlineData("""{"a": [1, [], {}], "b": {"c": {"d": []}}}""", """{"a": [1, [], {}], "b": {"c": {"d": []}}}""")]
    [InlineData("{ // so\n\"a\": /* and so */ 1 }", """{"a": 1}""")]
    [InlineData("""{"": 1, "80": 2}""", """{"": 1, "80": 2}""")]
    public void Values_are_read_as_their_kinds(string json, string tree) => Assert.Equal(tree, ConfigText.Json(json).ToString());

    [Fact]
    public void Every_value_knows_its_line_and_an_entry_that_of_its_key()
    {
        var config = ConfigText.Json("{\n  \"a\": 1, \"b\":\n    2,\n  // a comment\n  \"c\": [\n    true,\n\n    {\"d\":\n null}]\n}");

        Assert.Equal([":1", "a:2", "b:2", "c:5", "c[0]:6", "c[1]:8", "c[1].d:8"], ConfigText.Lines(config));
        Assert.Equal(new("", "site.json", 2), config["b"].Source);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("[]", 1)]
    [InlineData("\n\"text\"", 2)]
    [InlineData("{\"a\": 1,\n}", 2)]
    [InlineData("{\"a\": 1}\n\n{}", 3)]
    [InlineData("{\n\"a\": 1\n\"b\": 2}", 3)]
    [InlineData("{\"a\": 01}", 1)]
    [InlineData("{\"a\":\n\n 'x'}", 3)]
    [InlineData("{\n\"a\": 1e999}", 2)]
    [InlineData("{\n\"a\": \"\\ud800\"}", 2)]
    [InlineData("{\n\"a\": {", 2)]
    public void What_is_wrong_is_told_with_its_line(string json, int line)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Json(json));

        Assert.Equal(new("", "site.json", line), error.SetBy);
    }

    [Fact]
    public void What_is_no_json_is_told_with_its_column()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Json("{\n  \"é\": x}"));

        // {"é": } with two spaces before: the x stands in the eighth place.
        Assert.StartsWith("this is not valid JSON at column 8: 'x' is an invalid start", error.What, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_stands_twice_is_told_with_both_lines()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Json("{\"x\": {\n\"port\": 1,\n\"p\\u006frt\": 2}}"));

        Assert.Equal("the key 'port' stands twice in one map, first in line 2.", error.What);
        Assert.Equal(3, error.SetBy?.Line);
    }

    [Fact]
    public void Nesting_ends_at_64_levels()
    {
        var deepest = ConfigText.Json($"{{\"a\": {new string('[', 63)}{new string(']', 63)}}}");
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Json($"{{\"a\":\n{new string('[', 64)}{new string(']', 64)}}}"));

        Assert.Equal(1, deepest.Count);
        Assert.Equal("maps and lists are nested deeper than 64 levels.", error.What);
        Assert.Equal(2, error.SetBy?.Line);
    }
}
