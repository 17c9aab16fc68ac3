using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class TomlConfigSpecs
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# nothing\n", "{}")]
    [InlineData("a = true\nb = false", """{"a": true, "b": false}""")]
    [InlineData("a = +1_000\nb = -17\nc = 0xDEAD_beef\nd = 0o755\ne = 0b1010", """{"a": 1000, "b": -17, "c": 3735928559, "d": 493, "e": 10}""")]
    [InlineData("a = 9223372036854775807\nb = -9223372036854775808", """{"a": 9223372036854775807, "b": -9223372036854775808}""")]
    [InlineData("a = 1.0\nb = 6.5e-1\nc = 9_224.25\nd = 1e3\ne = -0.0", """{"a": 1.0, "b": 0.65, "c": 9224.25, "d": 1000.0, "e": -0.0}""")]
    [InlineData("a = inf\nb = -inf\nc = nan\nd = +inf", """{"a": Infinity, "b": -Infinity, "c": NaN, "d": Infinity}""")]
    [InlineData("a = \"x\\ty\\x41\\e\\u00e9\"\nb = 'C:\\x'", """{"a": "x\tyA\u001B\u00E9", "b": "C:\\x"}""")]
    [InlineData("a = \"\"\"\none\ntwo \\\n   three\"\"\"\nb = '''\n'q' \\'''", """{"a": "one\ntwo three", "b": "\u0027q\u0027 \\"}""")]
    [InlineData("a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.5-07:00", """{"a": "1979-05-27T07:32:00Z", "b": "1979-05-27 07:32:00.5-07:00"}""")]
    [InlineData("a = 1979-05-27T07:32:00\nb = 1979-05-27\nc = 07:32\n", """{"a": "1979-05-27T07:32:00", "b": "1979-05-27", "c": "07:32"}""")]
    [InlineData("a = [1, 'x', [ ], {b = 2,\n # c\n c.d = 3, },]", """{"a": [1, "x", [], {"b": 2, "c": {"d": 3}}]}""")]
    [InlineData("a.b.c = 1\na.'b'.\"d e\" = 2\n80 = 3\n\"\" = 4", """{"a": {"b": {"c": 1, "d e": 2}}, "80": 3, "": 4}""")]
    [InlineData("[a.b]\nx = 1\n[a]\ny = 2\n[a.b.c]\nz = 3", """{"a": {"b": {"x": 1, "c": {"z": 3}}, "y": 2}}""")]
    [InlineData("[[a]]\nx = 1\n[a.b]\ny = 2\n[[a]]\n[[a.c]]\n[[a.c]]\nz = 3", """{"a": [{"x": 1, "b": {"y": 2}}, {"c": [{}, {"z": 3}]}]}""")]
    [InlineData("[fruit]\napple.color = 'red'\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true",
        """{"fruit": {"apple": {"color": "red", "taste": {"sweet": true}, "texture": {"smooth": true}}}}""")]
    public void Values_are_read_as_their_kinds(string toml, string tree) => Assert.Equal(tree, ConfigText.Toml(toml).ToString());

    [Fact]
    public void Every_value_knows_its_line_and_an_entry_that_of_its_key()
    {
        var config = ConfigText.Toml("a.b = 1\n\nc = [\n  2,\n  # no\n  { d = 3 },\n]\n[x.y]\nz = '''\n\n'''\n[[t]]\n[[t]]\nu = 4\n");

        Assert.Equal(
            [
                ":1", "a:1", "a.b:1", "c:3", "c[0]:4", "c[1]:6", "c[1].d:6",
                "x:8", "x.y:8", "x.y.z:9", "t:12", "t[0]:12", "t[1]:13", "t[1].u:14",
            ],
            ConfigText.Lines(config));
        Assert.Equal(new("", "site.toml", 14), config["t"][1]["u"].Source);
    }

    // The rules of TOML on tables ("Table", "Keys", "Inline Table", "Array of Tables"), each with the name that is taken.
    [Theory]
    [InlineData("a = 1\na = 2", "a", 2)]
    [InlineData("a = 1\n'a' = 2", "a", 2)]
    [InlineData("a = 1\na.b = 2", "a", 2)]
    [InlineData("a.b = 1\na.b.c = 2", "b", 2)]
    [InlineData("a = {b = 1}\na.c = 2", "a", 2)]
    [InlineData("a = {b = 1}\n[a]", "a", 2)]
    [InlineData("a = {b = 1}\n[a.c]", "a", 2)]
    [InlineData("a = {b = 1, b = 2}", "b", 1)]
    [InlineData("a = {b.c = 1, b = 2}", "b", 1)]
    [InlineData("a = {b = {c = 1}, b.d = 2}", "b", 1)]
    [InlineData("[a]\n[a]", "a", 2)]
    [InlineData("[a]\nb = 1\n[a.b]", "b", 3)]
    [InlineData("[a]\nb.c = 1\n[a.b]", "b", 3)]
    [InlineData("[a]\nb.c.d = 1\n[a.b.c]", "c", 3)]
    [InlineData("[a.b.c]\nx = 1\n[a]\nb.c.y = 2", "c", 4)]
    [InlineData("[a]\nb.c = 1\n[d]\n[a.e]\n[[a]]", "a", 5)]
    [InlineData("a = []\n[[a]]", "a", 2)]
    [InlineData("[[a]]\n[a]", "a", 2)]
    [InlineData("[[a.b]]\n[a]\nb.y = 2", "b", 3)]
    public void What_is_defined_cannot_be_defined_again(string toml, string name, int line)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Toml(toml));

        Assert.StartsWith($"'{name}' is defined already, in line ", error.What, StringComparison.Ordinal);
        Assert.Equal(new("", "site.toml", line), error.SetBy);
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("a =", 1)]
    [InlineData("a = 1\nb = x", 2)]
    [InlineData("a = 1 b = 2", 1)]
    [InlineData("\na = 012", 2)]
    [InlineData("a = 9223372036854775808", 1)]
    [InlineData("a = 1e999", 1)]
    [InlineData("a = \"x", 1)]
    [InlineData("a = [1\nb = 2", 2)]
    [InlineData("a = [1,, 2]", 1)]
    [InlineData("a = {b = 1", 1)]
    [InlineData("a = {, }", 1)]
    [InlineData("[a", 1)]
    [InlineData("[]", 1)]
    [InlineData("[a.]", 1)]
    [InlineData("= 1", 1)]
    [InlineData("a = 1979-13-01", 1)]
    [InlineData("a = '''\n\nb", 3)]
    [InlineData("a = \"\\q\"", 1)]
    public void What_is_wrong_is_told_with_its_line(string toml, int line)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Toml(toml));

        Assert.Equal(new("", "site.toml", line), error.Problems[0].SetBy);
    }

    [Fact]
    public void All_mistakes_are_told_each_with_its_column()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Toml("a = 1\nb = ?\nc = 3\n  d = !\n"));

        Assert.Contains(error.Problems, problem => problem.SetBy?.Line == 2 && problem.What.StartsWith("this is not valid TOML at column 5: ", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.SetBy?.Line == 4 && problem.What.StartsWith("this is not valid TOML at column 7: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("password = hunter2")]
    [InlineData("password = 'x' hunter2")]
    [InlineData("password = 2hunter")]
    [InlineData("password = 'x'hunter2")]
    [InlineData("password = \"x\\hunter2\"")]
    [InlineData("password hunter2")]
    [InlineData("password = [hunter2]")]
    public void What_a_line_holds_is_not_told(string toml)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigText.Toml(toml));

        Assert.DoesNotContain("unter", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = {0}{1}", 63, true)]
    [InlineData("a = {0}{1}", 64, false)]
    [InlineData("a = {{b = {0}{1}}}", 62, true)]
    [InlineData("a = {{b = {0}{1}}}", 63, false)]
    [InlineData("[[a.b]]\nc = {0}{1}", 60, true)]
    [InlineData("[[a.b]]\nc = {0}{1}", 61, false)]
    public void Nesting_ends_at_64_levels(string toml, int lists, bool isRead)
    {
        var text = string.Format(null, toml, new string('[', lists), new string(']', lists));
        var error = Record.Exception(() => ConfigText.Toml(text));

        Assert.Equal(isRead, error is null);
        Assert.Equal(isRead ? null : "maps and lists are nested deeper than 64 levels.", (error as ConfigurationException)?.What);
    }

    [Theory]
    [InlineData("{0} = 1")]
    [InlineData("[{0}]")]
    [InlineData("[[{0}]]")]
    [InlineData("a = {{ {0} = 1 }}")]
    public void A_long_dotted_key_is_refused_too(string toml)
    {
        var text = string.Format(null, toml, string.Join('.', Enumerable.Repeat("a", 10_000)));

        Assert.Equal("maps and lists are nested deeper than 64 levels.", Assert.Throws<ConfigurationException>(() => ConfigText.Toml(text)).What);
    }
}
