namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>What a template needs together with those that it extends, includes and imports.</summary>
public sealed class VariablesOfSeveralTemplatesSpecs
{
    // The template is 'main'; the others stand in pairs of name and text.
    public static TheoryData<string, string, string[]> Includes => new()
    {
        { "{% include 'a' %}{{ y }}", "x a:1:4, y main:1:21", ["a", "{{ x }}"] },
        { "{% include ['no', 'a'] %}", "x a:1:4", ["a", "{{ x }}"] },
        { "{% include 'no' ignore missing %}{{ y }}", "y main:1:37", [] },
        { "{% include n %}{{ y }}", "n main:1:12, y main:1:19", ["a", "{{ x }}"] },
        { "{% include 'a' ~ '' %}{% include [n, 'a'] %}", "n? main:1:35", ["a", "{{ x }}"] },
        // Broken ones are passed over, as rendering tells of them.
        { "{% include 'a' %}{{ y }}", "y main:1:21", ["a", "{{ x "] },
        { "{% include ['a', 'b'] %}", "", ["a", "{{ x ", "b", "{{ x }}"] },
        // What is set at the place is seen, and what is set later or elsewhere is not.
        { "{% set x = 1 %}{% include 'a' %}", "", ["a", "{{ x }}"] },
        { "{% include 'a' %}{% set x = 1 %}", "x a:1:4", ["a", "{{ x }}"] },
        { "{% if c %}{% set x = 1 %}{% endif %}{% include 'a' %}", "c? main:1:7, x? a:1:4", ["a", "{{ x }}"] },
        { "{% if c %}{% set x = 1 %}{% include 'a' %}{% endif %}", "c? main:1:7", ["a", "{{ x }}"] },
        { "{% for x in xs %}{% include 'a' %}{% endfor %}{% include 'a' %}", "xs main:1:13, y a:1:11, x a:1:4", ["a", "{{ x }}{{ y }}"] },
        { "{% with x = 1 %}{% include 'a' %}{% endwith %}", "", ["a", "{{ x }}"] },
        { "{% macro m(x) %}{% include 'a' %}{% endmacro %}{{ m(1) }}", "y a:1:11", ["a", "{{ x }}{{ y }}"] },
        { "{% set x = 1 %}{% include 'a' without context %}", "x a:1:4", ["a", "{{ x }}"] },
        { "{% include 'a' %}{{ x }}", "x main:1:21", ["a", "{% set x = 1 %}"] },
        { "{% set x = 1 %}{% include 'a' %}", "y b:1:11", ["a", "{% include 'b' %}", "b", "{{ x }}{{ y }}"] },
        // A condition around it holds within it, but not where it does not see the variable.
        { "{% if x is defined %}{% include 'a' %}{% endif %}", "x? main:1:7, x? a:1:4", ["a", "{{ x }}"] },
        { "{% if x is defined %}{% include 'a' %}{% endif %}{% include 'a' %}", "x? main:1:7, x a:1:4", ["a", "{{ x }}"] },
        { "{% if x is defined %}{% include 'a' without context %}{% endif %}", "x? main:1:7, x a:1:4", ["a", "{{ x }}"] },
        // It ends.
        { "{% include 'main' %}{{ x }}", "x main:1:24", [] },
        { "{% include 'a' %}", "x a:1:21", ["a", "{% include 'b' %}{{ x }}", "b", "{% include 'a' %}"] },
    };

    public static TheoryData<string, string, string[]> Imports => new()
    {
        { "{% import 'a' as a %}{{ a.m() }}", "x a:1:19", ["a", "{% macro m() %}{{ x }}{% endmacro %}"] },
        { "{% from 'a' import m %}{{ m() }}", "x a:1:19", ["a", "{% macro m() %}{{ x }}{% endmacro %}"] },
        // A macro that nobody names may be there for others.
        { "{% import 'a' as a %}{{ a.other() }}", "x? a:1:19", ["a", "{% macro m() %}{{ x }}{% endmacro %}"] },
        { "{% from 'a' import n %}{{ n() }}", "x a:1:19", ["a", "{% macro m() %}{{ x }}{% endmacro %}{% macro n() %}{{ m() }}{% endmacro %}"] },
        { "{% set x = 1 %}{% import 'a' as a %}{{ a.m() }}", "x a:1:19", ["a", "{% macro m() %}{{ x }}{% endmacro %}"] },
        { "{% set x = 1 %}{% import 'a' as a with context %}{{ a.m() }}", "", ["a", "{% macro m() %}{{ x }}{% endmacro %}"] },
        // Set before the macro is called, but after it is made.
        { "{% macro m() %}{% include 'a' %}{% endmacro %}{% set x = 1 %}{{ m() }}", "x? a:1:4, y a:1:11", ["a", "{{ x }}{{ y }}"] },
        { "{% from 'a' import y, z %}{{ y }}{{ z }}", "x a:1:12, x.b? a:1:12", ["a", "{% set y = x.b %}"] },
        { "{% import 'no' as a %}{{ a }}{{ x }}", "x main:1:33", [] },
        { "{% import 'a' as a %}", "", ["a", "{% import 'main' as b %}"] },
    };

