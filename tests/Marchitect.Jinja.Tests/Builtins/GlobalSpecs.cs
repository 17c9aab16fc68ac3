namespace Marchitect.Jinja.Tests.Builtins;

/// <summary>What chance has a hand in, and what would use up the machine.</summary>
public sealed class GlobalSpecs
{
    [Fact]
    public void Lipsum_makes_the_paragraphs_and_words_asked_for()
    {
        var text = Render("{{ lipsum(3, html=false, min=5, max=8) }}");

        var paragraphs = text.Split("\n\n");
        Assert.Equal(3, paragraphs.Length);
        Assert.All(paragraphs, paragraph =>
        {
            Assert.InRange(paragraph.Split(' ').Length, 5, 7);
            Assert.True(char.IsAsciiLetterUpper(paragraph[0]) && paragraph.EndsWith('.'), paragraph);
        });
    }

    [Fact]
    public void Lipsum_makes_safe_HTML_unless_told_otherwise() =>
        Assert.Matches(@"\A<p>[A-Z][A-Za-z ,.]*\.</p>\n<p>[A-Z][A-Za-z ,.]*\.</p>\z", Render("{{ lipsum(2) }}", new() { Autoescape = static _ => true }));

    [Fact]
    public void Random_takes_one_of_the_items() => Assert.Contains(Render("{{ ['a', 'b']|random }}"), new[] { "a", "b" });

    [Theory]
    [InlineData("{{ range(1000000000)|list }}")]
    [InlineData("{{ range(1000000000)|sum }}")]
    [InlineData("{{ [1]|batch(1000000000, 0)|list }}")]
    [InlineData("{{ [1]|slice(1000000000)|list }}")]
    [InlineData("{{ 'x'|center(1000000000) }}")]
    [InlineData("{{ 'x'|indent(1000000000, true) }}")]
    [InlineData("{{ lipsum(1000000000) }}")]
    [InlineData("{{ dict.fromkeys(range(1000000000)) }}")]
    [InlineData("{{ range(1000000000)|join }}")]
    [InlineData("{{ 'aaa'|replace('', 'x' * 20000000) }}")]
    public void What_would_eat_the_machine_ends_in_a_limit(string template) => Assert.Throws<TemplateLimitException>(() => Render(template));

    [Fact]
    public void A_pattern_that_would_take_for_ever_is_stopped()
    {
        var error = Assert.Throws<TemplateRuntimeException>(() =>
            Render("{{ ('a' * 40 ~ 'b')|regex_search('^(a|aa)+$') }}", new() { Extensions = JinjaExtensions.Ansible }));

        Assert.Contains("took longer than", error.Problem, StringComparison.Ordinal);
    }

    private static string Render(string template, JinjaOptions? options = null) => new JinjaEnvironment(options ?? new()).FromString(template).Render();
}
