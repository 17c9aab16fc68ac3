namespace Marchitect.Jinja.Tests.Parsing;

/// <summary>What is told about templates that are not valid. The lines are those that Jinja2 3.1.2 reports.</summary>
public sealed class SyntaxErrorSpecs
{
    [Theory]
    [InlineData("{{ x y }}", 1, 6, "Unexpected 'y': expected '}}'.", null)]
    [InlineData("a\n{{ x\n  y }}", 3, 3, "Unexpected 'y': expected '}}'.", null)]
    [InlineData("{{ x", 1, 5, "The template ends within the tag that begins on line 1: expected '}}'.", null)]
    [InlineData("a\n{% if x", 2, 8, "The template ends within the tag that begins on line 2: expected '%}'.", null)]
    [InlineData("{{", 1, 3, "The template ends within the tag that begins on line 1: expected an expression.", null)]
    [InlineData("{%", 1, 3, "The template ends within the tag that begins on line 1: expected the name of a statement.", null)]
    [InlineData("{% %}", 1, 4, "Unexpected '%}': expected the name of a statement.", null)]
    [InlineData("{% if x %}a", 1, 12, "The template ends, but the 'if' of line 1 does not: expected 'elif', 'else' or 'endif'.", null)]
    [InlineData("{% if x %}\n\n", 1, 0, "The template ends, but the 'if' of line 1 does not: expected 'elif', 'else' or 'endif'.", null)]
    [InlineData("{% for a in b %}\n{% if x %}\n{% endfor %}", 3, 4, "Unexpected 'endfor': expected 'elif', 'else' or 'endif' for the 'if' of line 2.", null)]
    [InlineData("{% if x %}\n{% edif %}", 2, 4, "Unknown statement 'edif' within the 'if' of line 1, which goes on with 'elif', 'else' or 'endif'.", "Did you mean 'endif'?")]
    [InlineData("{% fro x in y %}{% endfor %}", 1, 4, "Unknown statement 'fro'.", "Did you mean 'for'?")]
    [InlineData("{% endif %}", 1, 4, "'endif' does not belong to any open statement.", null)]
    [InlineData("{% if x %}a{% else %}b{% elif y %}c{% endif %}", 1, 26, "Unexpected 'elif': expected 'endif' for the 'if' of line 1.", null)]
    [InlineData("{% if x %}a{% elseif y %}b{% endif %}", 1, 15, "Unknown statement 'elseif' within the 'if' of line 1, which goes on with 'elif', 'else' or 'endif'.", "Did you mean 'elif'?")]
    [InlineData("{% if x %}a{% else if y %}b{% endif %}", 1, 20, "Unexpected 'if': expected '%}'.", "Did you mean 'elif'?")]
    [InlineData("{% if x %}a{% end %}", 1, 15, "Unknown statement 'end' within the 'if' of line 1, which goes on with 'elif', 'else' or 'endif'.", "Did you mean 'endif'?")]
    [InlineData("{% if x = 1 %}a{% endif %}", 1, 9, "Unexpected '=': expected '%}'.", "Use '==' to compare.")]
    [InlineData("{{ x = 1 }}", 1, 6, "Unexpected '=': expected '}}'.", "Use '==' to compare, or {% set name = value %} to assign.")]
    [InlineData("{% if x && y %}{% endif %}", 1, 9, "Unexpected character '&'.", "Use 'and' for a logical and.")]
    [InlineData("{{ x || y }}", 1, 7, "Unexpected '|': expected a name.", "Use 'or' for a logical or.")]
    [InlineData("{{ !x }}", 1, 4, "Unexpected character '!'.", "Use 'not' for a logical not.")]
    [InlineData("{{ x ? 1 : 2 }}", 1, 6, "Unexpected character '?'.", "Write a choice as 'a if test else b'.")]
    [InlineData("{{ x === 1 }}", 1, 8, "Unexpected '=': expected an expression.", "Use '==' to compare.")]
    [InlineData("{% while x %}", 1, 4, "Unknown statement 'while'.", "There is no 'while': use 'for' with a range.")]
    [InlineData("{% load x %}", 1, 4, "Unknown statement 'load'.", "'load' is a tag of Django, which Jinja2 has not.")]
    [InlineData("{% break %}", 1, 4, "Unknown statement 'break'.", "The statement 'break' must be switched on: JinjaExtensions.LoopControls.")]
    [InlineData("{% do x %}", 1, 4, "Unknown statement 'do'.", "The statement 'do' must be switched on: JinjaExtensions.Do.")]
    [InlineData("{% trans %}", 1, 4, "Unknown statement 'trans'.", "The statement 'trans' of Jinja2's extension i18n is not supported.")]
    [InlineData("{% raw %}\nx", 1, 1, "This raw block does not end: expected '{% endraw %}'.", null)]
    [InlineData("{% raw x %}", 1, 4, "Unknown statement 'raw'.", "'raw' stands alone in its tag.")]
    [InlineData("a\n{# x", 2, 1, "This comment does not end: expected '#}'.", null)]
    [InlineData("{{ 'abc }}", 1, 4, "This string does not end: expected '.", null)]
    [InlineData("{{ f(1, 2 }}", 1, 11, "Unexpected '}': expected ')' to close the '(' of line 1.", null)]
    [InlineData("{{ [1,\n2) }}", 2, 2, "Unexpected ')': expected ']' to close the '[' of line 1.", null)]
    [InlineData("{{ x) }}", 1, 5, "Unexpected ')': nothing is open that it could close.", null)]
    [InlineData("{{ a. }}", 1, 7, "Unexpected '}}': expected a name or a whole number behind the dot.", null)]
    [InlineData("{{ f(a=1, 2) }}", 1, 11, "Invalid arguments: an argument without a name must stand before those with names, '*' and '**'.", null)]
    [InlineData("{{ f(\n**a,\n1) }}", 1, 0, "Invalid arguments: an argument without a name must stand before those with names, '*' and '**'.", null)]
    [InlineData("{{ x is defined is true }}", 1, 17, "Tests cannot be chained.", "Join them by 'and', or put the first in parentheses.")]
    [InlineData("{% set 1 = 2 %}", 1, 8, "Cannot assign to a constant: expected a name.", null)]
    [InlineData("{% set a, 'b' = x %}", 1, 11, "Cannot assign to a string: expected a name.", null)]
    [InlineData("{% set (a,\nb.c) = x %}", 1, 0, "Cannot assign to an attribute: expected a name.", null)]
    [InlineData("{% macro true() %}{% endmacro %}", 1, 10, "Cannot assign to a constant: expected a name.", null)]
    [InlineData("{% macro m(a=1, b) %}{% endmacro %}", 1, 18, "The parameter 'b' needs a default, as the one before it has one.", null)]
    [InlineData("{% macro m() %}{% endmacro m %}", 1, 28, "Unexpected 'm': expected '%}'.", "'endmacro' takes no name.")]
    [InlineData("{% block a-b %}{% endblock %}", 1, 11, "The name of a block cannot contain a hyphen.", "Use an underscore instead.")]
    [InlineData("{% block a required %}x{% endblock %}", 1, 36, "The required block 'a' can only contain comments and blanks.", null)]
    [InlineData("{% call x %}{% endcall %}", 1, 4, "Expected the call of a macro, as in {% call name() %}.", null)]
    [InlineData("{% from 'a' import _b %}", 1, 20, "'_b' cannot be imported: names that begin with an underscore are private.", null)]
    [InlineData("{% for x y %}{% endfor %}", 1, 10, "Unexpected 'y': expected 'in'.", null)]
    [InlineData("{% for a, in b %}{% endfor %}", 1, 14, "Unexpected 'b': expected 'in'.", null)]
    [InlineData("{% include %}", 1, 12, "Unexpected '%}': expected an expression.", null)]
    [InlineData("{{ '\\x4' }}", 1, 4, "Truncated \\xXX escape: expected 2 hexadecimal digits.", null)]
    [InlineData("{{ '\\N{DASH}' }}", 1, 4, "Characters by name, \\N{...}, are not supported: write the character itself, or \\u and its four hexadecimal digits.", null)]
    [InlineData("{{ {% x %} }}", 1, 5, "Unexpected '%': expected an expression.", "Tags cannot stand within one another.")]
    [InlineData("{{ \u201ca\u201d }}", 1, 4, "Unexpected character '\u201c'.", "Use straight quotes.")]
    [InlineData("{{ a\u00b2 }}", 1, 4, "'a\u00b2' is not a valid name.", null)]
    [InlineData("{{ $x }}", 1, 4, "Unexpected character '$'.", "Names of variables have no '$'.")]
    [InlineData("{% set x %}\na\n{% endblock %}", 3, 4, "Unexpected 'endblock': expected 'endset' for the 'set' of line 1.", null)]
    [InlineData("{{ }}", 1, 4, "Unexpected '}}': expected an expression.", null)]
    [InlineData("{% with a %}{% endwith %}", 1, 11, "Unexpected '%}': expected '='.", null)]
    [InlineData("a\r\n\r{{ x y }}", 3, 6, "Unexpected 'y': expected '}}'.", null)]
    [InlineData("{% if x %}{% endif x %}", 1, 20, "Unexpected 'x': expected '%}'.", "'endif' takes no name.")]
    public void The_message_tells_what_was_found_and_expected_and_where(string template, int line, int column, string problem, string? remedy)
    {
        var error = Assert.Throws<TemplateSyntaxException>(() => Parser.Parse(template, "site.conf", JinjaOptions.Default));

        Assert.Equal(problem, error.Problem);
        Assert.Equal(remedy, error.Remedy);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal("site.conf", error.TemplateName);
    }

