using System.Globalization;
using System.Text;

namespace Marchitect.Jinja.Tests.Parsing;

/// <summary>
/// The words of templates. What is expected was made by Jinja2 3.1.2. It is written so: text in single quotes, strings in double ones
/// (without their escapes), &lt;&lt; and &lt;% for what opens a tag, &gt;&gt; and %&gt; for what closes it, @ before the line where a
/// word stands on another line than the one before it, and "float" for any float.
/// </summary>
public sealed class LexerSpecs
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "")]
    [InlineData("a\n", "'a'")]
    [InlineData("a\n\n", "'a\n'")]
    [InlineData("a\r\nb\rc\n", "'a\nb\nc'")]
    [InlineData("a{{ x }}b", "'a' << x >> 'b'")]
    [InlineData("a {{- x -}} b", "'a' << x >> 'b'")]
    [InlineData("a \n {%- if x -%} \n b", "'a' @2 <% if x %> @3 'b'")]
    [InlineData("a {%+ if x +%} b", "'a ' <% if x %> ' b'")]
    [InlineData("{{ -x }}", "<< - x >>")]
    [InlineData("{{-x}}", "<< x >>")]
    [InlineData("{{- -x -}} ", "<< - x >>")]
    [InlineData("a{# c #}b", "'a' 'b'")]
    [InlineData("a \n{#- c\n -#}\n b", "'a' @4 'b'")]
    [InlineData("{##}", "")]
    [InlineData("a{#", "'a'")]
    [InlineData("{{", "<<")]
    [InlineData("{% raw %}{{ x }}{% endraw %}", "'{{ x }}'")]
    [InlineData("{% raw %}\n a \n{% endraw %}\nb", "'\n a \n' @3 '\nb'")]
    [InlineData("a {%- raw -%} \n b \n {%- endraw -%} \n c", "'a' @2 'b' @4 'c'")]
    [InlineData("{%raw%}{%endraw%}", "")]
    [InlineData("{% raw %}{% raw %}{% endraw %}", "'{% raw %}'")]
    [InlineData("{% raw %}", "")]
    [InlineData("{% raw", "<% raw")]
    [InlineData("{{ {'a': {'b': 1}} }}", "<< { \"a\" : { \"b\" : 1 } } >>")]
    [InlineData("{% if x %}\n\n{% endif %}", "<% if x %> '\n\n' @3 <% endif %>")]
    [InlineData("{{ x\n\n}}\n{{ y }}", "<< x @3 >> '\n' @4 << y >>")]
    [InlineData("{# a\nb #}{{ x }}", "@2 << x >>")]
    [InlineData("a -}} b %} #}", "'a -}} b %} #}'")]
    [InlineData("{{ '}}' }}", "<< \"}}\" >>")]
    [InlineData("{{ '\n' ~ x }}", "<< \"\n\" @2 ~ x >>")]
    [InlineData("\u00a0\u001f{{- x -}}\u2028\u0085b", "<< x >> 'b'")]
    public void A_template_becomes_text_and_the_words_of_its_tags(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default));

    [Theory]
    [InlineData("{% if x %}\n\nb", "<% if x %> @2 '\nb'")]
    [InlineData("{{ x }}\nb", "<< x >> '\nb'")]
    [InlineData("{# c #}\nb", "@2 'b'")]
    [InlineData("{% if x +%}\nb", "<% if x %> '\nb'")]
    [InlineData("{# c +#}\nb", "'\nb'")]
    [InlineData("{% raw %}\na{% endraw %}\nb", "'\na' @3 'b'")]
    [InlineData("{% if x %} \nb", "<% if x %> ' \nb'")]
    [InlineData("{% if x -%}\n\nb", "<% if x %> @3 'b'")]
    public void Trim_blocks_removes_the_newline_behind_statements_and_comments(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with { TrimBlocks = true }));

    [Theory]
    [InlineData("  {% if x %}", "<% if x %>")]
    [InlineData("a\n  \t{% if x %}", "'a\n' @2 <% if x %>")]
    [InlineData("a  {% if x %}", "'a  ' <% if x %>")]
    [InlineData("a\n  {{ x }}", "'a\n  ' @2 << x >>")]
    [InlineData("a\n  {# c #}", "'a\n'")]
    [InlineData("a\n  {%+ if x %}", "'a\n  ' @2 <% if x %>")]
    [InlineData("a\n  {% raw %}  {% endraw %}", "'a\n' @2 '  '")]
    [InlineData("{% raw %}\n  {% endraw %}", "'\n'")]
    [InlineData("{{ x }}  {% if y %}", "<< x >> '  ' <% if y %>")]
    [InlineData("{% if x %}  {% if y %}", "<% if x %> '  ' <% if y %>")]
    [InlineData("{% if x %}\n  {% if y %}", "<% if x %> '\n' @2 <% if y %>")]
    [InlineData("{% if x -%}\n  {% if y %}", "<% if x %> @2 <% if y %>")]
    [InlineData("a \n \u00a0{% if x %}", "'a \n' @2 <% if x %>")]
    public void Lstrip_blocks_removes_the_blanks_before_statements_and_comments_that_begin_a_line(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with { LstripBlocks = true }));

    [Theory]
    [InlineData("  {% if x %}\n  {% endif %}\n  a", "<% if x %> @2 <% endif %> @3 '  a'")]
    [InlineData("{% if x %}\n  {% if y %}\n", "<% if x %> @2 <% if y %>")]
    public void Both_take_away_whole_lines_of_statements(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with { TrimBlocks = true, LstripBlocks = true }));

    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "'\n'")]
    [InlineData("a\n", "'a\n'")]
    [InlineData("a\r\n", "'a\n'")]
    [InlineData("{{ x }}\n", "<< x >> '\n'")]
    public void A_last_newline_is_kept_where_asked_for(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with { KeepTrailingNewline = true }));

    [Theory]
    [InlineData("a\nb\rc\r\nd{{ 'e\nf' }}", "'a\r\nb\r\nc\r\nd' @4 << \"e\r\nf\" @5 >>")]
    [InlineData("{{ \"a\\\nb\" }}", "<< \"a\\\r\nb\" @2 >>")]
    public void Newlines_of_text_and_strings_become_the_wanted_ones(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with { NewlineSequence = "\r\n" }));

    [Theory]
    [InlineData("# if x\na\n# endif\n", "<% if x %> @2 'a\n' @3 <% endif %>")]
    [InlineData("  # if x:\n", "<% if x : %>")]
    [InlineData("a # if x", "'a # if x'")]
    [InlineData("# set x = [1,\n 2]\na", "<% set x = [ 1 , @2 2 ] %> @3 'a'")]
    [InlineData("# if x  \n\n  b", "<% if x %> @3 '  b'")]
    [InlineData("a ## c\nb", "'a' '\nb'")]
    [InlineData("## c\nb", "'\nb'")]
    [InlineData("  ## c", "")]
    [InlineData("a\n  ## c\nb", "'a\n' @2 '\nb'")]
    [InlineData("a\n#- if x\nb", "'a' @2 <% if x %> @3 'b'")]
    [InlineData("a \n\n  #- if x\nb", "'a' @3 <% if x %> @4 'b'")]
    [InlineData("a\n#+ if x\n", "'a\n' @2 <% if x %>")]
    [InlineData("{% if x -%}\n  # if y", "<% if x %> @2 '# if y'")]
    [InlineData("{{ x }} ## c", "<< x >>")]
    [InlineData("# for a in b\n# endfor", "<% for a in b %> @2 <% endfor %>")]
    [InlineData("\u00a0# if x", "'\u00a0# if x'")]
    [InlineData("\u00a0## c", "")]
    public void Lines_can_be_statements_and_comments(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with { LineStatementPrefix = "#", LineCommentPrefix = "##" }));

    [Theory]
    [InlineData("a<% if x %>b<%= y %>c<%# z %>d", "'a' <% if x %> 'b' << y >> 'c' 'd'")]
    [InlineData("<%=x%>", "<< x >>")]
    [InlineData("<%=- x -%> y", "<< x >> 'y'")]
    [InlineData("<% raw %><%= x %><% endraw %>", "'<%= x %>'")]
    public void Of_openings_that_begin_alike_the_longest_counts(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with
        {
            BlockStart = "<%",
            BlockEnd = "%>",
            VariableStart = "<%=",
            VariableEnd = "%>",
            CommentStart = "<%#",
            CommentEnd = "%>",
        }));

    [Theory]
    [InlineData("a<!-- if x -->b${y}c<!--# z #-->d", "'a' <% if x %> 'b' << y >> 'c' 'd'")]
    [InlineData("<!-- if x --->  b", "<% if x %> 'b'")]
    [InlineData("${ {'a': 1}['a'] }", "<< { \"a\" : 1 } [ \"a\" ] >>")]
    [InlineData("${ x } }", "<< x >> ' }'")]
    public void Delimiters_may_be_of_any_kind(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default with
        {
            BlockStart = "<!--",
            BlockEnd = "-->",
            VariableStart = "${",
            VariableEnd = "}",
            CommentStart = "<!--#",
            CommentEnd = "#-->",
        }));

    [Theory]
    [InlineData("{{ a+b-c*d/e//f%g**h~i }}", "<< a + b - c * d / e // f % g ** h ~ i >>")]
    [InlineData("{{ a==b!=c<d<=e>f>=g }}", "<< a == b != c < d <= e > f >= g >>")]
    [InlineData("{{ a.b|c,d:e;f=g }}", "<< a . b | c , d : e ; f = g >>")]
    [InlineData("{{ (a)[b]{c} }}", "<< ( a ) [ b ] { c } >>")]
    [InlineData("{{ a===b }}", "<< a == = b >>")]
    [InlineData("{{ a***b }}", "<< a ** * b >>")]
    [InlineData("{{ a\u00a0b }}", "<< a b >>")]
    public void Operators_are_as_long_as_they_can_be(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default));

    [Theory]
    [InlineData("{{ 0 00 1 12 1_000 }}", "<< 0 0 1 12 1000 >>")]
    [InlineData("{{ 0x1F 0XfF 0b101 0B1 0o17 0x_f }}", "<< 31 255 5 1 15 15 >>")]
    [InlineData("{{ 08 }}", "<< 0 8 >>")]
    [InlineData("{{ 1__0 }}", "<< 1 __0 >>")]
    [InlineData("{{ 1_ }}", "<< 1 _ >>")]
    [InlineData("{{ 0b2 }}", "<< 0 b2 >>")]
    [InlineData("{{ 0xG }}", "<< 0 xG >>")]
    [InlineData("{{ a.0.1 }}", "<< a . 0 . 1 >>")]
    [InlineData("{{ a.1.b }}", "<< a . 1 . b >>")]
    [InlineData("{{ 1.e }}", "<< 1 . e >>")]
    [InlineData("{{ 1e }}", "<< 1 e >>")]
    [InlineData("{{ 1e+ }}", "<< 1 e + >>")]
    [InlineData("{{ 1a }}", "<< 1 a >>")]
    [InlineData("{{ .5 }}", "<< . 5 >>")]
    [InlineData("{{ 123456789012345678901234567890 }}", "<< 123456789012345678901234567890 >>")]
    [InlineData("{{ 0xffffffffffffffff }}", "<< 18446744073709551615 >>")]
    [InlineData("{{ 0o7777777777777777777777 }}", "<< 73786976294838206463 >>")]
    [InlineData("{{ 9223372036854775807 9223372036854775808 }}", "<< 9223372036854775807 9223372036854775808 >>")]
    [InlineData("{{ 1\u0663 }}", "<< 13 >>")]
    public void Numbers_are_as_Python_writes_them(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default));

    [Theory]
    [InlineData("{{ \"a\" 'b' \"c'd\" 'e\"f' }}", "<< \"a\" \"b\" \"c'd\" \"e\"f\" >>")]
    [InlineData("{{ '\\n\\t\\r\\\\\\'\\\"\\a\\b\\f\\v' }}", "<< \"\n\t\r\\'\"\u0007\u0008\u000c\u000b\" >>")]
    [InlineData("{{ '\\x41\\u00e9\\U0001f600' }}", "<< \"A\u00e9\U0001f600\" >>")]
    [InlineData("{{ '\\0\\101\\777\\18\\8' }}", "<< \"\u0000A\u01ff\u00018\\8\" >>")]
    [InlineData("{{ '\\d\\.\\w \\ ' }}", "<< \"\\d\\.\\w \\ \" >>")]
    [InlineData("{{ '\\\nx' }}", "<< \"x\" @2 >>")]
    [InlineData("{{ '\\\u00e9\\\u20ac\\\U0001f600' }}", "<< \"\\xe9\\u20ac\\U0001f600\" >>")]
    [InlineData("{{ '\u00e9\U0001f600' }}", "<< \"\u00e9\U0001f600\" >>")]
    [InlineData("{{ '\\\\n' }}", "<< \"\\n\" >>")]
    public void Escapes_are_those_of_Python(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default));

    [Theory]
    [InlineData("{{ _ _a A1 \u00e9t\u00e9 \u540d\u524d x\u0301 \U0001d4b3 \u212e }}", "<< _ _a A1 \u00e9t\u00e9 \u540d\u524d x\u0301 \U0001d4b3 \u212e >>")]
    public void Names_may_be_of_any_script(string template, string expected) =>
        Assert.Equal(expected, Words(template, JinjaOptions.Default));

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("1E3", 1000.0)]
    [InlineData("2.5e-7", 2.5e-7)]
    [InlineData("1_0.0_1e1_0", 10.01e10)]
    [InlineData("00.5", 0.5)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void Floats_are_those_of_Python(string number, double expected)
    {
        var lexer = new Lexer(SourceText.From($"{{{{{number}}}}}", null, JinjaOptions.Default), JinjaOptions.Default);
        lexer.Next();

        var token = lexer.Next();

        Assert.Equal(TokenKind.Float, token.Kind);
        Assert.Equal(expected, token.Value.Double);
    }

    [Fact]
    public void A_delimiter_cannot_be_empty() =>
        Assert.Throws<ArgumentException>(() => Words("", JinjaOptions.Default with { VariableStart = "" }));

    private static string Words(string template, JinjaOptions options)
    {
        var source = SourceText.From(template, null, options);
        var lexer = new Lexer(source, options);
        var words = new StringBuilder();
        var line = 1;
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
        {
            if (token.Position.Line != line)
                words.Append(CultureInfo.InvariantCulture, $" @{line = token.Position.Line}");
            words.Append(' ').Append(token.Kind switch
            {
                TokenKind.Data => $"'{token.Text}'",
                TokenKind.String => $"\"{token.Text}\"",
                TokenKind.VariableBegin => "<<",
                TokenKind.VariableEnd => ">>",
                TokenKind.BlockBegin => "<%",
                TokenKind.BlockEnd => "%>",
                TokenKind.Float => "float",
                TokenKind.Name => token.Text,
                TokenKind.Integer => token.Value.TryInteger(out var number) ? number.ToString(CultureInfo.InvariantCulture) : "?",
                _ => source.Text[token.Position.Offset..token.End],
            });
        }
        return words.ToString().TrimStart(' ');
    }
}
