using System.Globalization;

namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>What a template alone needs: each variable with its path, a question mark where it may be undefined, and its place.</summary>
public sealed class VariableSpecs
{
    public static TheoryData<string, string> Paths => new()
    {
        { "{{ tls.port }}", "tls.port 1:4" },
        { "{{ tls['port'] }}", "tls.port 1:4" },
        { "{{ a.b['c'].d }}", "a.b.c.d 1:4" },
        { "a\r\n  {{ x }}\n{{\n y }}", "x 2:6, y 4:2" },
        { "{{ x | upper }}", "x 1:4" },
        { "{{ a.b | first }}", "a.b 1:4" },
        // A key that is computed or a number, and all behind it, is not part of the path.
        { "{{ a.b[0].c }}", "a.b 1:4" },
        { "{{ a.0.c }}", "a 1:4" },
        { "{{ a[k].c }}", "a 1:4, k? 1:6" },
        { "{{ a.b[1:] }}", "a.b 1:4" },
        { "{{ (a or b).c }}", "a? 1:5, b 1:10" },
        // A method is no variable, and what it gives neither.
        { "{{ a.b.items() }}", "a.b 1:4" },
        { "{{ a.split(',').b }}", "a 1:4" },
        { "{{ f().a }}", "f 1:4" },
        { "{{ a['f'](b) }}", "a 1:4, b? 1:11" },
        { "{{ x }}{{ x }}", "x 1:4, x 1:11" },
        { "{% for x in xs %}{{ x.a }}{{ y.b }}{% endfor %}", "xs 1:13, y.b 1:30" },
    };

    public static TheoryData<string, string> Uses => new()
    {
        { "{{ x is defined }}{{ x is undefined }}{{ x is not defined }}", "x? 1:4, x? 1:22, x? 1:42" },
        { "{{ x | default(1) }}{{ x | d }}{{ x | default }}", "x? 1:4, x? 1:24, x? 1:35" },
        // The default may be missing where the variable is there; what is reached in it is reached all the same.
        { "{{ x | default(y) }}{{ x | default(z.a) }}", "x? 1:4, y? 1:16, x? 1:24, z 1:36, z.a? 1:36" },
        // The path may be undefined, what leads there may not.
        { "{{ a.b is defined }}", "a 1:4, a.b? 1:4" },
        { "{{ a.b.c | default(1) }}", "a.b 1:4, a.b.c? 1:4" },
        { "{{ (a | default({})).b }}", "a? 1:5" },
        // The default policy: truth may be asked of what is undefined.
        { "{% if x %}{% endif %}{{ 1 if x }}{{ not x }}", "x? 1:7, x? 1:30, x? 1:41" },
        { "{{ x is none }}{{ x is string }}{{ x is mapping }}", "x? 1:4, x? 1:19, x? 1:36" },
        { "{{ x is iterable }}{{ x is odd }}", "x 1:4, x 1:23" },
        { "{{ x == 1 }}{{ 1 != x }}{{ x < 1 }}{{ 1 in x }}", "x 1:4, x 1:21, x 1:28, x 1:44" },
        { "{{ x in ['a'] }}{{ x in y }}", "x 1:4, x? 1:20, y 1:25" },
        { "{{ x ~ 'a' }}{{ x + 1 }}{{ -x }}{{ '%r' % x }}", "x 1:4, x 1:17, x 1:29, x? 1:43" },
        { "{{ x and y }}", "x 1:4, y 1:10" },
        { "{{ x or y }}", "x? 1:4, y 1:9" },
        { "{% for i in x %}{% endfor %}", "x 1:13" },
        { "{{ x | select('odd') | list }}{{ x | map('upper') | list }}{{ x | unique | list }}", "x? 1:4, x? 1:34, x 1:63" },
        { "{{ [a, b] | join(':') }}{{ [a] }}", "a 1:5, b 1:8, a? 1:29" },
        // What is handed on is not followed.
        { "{% set y = x %}{{ m(x) }}", "x? 1:12, m 1:19, x? 1:21" },
        { "{% set y = x.a %}", "x 1:12, x.a? 1:12" },
        { "{% set a, b = x %}", "x 1:15" },
        { "{{ range(x) }}{{ dict(a=x) }}{{ f(*x) }}", "x 1:10, x? 1:25, f 1:33, x 1:36" },
        { "{% include x %}{% import y as z %}", "x 1:12, y 1:26" },
        { "{{ x | mine }}{{ x is mine }}", "x? 1:4, x? 1:18" },
    };

