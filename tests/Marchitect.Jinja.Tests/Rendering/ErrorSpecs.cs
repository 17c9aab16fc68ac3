namespace Marchitect.Jinja.Tests.Rendering;

/// <summary>What a person reads when a template is wrong.</summary>
public sealed class ErrorSpecs
{
    private static JinjaEnvironment With(params (string Name, string Text)[] templates) =>
        new(loader: new DictionaryLoader(templates.ToDictionary(template => template.Name, template => template.Text)));

    private static string MessageOf(JinjaEnvironment environment, string name, object? values = null)
    {
        var error = Assert.ThrowsAny<TemplateException>(() => environment.GetTemplate(name).Render(Value.From(values ?? new { })));
        return error.Message;
    }

    [Fact]
    public void An_undefined_variable_is_named_with_its_place_its_line_a_caret_and_what_was_probably_meant()
    {
        var environment = With(("nginx.conf", "worker_processes {{ workers }};\nserver {\n  server_name {{ server_nmae }};\n}\n"));

        Assert.Equal(
            """
            nginx.conf:3:18: 'server_nmae' is undefined
              3 |   server_name {{ server_nmae }};
                |                  ^
            Did you mean 'server_name'?
            """,
            MessageOf(environment, "nginx.conf", new Dictionary<string, object?> { ["workers"] = 2, ["server_name"] = "example.org" }));
    }

    [Fact]
    public void A_missing_key_of_a_dictionary_is_named_with_the_one_that_was_probably_meant()
    {
        var environment = With(("x", "{{ server.prot + 1 }}"));

        Assert.Equal(
            """
            x:1:11: 'dict object' has no attribute 'prot'
              1 | {{ server.prot + 1 }}
                |           ^
            Did you mean 'port'?
            """,
            MessageOf(environment, "x", new { server = new Dictionary<string, int> { ["port"] = 80 } }));
    }

    [Fact]
    public void An_error_in_an_include_tells_the_way_there()
    {
        var environment = With(("site", "a\n{% include 'part' %}"), ("part", "{% if true %}\n  {{ 1 / zero }}\n{% endif %}"));

        Assert.Equal(
            """
            part:2:8: division by zero
              2 |   {{ 1 / zero }}
                |        ^
              included from site:2:4
            """,
            MessageOf(environment, "site", new { zero = 0 }));
    }

    [Fact]
    public void An_error_in_an_imported_macro_tells_where_it_was_called()
    {
        var environment = With(
            ("site", "{% import 'macros' as m %}\n{{ m.port('x') }}"),
            ("macros", "{% macro port(number) %}{{ number + 1 }}{% endmacro %}"));

        var error = Assert.Throws<TemplateRuntimeException>(() => environment.GetTemplate("site").Render());

        Assert.Equal(("macros", 1, 35), (error.TemplateName, error.Line, error.Column));
        var via = Assert.Single(error.Via);
        Assert.Equal(("called from", "site", 2), (via.Role, via.TemplateName, via.Line));
    }

    [Fact]
    public void An_error_in_a_block_of_a_child_tells_the_block_in_its_parent()
    {
        var environment = With(
            ("child", "{% extends 'base' %}\n{% block body %}{{ gone }}{% endblock %}"),
            ("base", "<{% block body %}{% endblock %}>"));

        var error = Assert.Throws<UndefinedException>(() => environment.GetTemplate("child").Render());

        Assert.Equal(("child", 2, "gone"), (error.TemplateName, error.Line, error.Name));
        Assert.Equal(["for the block at base:1:5", "extended by child:1:4"], error.Via.Select(via => $"{via.Role} {via}"));
    }

    [Fact]
    public void A_template_that_is_not_there_is_told_where_it_was_asked_for_with_the_nearest_name()
    {
        var environment = With(("site", "{% include 'haeder' %}"), ("header", ""));

        Assert.Equal(
            """
            site:1:12: the template 'haeder' is not there
              1 | {% include 'haeder' %}
                |            ^
            Did you mean 'header'?
            """,
            MessageOf(environment, "site"));
    }

    [Fact]
    public void An_unknown_filter_is_told_while_parsing_with_the_nearest_name()
    {
        var error = Assert.Throws<TemplateSyntaxException>(() => Template.Parse("\n{{ name|uper }}"));

        Assert.Equal((2, 9, "Did you mean 'upper'?"), (error.Line, error.Column, error.Remedy));
    }

    [Fact]
    public void A_keyword_that_a_macro_does_not_take_is_told_with_the_nearest_one()
    {
        var error = Assert.Throws<TemplateRuntimeException>(
            () => Template.Parse("{% macro m(port=1) %}{% endmacro %}{{ m(prot=2) }}").Render());

        Assert.Equal("Did you mean 'port'?", error.Remedy);
        Assert.Contains("macro 'm' takes no keyword argument 'prot'", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_filter_of_ones_own_throws_is_told_at_its_place_and_kept_as_the_cause()
    {
        var environment = new JinjaEnvironment { Filters = new Dictionary<string, TemplateFilter> { ["boom"] = (_, _) => throw new InvalidOperationException("no luck") } };

        var error = Assert.Throws<TemplateRuntimeException>(() => environment.FromString("a {{ 1|boom }}", "t").Render());

        Assert.Equal(("t", 1, 8), (error.TemplateName, error.Line, error.Column));
        Assert.Equal("no luck", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
    }

    [Theory]
    [InlineData("{{ x\r\n + y }}", 2, 2)]
    [InlineData("a\rb {{ 1 + 'x' }}", 2, 8)]
    [InlineData("\t{{ 1 + 'x' }}", 1, 7)]
    public void Places_count_lines_as_an_editor_does(string source, int line, int column)
    {
        var error = Assert.ThrowsAny<TemplateException>(() => Template.Parse(source).Render(new { x = 1, y = "a" }));

        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
