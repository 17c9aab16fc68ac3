namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>The names of the variables that a template alone needs are those that Jinja2 itself finds.</summary>
public sealed class UndeclaredNameSpecs
{
    /// <summary>
    /// The template; what <c>jinja2.meta.find_undeclared_variables</c> (3.1.6, with the extensions do and loopcontrols) says of it; and those
    /// of its names that we leave out, since Jinja2 looks at scopes only, and we at what happens there. What every branch sets, or a branch
    /// before it reads it, is not needed from outside, nor is what is set in a branch and read nowhere; what is set at the top is seen by a
    /// block, and a loop's variable by a scoped one; and a template that extends another one prints nothing outside of its blocks.
    /// </summary>
    public static TheoryData<string, string, string> Templates => new()
    {
        { "plain text", "", "" },
        { "{{ x }}", "x", "" },
        { "{{ x.y['z'] }}", "x", "" },
        { "{{ x[i].y }}", "i x", "" },
        { "{{ x | default(y) }}", "x y", "" },
        { "{{ x | join(sep) }}", "sep x", "" },
        { "{{ f(a, b=c, *d, **e) }}", "a c d e f", "" },
        { "{{ x is defined }} {{ y is sameas z }}", "x y z", "" },
        { "{{ a if b else c }}", "a b c", "" },
        { "{{ a and b or not c }}", "a b c", "" },
        { "{{ a ~ b }} {{ c + d }} {{ -e }}", "a b c d e", "" },
        { "{{ a < b <= c }} {{ d in e }}", "a b c d e", "" },
        { "{{ [a, (b, c)] }} {{ {d: e} }}", "a b c d e", "" },
        { "{{ x[a:b:c] }}", "a b c x", "" },
        { "{{ range(n) }} {{ dict(a=b) }} {{ lipsum() }} {{ cycler(1) }} {{ joiner() }} {{ namespace() }}", "b n", "" },
        { "{{ true }} {{ None }} {{ TRUE }}", "TRUE", "" },
        { "{{ loop }} {{ caller }} {{ varargs }} {{ kwargs }} {{ super }}", "caller kwargs loop super varargs", "" },
        { "{{ self }}", "", "" },
        { "{% set x = 1 %}{{ x }}", "", "" },
        { "{{ x }}{% set x = 1 %}", "x", "" },
        { "{% set x = x %}{{ x }}", "x", "" },
        { "{% set x = x | default(1) %}{{ x }}", "x", "" },
        { "{% set a, b = c %}{{ a }}{{ b }}", "c", "" },
        { "{% set x %}{{ y }}{% endset %}{{ x }}", "y", "" },
        { "{% if a %}{% set x = 1 %}{% endif %}{{ x }}", "a x", "" },
        { "{% if a %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}", "a x", "x" },
        { "{% if a %}{% set x = 1 %}{{ x }}{% endif %}", "a x", "x" },
        { "{% if a %}b{% elif c %}{{ d }}{% else %}{{ e }}{% endif %}", "a c d e", "" },
        { "{% if a %}{% set x = 1 %}{% elif b %}{% set x = 2 %}{% else %}{% set x = 3 %}{% endif %}{{ x }}", "a b x", "x" },
        { "{% if a %}{{ x }}{% else %}{% set x = 1 %}{% endif %}", "a x", "" },
        { "{% for x in xs %}{{ x }}{{ loop.index }}{% endfor %}{{ x }}", "x xs", "" },
        { "{% for x in xs if x.a == y %}{{ x }}{% else %}{{ z }}{% endfor %}", "xs y z", "" },
        { "{% for k, v in m.items() %}{{ k }}{{ v }}{% endfor %}", "m", "" },
        { "{% for x in x %}{{ x }}{% endfor %}", "x", "" },
        { "{% for x in xs recursive %}{{ loop(x.children) }}{% endfor %}", "xs", "" },
        { "{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}", "xs y", "" },
        { "{% set y = 0 %}{% for x in xs %}{% set y = x %}{{ y }}{% endfor %}{{ y }}", "xs", "" },
        { "{% for x in xs %}{{ y }}{% set y = x %}{% endfor %}", "xs y", "" },
        { "{% for x in xs %}{% for y in x %}{{ loop.index }}{{ z }}{% endfor %}{% endfor %}", "xs z", "" },
        { "{% for x in xs if loop %}{% endfor %}", "loop xs", "" },
        { "{% for x in xs %}{% if x %}{% set y = 1 %}{% endif %}{{ y }}{% endfor %}", "xs y", "" },
        { "{% with a = b %}{{ a }}{{ c }}{% endwith %}{{ a }}", "a b c", "" },
        { "{% with a = 1, b = a %}{{ b }}{% endwith %}", "a", "" },
        { "{% with %}{% set x = 1 %}{{ x }}{% endwith %}{{ x }}", "x", "" },
        { "{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{{ m }}{% endmacro %}", "c d", "" },
        { "{% macro m() %}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}{{ m() }}", "", "" },
        { "{% macro m(a=b, b=1) %}{{ a }}{% endmacro %}", "", "" },
        { "{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}", "", "" },
        { "{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}", "", "" },
        { "{{ m() }}{% macro m() %}{% endmacro %}", "m", "" },
        { "{% macro m() %}{% set x = 1 %}{% endmacro %}{{ x }}", "x", "" },
        { "{% for i in xs %}{% macro m() %}{{ i }}{{ j }}{% endmacro %}{{ m() }}{% endfor %}", "j xs", "" },
        { "{% call m(x) %}{{ y }}{% endcall %}", "m x y", "" },
        { "{% call(a, b=z) m(x) %}{{ a }}{{ b }}{{ y }}{% endcall %}", "m x y z", "" },
        { "{% filter replace(a, b) %}{{ c }}{% endfilter %}", "a b c", "" },
        { "{% filter upper %}{% set x = 1 %}{{ x }}{% endfilter %}{{ x }}", "x", "" },
        { "{% autoescape a %}{{ b }}{% endautoescape %}", "a b", "" },
        { "{% autoescape true %}{% set x = 1 %}{{ x }}{% endautoescape %}{{ x }}", "x", "" },
        { "{% block b %}{{ x }}{% endblock %}", "x", "" },
        { "{% block b %}{% set x = 1 %}{{ x }}{% endblock %}{{ x }}", "x", "" },
        { "{% block b %}{{ super() }}{{ self.b() }}{{ self }}{% endblock %}", "", "" },
        { "{% for x in xs %}{% block b scoped %}{{ y }}{{ z }}{% endblock %}{% endfor %}", "xs y z", "" },
        { "{% set ns = namespace(a=b) %}{% set ns.c = d %}{{ ns.c }}", "b d", "" },
        { "{% set ns.c = d %}", "d ns", "" },
        { "{% import 'x' as y %}{{ y.z() }}", "", "" },
        { "{{ y }}{% import 'x' as y %}", "y", "" },
        { "{% from 'x' import a, b as c with context %}{{ a() }}{{ b }}{{ c }}", "b", "" },
        { "{% import x as y %}", "x", "" },
        { "{% include x %}{% include [y, 'z'] ignore missing %}", "x y", "" },
        { "{% extends x %}", "x", "" },
        { "{% do xs.append(y) %}", "xs y", "" },
        { "{% for x in xs %}{% if x %}{% break %}{% endif %}{% continue %}{% endfor %}{{ y }}", "xs y", "" },
        { "{% raw %}{{ x }}{% endraw %}{# {{ y }} #}", "", "" },
        { "{{ a }}{{ a.b }}{{ a }}", "a", "" },
        { "{{ false and x }}", "x", "" },
        { "{% if false %}{{ x }}{% endif %}", "x", "" },
        { "{% set x = 1 %}{% block b %}{{ x }}{% endblock %}", "x", "x" },
        { "{% for x in xs %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}", "x xs", "x" },
        { "{% if a %}{% set x = 1 %}{% endif %}", "a x", "x" },
        { "{% extends 'x' %}{{ y }}{% block b %}{{ z }}{% endblock %}", "y z", "y" },
        { "{% set x = 1 %}{% extends 'y' %}{% set z = a %}{% block b %}{{ x }}{% endblock %}", "a x", "x" },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Names_are_those_that_Jinja2_finds(string source, string byJinja2, string withoutNeed)
    {
        var template = new JinjaEnvironment(new() { Extensions = JinjaExtensions.All }).FromString(source);

        var names = template.FindVariables().Select(variable => variable.Name).Distinct();

        Assert.Equal(Words(byJinja2).Except(Words(withoutNeed)), names.Order(StringComparer.Ordinal));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
