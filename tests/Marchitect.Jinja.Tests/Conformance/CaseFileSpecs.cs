using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.Conformance;

/// <summary>Files of cases: what is read, what counts as a difference, and what is told.</summary>
public sealed class CaseFileSpecs : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".jsonl");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("""{"template": "a", "output": "a"}""", true)]
    [InlineData("""{"template": "a", "output": "a", "unknown": [1], "options": {"cache_size": 3}}""", true)]
    [InlineData("""{"template": "a", "output": "b"}""", false)]
    [InlineData("""{"template": "a", "error": "runtime"}""", false)]
    [InlineData("""{"template": "{% nothing %}", "output": ""}""", false)]
    [InlineData("""{"template": "\n{% nothing %}", "error": "syntax", "line": 2}""", true)]
    [InlineData("""{"template": "\n{% nothing %}", "error": "syntax"}""", true)]
    [InlineData("""{"template": "\n{% nothing %}", "error": "syntax", "line": 1}""", false)]
    [InlineData("""{"template": "{% nothing %}", "error": "runtime"}""", false)]
    [InlineData("""{"template": "{{ x }}", "vars": {}, "error": "undefined"}""", true)]
    [InlineData("""{"template": "{{ x }}", "vars": {"x": 1, "x": 2.0}, "output": "2.0"}""", true)]
    [InlineData("""{"template": "{{ x.b }}", "vars": {}, "options": {"undefined": "chainable"}, "output": ""}""", true)]
    [InlineData("""{"template": "{% if x %}{% endif %}", "options": {"undefined": "StrictUndefined"}, "error": "undefined"}""", true)]
    [InlineData("""{"template": "{% include 'x' %}", "error": "runtime"}""", true)]
    [InlineData("""{"template": "{% include 'x' %}", "includes": {}, "error": "template_not_found"}""", true)]
    [InlineData("""{"template": "{% include 'x' %}", "includes": {"x": "y"}, "output": "y"}""", true)]
    [InlineData("""{"template": "<% if true %>[['<']]<% endif %>", "options": {"block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "[[", "variable_end_string": "]]", "autoescape": true}, "output": "&lt;"}""", true)]
    [InlineData("""{"template": "# if true\na\n# endif", "options": {"line_statement_prefix": "#", "newline_sequence": "\r\n"}, "output": "a\r\n"}""", true)]
    [InlineData("""{"template": "{% do 1 %}{% for x in [1] %}{% break %}{% endfor %}", "options": {"extensions": ["jinja2.ext.do", "loopcontrols"]}, "output": ""}""", true)]
    [InlineData("""{"template": "{% do 1 %}", "error": "syntax"}""", true)]
    [InlineData("""{"template": "a", "options": {"undefined": "nonsense"}, "output": "a"}""", false)]
    [InlineData("""{"template": "a", "options": {"extensions": ["jinja2.ext.i18n"]}, "output": "a"}""", false)]
    public void A_case_passes_where_it_comes_to_what_it_says(string line, bool passes)
    {
        File.WriteAllText(_path, line + "\n\n");

        var only = Assert.Single(ConformanceCase.ReadFile(_path));

        Assert.Equal(passes, CaseRunner.Difference(only) is null);
    }

    [Theory]
    [InlineData("{\"template\": ")]
    [InlineData("[1]")]
    [InlineData("{\"output\": \"a\"}")]
    [InlineData("{\"template\": \"a\"}")]
    [InlineData("{\"template\": 1, \"output\": \"a\"}")]
    [InlineData("{\"template\": \"\\ud800\", \"output\": \"a\"}")]
    [InlineData("{\"template\": \"a\", \"output\": \"a\", \"vars\": []}")]
    public void A_line_that_is_no_case_is_named(string line)
    {
        File.WriteAllText(_path, "{\"template\": \"a\", \"output\": \"a\"}\n\n" + line);

        Assert.StartsWith("line 3: ", Assert.Throws<FormatException>(() => ConformanceCase.ReadFile(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_told_on_one_line()
    {
        Assert.Equal("""
            "a\nb\t\"c\"\\ é€😀"
            """, OneLine.Quote("a\nb\t\"c\"\\ é€😀"));
        // Blanks that are none, ends of lines that are none, half a character.
        Assert.Equal("""
            "\u00a0\u2028\ud83d\u0000"
            """, OneLine.Quote("\u00a0\u2028" + "😀"[0] + "\0"));
        Assert.EndsWith("a... (3000 characters)\"", OneLine.Quote(new string('a', 3000)), StringComparison.Ordinal);
    }
}