    public static TheoryData<string, string> Guards => new()
    {
        { "{% if x is defined %}{{ x }}{{ x.a }}{{ y }}{% else %}{{ x }}{% endif %}{{ x }}", "x? 1:7, x? 1:25, x.a? 1:32, y 1:41, x 1:58, x 1:76" },
        { "{% if x is not defined %}{{ x }}{% else %}{{ x }}{% endif %}", "x? 1:7, x 1:29, x? 1:46" },
        { "{% if x is undefined %}{% elif y %}{{ x }}{% else %}{{ x }}{{ y }}{% endif %}", "x? 1:7, y? 1:32, x? 1:39, x? 1:56, y 1:63" },
        { "{% if not x is defined or y %}{{ x }}{% else %}{{ x }}{% endif %}", "x? 1:11, y? 1:27, x 1:34, x? 1:51" },
        { "{% if x is defined and y is defined and z %}{{ x }}{{ y }}{{ z }}{% endif %}", "x? 1:7, y? 1:24, z? 1:41, x? 1:48, y? 1:55, z? 1:62" },
        { "{% if x is defined or y is defined %}{{ x }}{% endif %}", "x? 1:7, y? 1:23, x 1:41" },
        { "{% if x is defined and x.a == 1 %}{% endif %}", "x? 1:7, x.a? 1:24" },
        { "{% if x %}{{ x.a }}{% endif %}{% if y == 1 %}{{ y }}{% endif %}", "x? 1:7, x.a? 1:14, y 1:37, y? 1:49" },
        // A guarded path guards what lies below it, and shows that what leads there is defined; its neighbour is not guarded.
        { "{% if a.b is defined %}{{ a.b.c }}{{ a }}{{ a.d }}{% endif %}", "a 1:7, a.b? 1:7, a.b.c? 1:27, a? 1:38, a.d 1:45" },
        { "{{ a if x is defined else b }}{{ x if x is defined else y }}{{ x.a if x }}", "x? 1:9, a 1:4, b 1:27, x? 1:39, x? 1:34, y 1:57, x? 1:71, x.a? 1:64" },
        { "{{ x is defined and x }}{{ x is not defined or x }}{{ x is defined or x }}", "x? 1:4, x? 1:21, x? 1:28, x? 1:48, x? 1:55, x 1:71" },
        { "{% if x is string %}{{ x }}{% endif %}{% if x is not none %}{{ x }}{% endif %}", "x? 1:7, x? 1:24, x? 1:45, x 1:64" },
        { "{% if x | default(false) %}{{ x }}{% endif %}{% if x | default(true) %}{{ x }}{% endif %}", "x? 1:7, x? 1:31, x? 1:52, x 1:75" },
        { "{% if x | default('') | length > 0 %}{{ x }}{% endif %}", "x? 1:7, x? 1:41" },
        { "{% if x | default('no') == 'yes' %}{{ x }}{% else %}{{ x }}{% endif %}", "x? 1:7, x? 1:39, x 1:56" },
        { "{% if x | default('no') != y %}{{ x }}{% endif %}", "x? 1:7, y 1:28, x 1:35" },
        { "{% if 'a' in x | default([]) %}{{ x }}{% endif %}", "x? 1:14, x? 1:35" },
        { "{% for i in a if x is defined %}{{ x }}{% else %}{{ x }}{% endfor %}", "a 1:13, x? 1:18, x? 1:36, x 1:53" },
        { "{% for i in a %}{% if x is not defined %}{% continue %}{% endif %}{{ x }}{% endfor %}{{ x }}", "a 1:13, x? 1:23, x? 1:70, x 1:89" },
        // Asking whether a loop's variable is defined tells nothing of the one outside.
        { "{% for x in a %}{% if x is defined %}{% block b %}{{ x }}{% endblock %}{% endif %}{% endfor %}", "a 1:13, x 1:54" },
    };