    public static TheoryData<string, string, string[]> Parents => new()
    {
        { "{% extends 'p' %}{% block b %}{{ x }}{% endblock %}", "x main:1:34, z p:1:38", ["p", "{% block b %}{{ y }}{% endblock %}{{ z }}"] },
        { "{% extends 'p' %}", "y p:1:17", ["p", "{% block b %}{{ y }}{% endblock %}"] },
        { "{% extends 'p' %}{% block b %}{{ super() }}{% endblock %}", "y p:1:17", ["p", "{% block b %}{{ y }}{% endblock %}"] },
        // Only what has a place in the parent is rendered.
        { "{% extends 'p' %}{{ x }}{% block c %}{{ y }}{% endblock %}", "", ["p", "{% block b %}{% endblock %}"] },
        { "{% extends 'p' %}{% block c %}{{ y }}{% endblock %}{% block b %}{{ self.c() }}{% endblock %}", "y main:1:34", ["p", "{% block b %}{% endblock %}"] },
        { "{% extends 'p' %}{% block b %}{{ x }}{% endblock %}", "x main:1:34", ["p", "{% extends 'q' %}{% block b %}{{ y }}{% endblock %}", "q", "{% block b %}{{ z }}{% endblock %}"] },
        { "{% extends 'p' %}{% block b %}{{ super.super() }}{% endblock %}", "z q:1:17", ["p", "{% extends 'q' %}{% block b %}{{ y }}{% endblock %}", "q", "{% block b %}{{ z }}{% endblock %}"] },
        { "{% extends 'p' %}{% block b %}{{ super() }}{% endblock %}", "z q:1:17", ["p", "{% extends 'q' %}{% block b %}{{ super() }}{% endblock %}", "q", "{% block b %}{{ z }}{% endblock %}"] },
        // What the child sets at its top, the parent sees.
        { "{% extends 'p' %}{% set x = 1 %}", "", ["p", "{{ x }}{% block b %}{{ x }}{% endblock %}"] },
        { "{% extends 'p' %}{% block b %}{{ i }}{{ x }}{% endblock %}", "x p:1:13, i main:1:34, x main:1:41", ["p", "{% for i in x %}{% block b %}{% endblock %}{% endfor %}"] },
        { "{% extends 'p' %}{% block b %}{{ i }}{% endblock %}", "x p:1:13", ["p", "{% for i in x %}{% block b scoped %}{% endblock %}{% endfor %}"] },
        { "{% extends 'p' %}{% block b %}{{ x }}{% endblock %}", "x? p:1:7, x? main:1:34", ["p", "{% if x is defined %}{% block b %}{% endblock %}{% endif %}"] },
        // Nothing is known of the parent: it may have the block or not.
        { "{% extends n %}{% block b %}{{ x }}{% endblock %}", "n main:1:12, x? main:1:32", [] },
        { "{% extends 'no' %}{% set a = f() %}{% block b %}{{ x }}{% endblock %}", "f main:1:30, x? main:1:52", [] },
        { "{% if c %}{% extends 'p' %}{% endif %}{{ x }}", "c? main:1:7, x main:1:42, y p:1:4", ["p", "{{ y }}"] },
        { "{% extends 'main' %}{% block b %}{{ x }}{% endblock %}", "", [] },
    };

    [Theory]
    [MemberData(nameof(Includes))]
    public void A_template_needs_what_it_includes_needs(string main, string expected, string[] others) => Assert.Equal(expected, Found(main, others));

    [Theory]
    [MemberData(nameof(Imports))]
    public void A_template_needs_what_it_imports_needs(string main, string expected, string[] others) => Assert.Equal(expected, Found(main, others));

    [Theory]
    [MemberData(nameof(Parents))]
    public void A_template_needs_what_it_extends_needs(string main, string expected, string[] others) => Assert.Equal(expected, Found(main, others));

    [Fact]
    public void Templates_that_include_one_another_under_ever_other_conditions_are_not_gone_through_in_every_way()
    {
        var templates = Enumerable.Range(0, 40).ToDictionary(
            i => $"t{i}", i => $"{{% if x{i} is defined %}}{{% include 't{i + 1}' %}}{{% else %}}{{% include 't{i + 1}' %}}{{% endif %}}{{{{ y{i} }}}}");

        var variables = new JinjaEnvironment(loader: new DictionaryLoader(templates)).GetTemplate("t0").FindVariables();

        Assert.Equal((40, 40), (variables.Count(variable => variable.IsTested), variables.Count(variable => !variable.IsTested)));
    }

    [Fact]
    public void A_template_without_a_loader_needs_what_it_reads_itself() =>
        Assert.Equal("x 1:21", VariableSpecs.Text(Template.Parse("{% include 'a' %}{{ x }}").FindVariables()));

    private static string Found(string main, string[] others)
    {
        var templates = others.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        templates.Add("main", main);
        return VariableSpecs.Text(new JinjaEnvironment(loader: new DictionaryLoader(templates)).GetTemplate("main").FindVariables());
    }
}
