using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marchitect.Tests.Configuration;

/// <summary>The JSON Schema of a plan, read by a validator of somebody else: Python's jsonschema.</summary>
public sealed class JsonSchemaSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect schema ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly (string File, bool IsRight)[] Cases =
    [
        ("{}", true),
        ("""{"every_kind": {"workers": 4}}""", true),
        ("""{"every_kind": {"workers": "4"}}""", false),
        ("""{"every_kind": {"workers": 3000000000}}""", false),
        ("""{"every_kind": {"small": 255}}""", true),
        ("""{"every_kind": {"small": 256}}""", false),
        ("""{"every_kind": {"wrkers": 4}}""", false),
        ("""{"evry_kind": {}}""", false),
        ("""{"second": {"workers": 4}}""", true),
        ("""{"every_kind": 5}""", false),
        ("""{"every_kind": {"comment": null, "limit": null, "other_level": null}}""", true),
        ("""{"every_kind": {"workers": null}}""", false),
        ("""{"every_kind": {"log_level": "very_loud"}}""", true),
        ("""{"every_kind": {"log_level": "very_lout"}}""", false),
        ("""{"every_kind": {"is_on": "yes"}}""", false),
        ("""{"every_kind": {"ratio": 1, "price": 2.5}}""", true),
        ("""{"every_kind": {"ratio": "1"}}""", false),
        ("""{"every_kind": {"aliases": ["a", "b"]}}""", true),
        ("""{"every_kind": {"aliases": ["a", 1]}}""", false),
        ("""{"every_kind": {"aliases": "a"}}""", false),
        ("""{"every_kind": {"tags": ["a", "a"]}}""", false),
        ("""{"every_kind": {"headers": {"X Y": "1"}}}""", true),
        ("""{"every_kind": {"headers": {"X Y": 1}}}""", false),
        ("""{"every_kind": {"tls": {"port": 1}}}""", true),
        ("""{"every_kind": {"tls": {"prot": 1}}}""", false),
        ("""{"every_kind": {"sites": [{"name": "a"}]}}""", true),
        ("""{"every_kind": {"sites": [{"port": 1}]}}""", false),
        ("""{"every_kind": {"sites": [{"name": "a", "nested": [{"name": "b", "nested": []}]}]}}""", true),
        ("""{"every_kind": {"sites": [{"name": "a", "nested": [{"port": 1}]}]}}""", false),
        ("""{"every_kind": {"password": "p"}}""", true),
        ("""{"every_kind": {"password": {"secret_env": "P"}}}""", true),
        ("""{"every_kind": {"password": {"secret_file": "/p"}}}""", true),
        ("""{"every_kind": {"password": {"secret_command": ["pass", "show", "p"]}}}""", true),
        ("""{"every_kind": {"password": {"secret_command": "pass show p"}}}""", false),
        ("""{"every_kind": {"password": {"secret_prompt": "P: "}}}""", true),
        ("""{"every_kind": {"password": {"secret_vault": "v.yml", "key": "a.b"}}}""", true),
        ("""{"every_kind": {"password": {"secret_store": "s.txt", "name": "n"}}}""", true),
        ("""{"every_kind": {"password": {"secret_store": "s.txt"}}}""", false),
        ("""{"every_kind": {"password": {"secret_fle": "/p"}}}""", false),
        ("""{"every_kind": {"password": 5}}""", false),
        ("""{"every_kind": {"free": {"a": [1, {"b": null}]}, "any": [1]}}""", true),
        ("""{"ruled": {"workers": 64}}""", true),
        ("""{"ruled": {"workers": 65}}""", false),
        ("""{"ruled": {"ratio": 1.0}}""", false),
        ("""{"ruled": {"code": "a"}}""", false),
        ("""{"ruled": {"host": "web-1"}}""", true),
        ("""{"ruled": {"host": "Web"}}""", false),
        ("""{"ruled": {"servers": []}}""", false),
        ("""{"ruled": {"servers": ["a", "b"]}}""", true),
        ("""{"ruled": {"servers": ["a", "b", "c"]}}""", false),
        ("""{"ruled": {"protocol": "udp"}}""", true),
        ("""{"ruled": {"protocol": "icmp"}}""", false),
        ("""{"ruled": {"people": {"ann": null}, "retries": null}}""", true),
        ("""{"plain": {"tree": {"a": true}}}""", true),
        ("""{"plain": {"tree": {"a": 1}}}""", false),
        ("""{"hosts": {"web1": {"ruled": {"workers": 3}}}}""", true),
        ("""{"hosts": {"web1": {"ruled": {"workers": 0}}}}""", false),
        ("""{"hosts": {"web1": {"ruld": {}}}}""", false),
        ("""{"hosts": ["web1"]}""", false),
        ("""{"groups": {"web": {"hosts": ["web*"], "second": {"workers": 3}}}}""", true),
        ("""{"groups": {"web": {"second": {"workers": 3}}}}""", false),
        ("""{"groups": {"web": {"hosts": "web1"}}}""", false),
    ];

    [Fact]
    public async Task Another_validator_accepts_and_refuses_what_the_plan_itself_does()
    {
        var validator = await FindValidatorAsync();
        Assert.SkipUnless(validator is not null, "The validator is missing: apt-get install python3-jsonschema");

        var results = await ValidateAsync(validator!, new Site().ReadConfigSchema(), [.. Cases.Select(one => one.File)]);

        Assert.Equal(Cases.Select(one => $"{one.File} {one.IsRight}"), Cases.Select((one, index) => $"{one.File} {results[index]}"));
        Assert.Equal(Cases.Select(one => $"{one.File} {one.IsRight}"), Cases.Select(one => $"{one.File} {OwnCheck(one.File)}"));
    }

    [Fact]
    public void It_has_descriptions_and_defaults_and_no_secret()
    {
        var schema = JsonNode.Parse(new Site().ReadConfigSchema())!;

        var settings = schema["$defs"]!["RecordKinds"]!["properties"]!;
        Assert.Equal("What the server is called, as in Uri's host & so on.", (string?)settings["server_name"]!["description"]);
        Assert.Equal(2, (int?)settings["workers"]!["default"]);
        Assert.Equal("""["a"]""", settings["aliases"]!["default"]!.ToJsonString());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.Equal("The step second, of the whiteprint every_kind.", (string?)schema["properties"]!["second"]!["description"]);
        Assert.DoesNotContain("canary", schema.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_one_name_are_told_apart()
    {
        var definitions = JsonNode.Parse(new SameNames().ReadConfigSchema())!["$defs"]!;

        Assert.Equal(["here"], definitions["SameName"]!["properties"]!.AsObject().Select(setting => setting.Key));
        Assert.Equal(["there"], definitions["SameName2"]!["properties"]!.AsObject().Select(setting => setting.Key));
    }

    private bool OwnCheck(string content)
    {
        var file = Path.Combine(_folder, "site.json");
        File.WriteAllText(file, content);
        try
        {
            new Site().ReadConfig("web1", new() { Config = SiteConfig.FromFile(file) });
            return true;
        }
        catch (ConfigurationException)
        {
            return false;
        }
    }

    private static async Task<string?> FindValidatorAsync()
    {
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                var (exitStatus, _, _) = await PythonAsync(python, "from jsonschema import Draft202012Validator", "");
                if (exitStatus == 0)
                    return python;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program.
            }
        }
        return null;
    }

    private static async Task<bool[]> ValidateAsync(string python, string schema, string[] files)
    {
        var (exitStatus, output, error) = await PythonAsync(
            python,
            """
            import json, sys
            from jsonschema import Draft202012Validator
            given = json.load(sys.stdin)
            Draft202012Validator.check_schema(given["schema"])
            validator = Draft202012Validator(given["schema"])
            print(json.dumps([validator.is_valid(file) for file in given["files"]]))
            """,
            $$"""{"schema": {{schema}}, "files": [{{string.Join(", ", files)}}]}""");
        Assert.True(exitStatus == 0, error);
        using var results = JsonDocument.Parse(output);
        return [.. results.RootElement.EnumerateArray().Select(result => result.GetBoolean())];
    }

    private static async Task<(int ExitStatus, string Output, string Error)> PythonAsync(string python, string program, string input)
    {
        var start = new ProcessStartInfo(python, ["-W", "ignore", "-c", program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private sealed class Site : SitePlan
    {
        public override IReadOnlyList<Step> Plan =>
        [
            Step.Of<EveryKind>(new() { ["server_name"] = "a", ["password"] = "canary" }),
            Step.Of<EveryKind>(new() { ["server_name"] = "b" }, alias: "second"),
            Step.Of<Ruled>(new() { ["name"] = "c" }),
            Step.Of<Plain>(new() { ["level"] = 2 }),
        ];
    }
}

internal sealed record SameName
{
    public int Here { get; init; }
}

internal static class ElsewhereNamed
{
    internal sealed record SameName
    {
        public int There { get; init; }
    }
}

internal sealed class HereNamed : Whiteprint<SameName>;

internal sealed class ThereNamed : Whiteprint<ElsewhereNamed.SameName>;

internal sealed class SameNames : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<HereNamed>(), Step.Of<ThereNamed>()];
}
