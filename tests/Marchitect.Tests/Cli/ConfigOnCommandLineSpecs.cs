using Marchitect.Tests.Configuration;

namespace Marchitect.Tests.Cli;

/// <summary>What the command line tells of a config, whole.</summary>
public sealed class ConfigOnCommandLineSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect command line ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Config_prints_what_each_step_gets_as_YAML()
    {
        var file = Write("site.toml", "[proxy]\nworkers = 4\n[hosts.web1.small]\nserver_name = \"small.example.org\"\n");

        Assert.Equal(
            (0, """
            # web1
            # step 1 'proxy'
            proxy:
              server_name: example.org
              workers: 4
            # step 2 'proxy' (alias small)
            small:
              server_name: small.example.org
              workers: 1

            # web2
            # step 1 'proxy'
            proxy:
              server_name: example.org
              workers: 4
            # step 2 'proxy' (alias small)
            small:
              server_name: example.net
              workers: 1

            """.ReplaceLineEndings("\n"), ""),
            await RunAsync("config", "web1", "root@web2:2222", "--config", file, "--set", "small.workers=1"));
    }

    [Fact]
    public async Task Config_explains_who_set_what()
    {
        var file = Write("site.toml", "[proxy]\nworkers = 4\n[hosts.web1.small]\nserver_name = \"small.example.org\"\n");

        Assert.Equal(
            (0, $"""
            # web1
            # step 1 'proxy'
            proxy:
              server_name: example.org  # step 1 of plan TwoProxies
              workers: 4  # the config file, by whiteprint Proxy ({file}:2)
            # step 2 'proxy' (alias small)
            small:
              server_name: small.example.org  # the config file, host web1, by alias 'small' ({file}:4)
              workers: 1  # --set small.workers

            """.ReplaceLineEndings("\n"), ""),
            await RunAsync("config", "web1", "--explain", "--config", file, "--set", "small.workers=1"));
    }

    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        {
            "config web1 --set proxy.wrkers=1",
            "the config has 2 problems; no machine was reached.\n\n"
            + "  web1, step 1 'proxy': wrkers is not a setting; did you mean workers? (--set proxy.wrkers)\n"
            + "  web1, step 2 'proxy' (alias small): wrkers is not a setting; did you mean workers? (--set proxy.wrkers)\n"
        },
        {
            "install web1 web2 web3 --set small.workers=100",
            "the config has a problem; no machine was reached.\n\n"
            + "  all 3 hosts, step 2 'proxy' (alias small): workers must be an integer from 1 to 64, and is 100 (--set small.workers)\n"
        },
        {
            "plan web1 --set smal.workers=1",
            "the config has a problem; no machine was reached.\n\n"
            + "  web1: 'smal' is neither a whiteprint of plan TwoProxies nor an alias of a step; did you mean small? (--set smal.workers)\n"
        },
        {
            "validate web1 other1 --config FOLDER/mistake.yaml",
            // By whiteprint it is set for both steps.
            "the config has 2 problems; no machine was reached.\n\n"
            + "  other1, step 1 'proxy': workers must be an integer from 1 to 64, and is \"x\" (FOLDER/mistake.yaml:3)\n"
            + "  other1, step 2 'proxy' (alias small): workers must be an integer from 1 to 64, and is \"x\" (FOLDER/mistake.yaml:3)\n"
        },
        {
            "install web1 --set proxy",
            "--set 'proxy' does not name a setting; write NAME.SETTING=VALUE with the name of a whiteprint or an alias, e.g. nginx.workers=4\n"
        },
        {
            "install web1 --config FOLDER/none.toml",
            "There is no config file at 'FOLDER/none.toml' (--config).\nPROGRAM install --help tells more.\n"
        },
        {
            "config --explain --schema",
            "--explain and --schema do not go together.\nPROGRAM config --help tells more.\n"
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_before_any_connection_and_ends_with_status_2(string arguments, string told)
    {
        Write("mistake.yaml", "hosts:\n  other*:\n    proxy: { workers: x }\n");
        // The folder has a space, as folders have.
        var result = await RunAsync([.. arguments.Split(' ').Select(argument => argument.Replace("FOLDER", _folder, StringComparison.Ordinal))]);

        Assert.Equal(
            (2, "", told.Replace("FOLDER", _folder, StringComparison.Ordinal)),
            (result.ExitStatus, result.Stdout, System.Text.RegularExpressions.Regex.Replace(result.Stderr, "^\\S+ (install|config) --help", "PROGRAM $1 --help", System.Text.RegularExpressions.RegexOptions.Multiline)));
    }

    [Fact]
    public async Task A_plan_whose_own_code_fails_is_no_mistake_of_the_config()
    {
        var printed = await RunAsync(new FailingSite(), "config");
        var run = await RunAsync(new FailingSite(), "install", "local");

        Assert.Equal((1, "", "the plan FailingSite threw InvalidOperationException: No steps today.\n"), printed);
        Assert.Equal(1, run.ExitStatus);
        Assert.Contains("the plan FailingSite threw InvalidOperationException: No steps today.", run.Stderr, StringComparison.Ordinal);
    }

    private static Task<(int ExitStatus, string Stdout, string Stderr)> RunAsync(params string[] arguments) => RunAsync(new TwoProxies(), arguments);

    private static async Task<(int ExitStatus, string Stdout, string Stderr)> RunAsync(SitePlan plan, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var (request, exitStatus) = new CommandLine(plan.Name).Read(arguments, output, error);
        if (request is not null)
        {
            exitStatus = request.ConfigView is not null
                ? await new ConfigRun(plan, request, output, error).RunAsync()
                : await new SiteRun(plan, request, output, error).RunAsync();
        }
        return (exitStatus, output.ToString(), error.ToString());
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private sealed class FailingSite : SitePlan
    {
        public override IReadOnlyList<Step> Plan => throw new InvalidOperationException("No steps today.");
    }

    private sealed class TwoProxies : SitePlan
    {
        public override IReadOnlyList<Step> Plan =>
        [
            Step.Of<Proxy>(new() { ["server_name"] = "example.org" }),
            Step.Of<Proxy>(new() { ["server_name"] = "example.net" }, alias: "small"),
        ];
    }
}
