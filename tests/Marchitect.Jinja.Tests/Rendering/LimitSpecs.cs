namespace Marchitect.Jinja.Tests.Rendering;

/// <summary>Templates that would not end, or eat the machine, end in a clear error.</summary>
public sealed class LimitSpecs
{
    [Theory]
    [InlineData("{% for i in range(10**9) %}{% endfor %}", "items")]
    [InlineData("{{ range(10**9)|list|length }}", "items")]
    [InlineData("{{ range(10**12)|sum }}", "items")]
    [InlineData("{{ 'x' * 10**10 }}", "text")]
    [InlineData("{{ [0] * 10**10 }}", "items")]
    [InlineData("{{ (0,) * 10**10 }}", "items")]
    [InlineData("{{ 'x'|center(10**10) }}", "text")]
    [InlineData("{{ 'x'.ljust(10**10) }}", "text")]
    [InlineData("{{ 'x'.zfill(10**10) }}", "text")]
    [InlineData("{{ '%1000000000d' % 1 }}", "text")]
    [InlineData("{{ '{:1000000000}'.format(1) }}", "text")]
    [InlineData("{{ 'x'|indent(10**10) }}", "text")]
    [InlineData("{{ 10 ** (10 ** 10) }}", "bits")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", "text")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "items")]
    [InlineData("{% set ns = namespace(x=7) %}{% for i in range(100) %}{% set ns.x = ns.x * ns.x %}{% endfor %}", "bits")]
    [InlineData("{% set ns = namespace(x='a') %}{% for i in range(100) %}{% set ns.x = ns.x|replace('a', 'aaaa') %}{% endfor %}", "text")]
    [InlineData("{% set ns = namespace(x='a') %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x]|join %}{% endfor %}", "text")]
    [InlineData("{% for i in range(10**6) %}{{ 'x' * 1000 }}{% endfor %}", "text")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "levels")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}", "levels")]
    [InlineData("{% block a %}{{ self.a() }}{% endblock %}", "levels")]
    [InlineData("{% macro a() %}{% call b() %}{% endcall %}{% endmacro %}{% macro b() %}{{ caller() }}{{ a() }}{% endmacro %}{{ a() }}", "levels")]
    public void Whatever_would_not_end_ends_in_an_error_that_names_the_limit_and_the_place(string source, string word)
    {
        var error = Assert.Throws<TemplateLimitException>(() => Template.Parse(source).Render());

        Assert.Contains(word, error.Problem, StringComparison.Ordinal);
        Assert.Contains(nameof(JinjaLimits), error.Problem, StringComparison.Ordinal);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public void Templates_that_include_one_another_for_ever_end_in_an_error()
    {
        var environment = new JinjaEnvironment(loader: new DictionaryLoader(new Dictionary<string, string> { ["a"] = "{% include 'b' %}", ["b"] = "\n{% include 'a' %}" }));

        var error = Assert.Throws<TemplateLimitException>(() => environment.GetTemplate("a").Render());

        Assert.NotEmpty(error.Via);
        Assert.True(error.Message.Length < 5000, error.Message);
    }

    [Fact]
    public void A_template_that_extends_itself_ends_in_an_error()
    {
        var environment = new JinjaEnvironment(loader: new DictionaryLoader(new Dictionary<string, string> { ["a"] = "{% extends 'a' %}" }));

        Assert.Throws<TemplateLimitException>(() => environment.GetTemplate("a").Render());
    }

    [Fact]
    public void Lists_nested_without_end_are_printed_as_an_error_not_as_the_end_of_the_process()
    {
        var template = Template.Parse("{% set ns = namespace(x=[]) %}{% for i in range(200000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}");

        var error = Assert.Throws<TemplateLimitException>(() => template.Render());

        Assert.Equal(1, error.Line);
    }

    [Fact]
    public void A_list_that_holds_itself_prints_as_in_Python() =>
        Assert.Equal("[1, [...]]", Template.Parse("{% set l = [1] %}{% set _ = l.append(l) %}{{ l }}").Render());

    [Fact]
    public void Limits_can_be_set()
    {
        var environment = new JinjaEnvironment(new() { Limits = new() { Iterations = 10, Depth = 3, TextLength = 100 } });

        Assert.Equal("0123456789", environment.FromString("{% for i in range(10) %}{{ i }}{% endfor %}").Render());
        Assert.Throws<TemplateLimitException>(() => environment.FromString("{% for i in range(11) %}{{ i }}{% endfor %}").Render());
        Assert.Throws<TemplateLimitException>(() => environment.FromString("{{ 'x' * 101 }}").Render());
        Assert.Throws<TemplateLimitException>(
            () => environment.FromString("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(5) }}").Render());
    }

    [Fact]
    public void Ordinary_recursion_is_far_from_the_limit() =>
        Assert.Equal(
            "150",
            Template.Parse("{% macro m(n) %}{% if n == 150 %}{{ n }}{% else %}{{ m(n + 1) }}{% endif %}{% endmacro %}{{ m(0) }}").Render());

    [Fact]
    public void Expressions_nested_too_deep_are_an_error_of_syntax() =>
        Assert.Throws<TemplateSyntaxException>(() => Template.Parse("{{ " + new string('(', 100_000) + "1" + new string(')', 100_000) + " }}"));
}