    [Fact]
    public void The_source_line_is_shown_with_a_caret()
    {
        var error = Assert.Throws<TemplateSyntaxException>(() => Parser.Parse("a\r\n\t{{ x y }}\r\nb", "site.conf", JinjaOptions.Default));

        Assert.Equal("site.conf:2:7: Unexpected 'y': expected '}}'.\n  2 | \t{{ x y }}\n    | \t     ^", error.Message);
    }

    [Fact]
    public void Words_are_told_in_the_delimiters_in_use()
    {
        var options = JinjaOptions.Default with { VariableStart = "${", VariableEnd = "}", LineStatementPrefix = "%" };

        Assert.Equal("Unexpected 'y': expected '}'.", Problem("${ x y }", options));
        Assert.Equal("Unexpected end of the line: expected 'in'.", Problem("% for a\n% endfor", options));
        Assert.Equal("Unexpected 'y': expected the end of the line.", Problem("% if x y", options));
    }

    [Fact]
    public void Of_two_errors_the_first_is_told() =>
        Assert.Equal("Unexpected 'y': expected '}}'.", Problem("{{ x y ? }}", JinjaOptions.Default));

    [Fact]
    public void Comments_and_raw_blocks_that_open_at_the_very_end_are_as_if_closed()
    {
        Assert.Empty(Parser.Parse("{#", null, JinjaOptions.Default).Body);
        Assert.Empty(Parser.Parse("{% raw %}\n", null, JinjaOptions.Default).Body);
    }

    [Fact]
    public void A_number_of_more_than_4300_digits_is_refused() =>
        Assert.Equal("An integer cannot have more than 4300 digits.", Problem("{{ 1" + new string('0', 4300) + " }}", JinjaOptions.Default));

    private static string Problem(string template, JinjaOptions options) =>
        Assert.Throws<TemplateSyntaxException>(() => Parser.Parse(template, null, options)).Problem;
}
