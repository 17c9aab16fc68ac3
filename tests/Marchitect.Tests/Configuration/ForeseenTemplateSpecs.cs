using Marchitect.Prefabs;

namespace Marchitect.Tests.Configuration;

/// <summary>Names in templates that no config can have, found before a host is reached.</summary>
public sealed class ForeseenTemplateSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect foreseen ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Templates { get; } = new()
    {
        { "{{ server_name }} {{ tls.port }} {{ _target.distro }} {{ _target['user'] }}", "" },
        { "{{ server_nme }}", "a template names server_nme, which is not a setting; did you mean server_name? (FILE:1)" },
        { "a\nb {{ tls.prot }}", "a template names tls.prot, which is not a setting; did you mean tls.port? (FILE:2)" },
        { "{{ _target.distrro }}", "a template names _target.distrro, which is no fact of a machine; did you mean _target.distro? (FILE:1)" },
        { "{{ whatever }}", "a template names whatever, which is not a setting (FILE:1)" },
        { "{{ whatever | default('x') }}{% if other is defined %}{{ other }}{% endif %}", "" },
        { "{% for site in sites %}{{ site }}{{ loop.index }}{% endfor %}{% set x = 1 %}{{ x }}{{ range(3) }}", "" },
        { "{% include 'part.conf' %}", "a template names server_nme, which is not a setting; did you mean server_name? (PART:3)" },
        { "{{ headers.whatever }}{{ free.a.b.c }}{{ server_name.upper() }}", "" },
        { "{% if false %}{{ server_nme }}{% endif %}", "a template names server_nme, which is not a setting; did you mean server_name? (FILE:1)" },
        { "{{ broken", "" },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_that_names_what_no_config_can_have_is_told_with_its_place(string template, string problem)
    {
        var file = Write("foreseen/site.conf", template);
        var part = Write("foreseen/part.conf", "\n\n{{ server_nme }}");

        Assert.Equal(
            problem.Length == 0 ? [] : [$"step 1 'foreseen': {problem.Replace("FILE", file, StringComparison.Ordinal).Replace("PART", part, StringComparison.Ordinal)}"],
            Problems<Site<Foreseen>>());
    }

    [Fact]
    public void Templates_that_code_names_are_looked_at_as_well()
    {
        var file = Write("by_code/own.conf", "{{ server_nme }}");

        Assert.Equal(
            [
                $"step 1 'by_code': a template names server_nme, which is not a setting; did you mean server_name? ({file}:1)",
                "step 1 'by_code': a template names tls.keey, which is not a setting; did you mean tls.key? (line 1 of a template in the code)",
            ],
            Problems<Site<ByCode>>());
    }

    [Fact]
    public void A_whiteprint_without_a_schema_may_have_any_key_but_not_any_fact() =>
        Assert.Equal(
            ["step 1 'schemaless': a template names _target.usr, which is no fact of a machine; did you mean _target.user? (line 1 of a template in the code)"],
            Problems<Site<Schemaless>>());

    [Fact]
    public void A_head_that_hangs_on_the_machine_is_left_to_the_run() => Assert.Empty(Problems<Site<HangsOnTarget>>());

    [Fact]
    public void A_nested_whiteprint_is_looked_at_with_its_own_config()
    {
        Write("foreseen/site.conf", "{{ server_name }}");

        Assert.Equal(
            ["step 1 'nesting': server_name is required, and nothing sets it; a text is expected", "step 1 'nesting': servername is not a setting; did you mean server_name? (whiteprint nesting, which nests foreseen)"],
            Problems<Site<Nesting>>().Order());
    }

    private string Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private string[] Problems<TPlan>()
        where TPlan : SitePlan, new()
    {
        try
        {
            new TPlan().ReadConfig(options: new() { ResourcePaths = [_folder] });
            return [];
        }
        catch (ConfigurationException wrong)
        {
            return [.. wrong.Problems.Select(problem => problem.Message)];
        }
    }

    private sealed class Site<T> : SitePlan
        where T : Whiteprint, new()
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<T>(typeof(T) == typeof(Nesting) || typeof(T) == typeof(Schemaless) ? new() : new() { ["server_name"] = "x" })];
    }
}

internal sealed record ForeseenConfig
{
    public required string ServerName { get; init; }

    public TlsKinds Tls { get; init; } = new() { Key = "k" };

    public IReadOnlyList<string> Sites { get; init; } = ["a"];

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public ConfigMap Free { get; init; } = ConfigMap.Empty;
}

internal sealed class Foreseen : Whiteprint<ForeseenConfig>
{
    protected internal override IEnumerable<Prefab> Head => [new FileFromPath("site.conf", "/etc/site.conf")];
}

internal sealed class ByCode : Whiteprint<ForeseenConfig>
{
    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        await UploadTemplateAsync("own.conf", "/etc/own.conf", cancellationToken: cancellationToken);
        RenderTemplateFromString("{{ tls.keey }}");
        RenderTemplateFromString("{{ anything }}", new() { ["anything"] = 1 });
    }
}

internal sealed class Schemaless : Whiteprint
{
    protected internal override IEnumerable<Prefab> Head => [new FileFromString("{{ anything }}{{ _target.usr }}", "/etc/site.conf")];
}

internal sealed class HangsOnTarget : Whiteprint<ForeseenConfig>
{
    protected internal override IEnumerable<Prefab> Head => Target.Distro == "debian" ? [new FileFromString("{{ nothing }}", "/etc/site.conf")] : [];
}

internal sealed class Nesting : Whiteprint
{
    protected internal override IEnumerable<Prefab> Head => [Prefab.Of<Foreseen>(new() { ["servername"] = "x" })];
}
