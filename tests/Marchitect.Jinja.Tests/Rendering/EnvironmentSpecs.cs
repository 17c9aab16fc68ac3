namespace Marchitect.Jinja.Tests.Rendering;

/// <summary>Environments: functions of one's own, loaders, extensions, many threads.</summary>
public sealed class EnvironmentSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect jinja-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Filters_tests_and_globals_of_ones_own_are_called_with_their_arguments_and_hide_built_in_ones()
    {
        var environment = new JinjaEnvironment
        {
            Filters = new Dictionary<string, TemplateFilter>
            {
                ["wrap"] = (value, arguments) => $"{arguments.Get(0, "left", "<")}{value}{arguments.Get(1, "right", ">")}",
                ["upper"] = (value, _) => $"UP {value}",
            },
            Tests = new Dictionary<string, TemplateTest> { ["long"] = (value, arguments) => value.ToString().Length > (arguments.Require(0, "than") == 3 ? 3 : 9) },
            Globals = new Dictionary<string, Value> { ["answer"] = 42, ["twice"] = Value.Function("twice", arguments => arguments.Positional[0] + "" + arguments.Positional[0]) },
        };

        Assert.Equal(
            "[x> <y} UP a True False 42 abab",
            environment.FromString("{{ 'x'|wrap('[') }} {{ 'y'|wrap(right='}') }} {{ 'a'|upper }} {{ 'abcd' is long(3) }} {{ 'abc' is long 3 }} {{ answer }} {{ twice('ab') }}").Render());
    }

    [Fact]
    public void A_function_of_ones_own_is_asked_each_time_even_with_constants()
    {
        var count = 0;
        var environment = new JinjaEnvironment { Filters = new Dictionary<string, TemplateFilter> { ["next"] = (_, _) => ++count } };
        var template = environment.FromString("{{ ''|next }}");

        Assert.Equal(["1", "2"], [template.Render(), template.Render()]);
    }

    [Theory]
    [InlineData("{% do [].append(1) %}", JinjaExtensions.Do)]
    [InlineData("{% for i in [1, 2] %}{% break %}{% endfor %}", JinjaExtensions.LoopControls)]
    [InlineData("{{ 'a'|b64encode }}", JinjaExtensions.Ansible)]
    public void Extensions_are_errors_of_syntax_until_they_are_switched_on(string source, JinjaExtensions extension)
    {
        Assert.Throws<TemplateSyntaxException>(() => Template.Parse(source));
        Assert.Throws<TemplateSyntaxException>(() => new JinjaEnvironment(new() { Extensions = JinjaExtensions.All & ~extension }).FromString(source));
        new JinjaEnvironment(new() { Extensions = extension }).FromString(source).Render();
    }

    // The expectations were made by Jinja2 with jinja2.ext.do and jinja2.ext.loopcontrols.
    [Theory]
    [InlineData("{% set l = [] %}{% for i in range(4) %}{% do l.append(i) %}{% endfor %}{{ l }}", "[0, 1, 2, 3]")]
    [InlineData("{% for i in range(9) %}{% if i is odd %}{% continue %}{% endif %}{% if i > 5 %}{% break %}{% endif %}{{ i }}{% endfor %}", "024")]
    [InlineData("{% for i in range(3) %}{% for j in range(3) %}{% if j == 1 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{% endfor %}", "00 10 20 ")]
    [InlineData("{% for i in range(3) %}{% with x = i %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endwith %}{% endfor %}", "02")]
    [InlineData("{% for i in range(3) %}{% continue %}{% else %}none{% endfor %}", "none")]
    public void Do_break_and_continue_are_Jinja2s(string source, string expected) =>
        Assert.Equal(expected, new JinjaEnvironment(new() { Extensions = JinjaExtensions.Do | JinjaExtensions.LoopControls }).FromString(source).Render());

    [Fact]
    public void Folders_are_looked_through_in_order_and_none_is_left()
    {
        Put("one/a.txt", "one {% include 'sub/b.txt' %}");
        Put("two/a.txt", "two");
        Put("two/sub/b.txt", "b ü");
        Put("secret.txt", "secret");
        var environment = new JinjaEnvironment(loader: new FolderLoader(At("one"), At("two")));

        Assert.Equal("one b ü", environment.GetTemplate("a.txt").Render());
        foreach (var name in new[] { "../secret.txt", "sub/../../secret.txt", "/etc/passwd", "", ".", "sub", "no\0pe" })
            Assert.Throws<TemplateNotFoundException>(() => environment.GetTemplate(name));
    }

    [Fact]
    public void A_template_is_parsed_again_once_its_file_has_changed()
    {
        Put("one/a.txt", "old");
        var environment = new JinjaEnvironment(loader: new FolderLoader(At("one")));
        Assert.Equal("old", environment.GetTemplate("a.txt").Render());

        Put("one/a.txt", "new");
        File.SetLastWriteTimeUtc(At("one/a.txt"), DateTime.UtcNow.AddSeconds(10));

        Assert.Equal("new", environment.GetTemplate("a.txt").Render());
    }

    [Fact]
    public void A_file_that_is_no_UTF_8_is_refused_by_name()
    {
        Directory.CreateDirectory(At("one"));
        File.WriteAllBytes(At("one/a.txt"), [0x61, 0xFF]);

        var error = Assert.Throws<TemplateRuntimeException>(() => new JinjaEnvironment(loader: new FolderLoader(At("one"))).GetTemplate("a.txt"));

        Assert.Contains(At("one/a.txt"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_template_is_rendered_by_many_threads_at_once()
    {
        var environment = new JinjaEnvironment(loader: new DictionaryLoader(new Dictionary<string, string>
        {
            ["m"] = "{% set c = cycler('a', 'b') %}{% macro next() %}{{ c.next() }}{% endmacro %}",
            ["t"] = "{% from 'm' import next %}{% for i in range(100) %}{{ next() }}{{ n }}{% endfor %}",
        }));
        var expected = (int n) => string.Concat(Enumerable.Range(0, 100).Select(i => $"{(i % 2 == 0 ? 'a' : 'b')}{n}"));

        var rendered = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Task.Run(() => environment.GetTemplate("t").Render(new { n }))));

        Assert.Equal(Enumerable.Range(0, 64).Select(expected), rendered);
    }

    [Theory]
    [InlineData("", "%}")]
    [InlineData("{{", "%}")]
    public void Options_that_contradict_one_another_are_refused(string blockStart, string blockEnd) =>
        Assert.Throws<ArgumentException>(() => new JinjaEnvironment(new() { BlockStart = blockStart, BlockEnd = blockEnd }));

    private string At(string path) => Path.Combine(_folder.FullName, path);

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }
}
