namespace Marchitect.Jinja.Tests.Parsing;

/// <summary>Whatever is thrown at it, the parser gives a tree or an error that knows its place.</summary>
public sealed class ParserFuzzSpecs
{
    private static readonly string[] Corpus =
    [
        "{% for k, v in vars|dictsort if v is not none recursive -%}\n{{ loop.index }}: {{ k ~ '=' ~ v }}\n{%- else %}none\n{% endfor %}",
        "{% macro input(name, value='', size=20) -%}\n  <input name=\"{{ name|e }}\" {{ {'a': [1, 2.5e3]}['a'][0:1] }}>\n{%- endmacro %}{{ input('x') }}",
        "{% extends 'base' if x else y %}{% block body scoped required %}{# nothing #}{% endblock body %}",
        "{% from 'a' import b, c as d with context %}{% import 'a' as e %}{% include ['f', 'g'] ignore missing %}",
        "{% set ns.a, b = 1, 2 %}{% set c | upper %}text{% endset %}{% with a = 1, b = 2 %}{{ a }}{% endwith %}",
        "{% raw %}{{ x }}{% endraw %}{% call(a) m(*b, **c) %}{{ a }}{% endcall %}{% filter upper|trim %}x{% endfilter %}",
        "# for x in [1,\n 2] ## comment\n- {{ x }}\n# endfor\n{% autoescape true %}{{ '\\u00e9\\n' }}{% endautoescape %}",
        "{{ a if b is divisibleby 3 else not c in (d, -e ** 2) and f.0[::2] // 0x_ff }}{% print a, b %}{% do x %}{% break %}",
    ];

    private static readonly string[] Splinters =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "+%}", "{{-", "{% raw %}", "{% endraw %}", "(", ")", "[", "]", "{", "}", "'", "\"", "\\",
        "\n", "\r", "\r\n", " ", "\t", "\v", "\u001c", "\u00a0", "\u2028", "#", "##", "-", "+", "|", ".", ",", ":", "=", "==", "!", "&", "0", "1_",
        "1.5", "0x", "1e", "é", "٣", "²", "\ud83d", "\ude00", "😀", "\0", " if ", " else ", " in ", " not ", " is ", " endfor ", " recursive ",
    ];

    private static readonly JinjaOptions[] Options =
    [
        JinjaOptions.Default,
        JinjaOptions.Default with { Extensions = JinjaExtensions.All, TrimBlocks = true, LstripBlocks = true, KeepTrailingNewline = true },
        JinjaOptions.Default with { LineStatementPrefix = "#", LineCommentPrefix = "##", NewlineSequence = "\r\n" },
        JinjaOptions.Default with { LineStatementPrefix = "{", LineCommentPrefix = "-", BlockStart = "{", BlockEnd = "}", VariableStart = "{{" },
        JinjaOptions.Default with { BlockStart = " ", BlockEnd = "\n", VariableStart = "-", VariableEnd = "+", CommentStart = "#", CommentEnd = "-" },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutated_templates_give_a_tree_or_an_error_with_its_place(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 10_000; round++)
        {
            var template = Corpus[random.Next(Corpus.Length)];
            for (var wounds = random.Next(1, 8); wounds > 0; wounds--)
                template = Wounded(template, random);
            ParseOrTell(template, Options[random.Next(Options.Length)]);
        }
    }

    [Theory]
    [InlineData("{{ ", "(", 1_000_000)]
    [InlineData("{{ ", "[", 1_000_000)]
    [InlineData("{{", "{", 1_000_000)]
    [InlineData("{{ x", "[x", 500_000)]
    [InlineData("{{ ", "not ", 300_000)]
    [InlineData("{{ ", "-", 1_000_000)]
    [InlineData("{{ ", "1 if 0 else ", 100_000)]
    [InlineData("{{ x is y", "(x is y", 100_000)]
    [InlineData("{% for ", "(a, ", 300_000)]
    [InlineData("", "{% if x %}", 100_000)]
    [InlineData("{{ 1", " + 1", 300_000)]
    [InlineData("{{ 1", "|abs", 300_000)]
    [InlineData("{{ x", ".y", 300_000)]
    public void Endless_nesting_ends_in_an_error_with_its_place(string start, string part, int times)
    {
        var error = Assert.Throws<TemplateSyntaxException>(
            () => Parser.Parse(start + string.Concat(Enumerable.Repeat(part, times)), "deep", JinjaOptions.Default));

        Assert.True(error.Problem.StartsWith("This is nested too deeply", StringComparison.Ordinal)
            || error.Problem.StartsWith("An expression cannot be a chain", StringComparison.Ordinal));
        Assert.Equal(1, error.Line);
        Assert.NotEqual(0, error.Column);
    }

    private static string Wounded(string template, Random random)
    {
        var at = random.Next(template.Length + 1);
        var end = Math.Min(template.Length, at + random.Next(6));
        return random.Next(3) switch
        {
            0 => template.Remove(at, end - at),
            1 => template.Insert(at, Splinters[random.Next(Splinters.Length)]),
            _ => template.Insert(random.Next(template.Length + 1), template[at..end]),
        };
    }

    private static void ParseOrTell(string template, JinjaOptions options)
    {
        try
        {
            Parser.Parse(template, "wounded", options);
        }
        catch (TemplateSyntaxException error)
        {
            Assert.Equal("wounded", error.TemplateName);
            Assert.InRange(error.Line, 1, template.Count(static c => c is '\n' or '\r') + 1);
            Assert.InRange(error.Column, 0, error.Place!.SourceLine!.Length + 1);
        }
    }
}