    public static TheoryData<string, string> Scopes => new()
    {
        { "{{ x }}{% set x = 1 %}{{ x }}", "x 1:4" },
        { "{% if a %}{% set x = 1 %}{% endif %}{{ x }}", "a? 1:7, x? 1:40" },
        { "{% if a %}{% set x = 1 %}{{ x }}{% else %}{{ x }}{% endif %}", "a? 1:7, x 1:46" },
        { "{% if x is not defined %}{% set x = 1 %}{% endif %}{{ x }}", "x? 1:7, x? 1:55" },
        { "{% if a %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}", "a? 1:7" },
        { "{% if a %}{% set x = 1 %}{% endif %}{% for i in b %}{{ x }}{% set x = 2 %}{{ x }}{% endfor %}", "a? 1:7, b 1:49, x? 1:56" },
        { "{% for x in a %}{% set y = x %}{% endfor %}{{ x }}{{ y }}", "a 1:13, x 1:47, y 1:54" },
        { "{% with a = b %}{{ a }}{% endwith %}{{ a }}", "b? 1:13, a 1:40" },
        { "{% set ns.c = d %}", "d? 1:15, ns 1:8" },
        { "{% set ns = namespace(a=1) %}{% set ns.a = 2 %}{{ ns.a }}", "" },
        { "{% filter indent(n) %}{{ x }}{% endfilter %}", "x 1:26, n? 1:18" },
        { "{% autoescape a %}{{ b }}{% endautoescape %}", "a? 1:15, b 1:22" },
        // A macro sees what is set outside of it before it is called, which may be after it is made.
        { "{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{% endmacro %}{{ m(1) }}", "c? 1:17, d 1:39" },
        { "{{ x }}{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}", "x 1:4, x? 1:26" },
        { "{% macro m() %}{{ x }}{% endmacro %}", "x? 1:19" },
        { "{% macro m() %}{{ caller(x) }}{% endmacro %}{% call(a) m() %}{{ a }}{{ y }}{% endcall %}", "x? 1:26, y 1:72" },
        // A block sees what is set at the top, but not what is set around it otherwise.
        { "{% set x = 1 %}{% block b %}{{ x }}{% endblock %}", "" },
        { "{% block b %}{{ x }}{% endblock %}{% set x = 1 %}", "x 1:17" },
        { "{% if a %}{% set x = 1 %}{% endif %}{% block b %}{{ x }}{% endblock %}", "a? 1:7, x? 1:53" },
        { "{% for x in a %}{% block b %}{{ x }}{% endblock %}{% endfor %}", "a 1:13, x 1:33" },
        { "{% for x in a %}{% block b scoped %}{{ x }}{{ loop.index }}{% endblock %}{% endfor %}", "a 1:13" },
        { "{% block b %}{{ self.b() }}{{ x }}{% endblock %}", "x 1:31" },
        // Globals, the environment's own too.
        { "{{ range(1) }}{{ site.name }}", "" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_variable_comes_with_its_constant_path(string source, string expected) => Assert.Equal(expected, Found(source));

    [Theory]
    [MemberData(nameof(Uses))]
    public void A_variable_is_tested_where_its_use_permits_undefined_ones(string source, string expected) => Assert.Equal(expected, Found(source));

    [Theory]
    [MemberData(nameof(Guards))]
    public void A_variable_is_tested_where_a_condition_has_asked_for_it(string source, string expected) => Assert.Equal(expected, Found(source));

    [Theory]
    [MemberData(nameof(Scopes))]
    public void A_variable_is_one_that_is_not_set_at_its_place(string source, string expected) => Assert.Equal(expected, Found(source));

    [Theory]
    [InlineData(UndefinedPolicy.Tested, "x? 1:7, y 1:14, z 1:33, u 1:48, u.a? 1:48")]
    [InlineData(UndefinedPolicy.Lenient, "x? 1:7, y? 1:14, z 1:33, u 1:48, u.a? 1:48")]
    [InlineData(UndefinedPolicy.Chainable, "x? 1:7, y? 1:14, z 1:33, u.a? 1:48")]
    [InlineData(UndefinedPolicy.Strict, "x 1:7, y 1:14, z 1:33, u 1:48, u.a? 1:48")]
    public void The_policy_decides_what_may_be_undefined(UndefinedPolicy policy, string expected)
    {
        var environment = new JinjaEnvironment(new() { Undefined = policy });

        Assert.Equal(expected, Text(environment.FromString("{% if x %}{{ y }}{% endif %}{{ -z }}{% set v = u.a %}").FindVariables()));
    }

    [Fact]
    public void What_has_the_name_of_a_built_in_may_do_anything()
    {
        var environment = new JinjaEnvironment { Filters = new Dictionary<string, TemplateFilter> { ["upper"] = (value, _) => value, ["default"] = (value, _) => value } };

        Assert.Equal("x? 1:4, y? 1:22, y 1:46", Text(environment.FromString("{{ x | upper }}{% if y | default(false) %}{{ y }}{% endif %}").FindVariables()));
    }

    [Fact]
    public void A_template_of_a_hundred_thousand_places_is_searched()
    {
        var source = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{{{{ x{i} }}}}\n"));

        var variables = Template.Parse(source).FindVariables();

        Assert.Equal((100_000, "x99999", 100_000), (variables.Count, variables[^1].Name, variables[^1].Line));
    }

    [Theory]
    [InlineData(" and ")]
    [InlineData(" or ")]
    public void A_long_condition_is_searched(string between)
    {
        var condition = string.Join(between, Enumerable.Range(0, 150).Select(i => $"x{i} is defined"));

        Assert.Equal(151, Template.Parse($"{{% if {condition} %}}{{{{ x0 }}}}{{% endif %}}").FindVariables().Count);
    }

    internal static string Text(IReadOnlyList<TemplateVariable> variables) => string.Join(", ", variables.Select(v =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join('.', v.Path)}{(v.IsTested ? "?" : "")} {(v.TemplateName is null ? "" : v.TemplateName + ":")}{v.Line}:{v.Column}")));

    private static string Found(string source)
    {
        var environment = new JinjaEnvironment(new() { Extensions = JinjaExtensions.All })
        {
            Filters = new Dictionary<string, TemplateFilter> { ["mine"] = (value, _) => value },
            Tests = new Dictionary<string, TemplateTest> { ["mine"] = (_, _) => true },
            Globals = new Dictionary<string, Value> { ["site"] = Value.From(new Dictionary<string, string> { ["name"] = "a" }) },
        };
        return Text(environment.FromString(source).FindVariables());
    }
}
