using System.Text;
using Marchitect.Jinja;
using Xunit;

namespace Marchitect.Tests.Whiteprints;

/// <summary>Whiteprints render their templates with their config and bring the result to the host.</summary>
public sealed class TemplateSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect templates-");

    public TemplateSpecs()
    {
        Directory.CreateDirectory(At("host"));
        Put("resources/nginx/nginx.conf", "workers {{ workers }};\n{% include 'server.conf' %}\n");
        Put("resources/nginx/server.conf", "server {{ server_name }}{% for alias in aliases %} {{ alias }}{% endfor %};");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunOptions Options => new()
    {
        ResourcePaths = [At("resources")],
        Config = new() { [typeof(Nginx)] = new() { ["root"] = At("host") }, [typeof(OnlyNginx)] = new() { ["root"] = At("host") } },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Variables_are_the_config_of_defaults_step_run_alias_and_call_each_over_the_one_before()
    {
        var options = Options with
        {
            Config = new()
            {
                [typeof(Nginx)] = new() { ["root"] = At("host"), ["aliases"] = ConfigValue.ListOf(["a b", "ü"]) },
                ["second"] = new() { ["server_name"] = "alias.example" },
            },
        };

        await new WebServer().InstallAsync(new LocalTransport(), options, Cancel);

        Assert.Equal("workers 2;\nserver step.example a b ü;\n", Read("host/nginx.conf"));
        Assert.Equal("workers 2;\nserver alias.example a b ü;\n", Read("host/second.conf"));
        Assert.Equal("workers 9;\nserver step.example a b ü;\n", Read("host/nginx-override.conf"));
        Assert.Equal("port 443 on tls\n", Read("host/nginx-text.conf"));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_a_template_costs_one_round_trip()
    {
        var transport = new LocalTransport();
        await new OneTemplate().InstallAsync(transport, Options, Cancel);
        var written = File.GetLastWriteTimeUtc(At("host/nginx.conf"));

        var report = await new OneTemplate().InstallAsync(transport, Options, Cancel);

        Assert.Equal(written, File.GetLastWriteTimeUtc(At("host/nginx.conf")));
        Assert.Equal(1, report.Steps[0].Traffic.RoundTrips);
    }

    [Fact]
    public async Task Templates_see_the_machine_as__target()
    {
        Put("resources/nginx/nginx.conf", "{{ _target.user }} {{ _target.home }} {{ _target.cpu_count > 0 }} {{ _target.memory_bytes is integer }}{{ '' if _target.nope is defined }}");

        await new OneTemplate().InstallAsync(new LocalTransport(), Options, Cancel);

        var session = await Session.OpenAsync(new LocalTransport(), cancellationToken: Cancel);
        await using (session)
            Assert.Equal($"{session.Target.User} {session.Target.Home} True True", Read("host/nginx.conf"));
    }

    [Fact]
    public async Task The_file_has_no_byte_order_mark_keeps_its_last_newline_and_the_permissions_of_the_template()
    {
        await File.WriteAllTextAsync(At("resources/nginx/nginx.conf"), "ü {{ workers }}\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Cancel);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At("resources/nginx/nginx.conf"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await new OneTemplate().InstallAsync(new LocalTransport(), Options, Cancel);

        Assert.Equal("ü 2\n"u8.ToArray(), await File.ReadAllBytesAsync(At("host/nginx.conf"), Cancel));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(At("host/nginx.conf")));
    }

    [Fact]
    public async Task An_undefined_variable_ends_the_step_with_whiteprint_file_line_column_and_step_before_anything_is_sent()
    {
        Put("resources/nginx/server.conf", "server\n  {{ server_nmae }};");

        var error = await Assert.ThrowsAsync<TemplateFailedException>(() => new WebServer().InstallAsync(new LocalTransport(), Options, Cancel));

        Assert.Equal(
            $"""
            local, plan WebServer, step 1 of 2 'nginx', mode install: the template 'nginx.conf' of whiteprint 'nginx' cannot be rendered: 'server_nmae' is undefined.

              template     {At("resources/nginx/server.conf")}:2:6
              line           {"{{ server_nmae }};"}
                                ^
              by way of    included from nginx.conf:2:4

            Did you mean 'server_name'?
            Steps 2-2 were not started.
            """.ReplaceLineEndings("\n").Replace("Steps 2-2 were not started.", error.Progress, StringComparison.Ordinal),
            error.Message);
        Assert.Equal((2, 6), (error.Line, error.Column));
        Assert.Empty(Directory.GetFileSystemEntries(At("host")));
    }

    [Fact]
    public async Task A_template_that_is_not_valid_is_told_with_its_file()
    {
        Put("resources/nginx/nginx.conf", "a\n{% if workers %}\n");

        var error = await Assert.ThrowsAsync<TemplateFailedException>(() => new OneTemplate().InstallAsync(new LocalTransport(), Options, Cancel));

        Assert.Equal(At("resources/nginx/nginx.conf"), error.File);
        Assert.Contains("is not valid", error.What, StringComparison.Ordinal);
        Assert.IsType<TemplateSyntaxException>(error.InnerException);
    }

    [Fact]
    public async Task A_template_that_is_not_there_is_told_with_every_place()
    {
        File.Delete(At("resources/nginx/nginx.conf"));

        var error = await Assert.ThrowsAsync<ResourceNotFoundException>(() => new OneTemplate().InstallAsync(new LocalTransport(), Options, Cancel));

        Assert.Equal([At("resources/nginx/nginx.conf")], error.Places);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("sub/../../secret")]
    public async Task A_template_cannot_climb_out_of_the_whiteprints_folder(string include)
    {
        Put("resources/secret", "secret");
        Put("resources/nginx/nginx.conf", $"{{% include '{include}' %}}");

        var error = await Assert.ThrowsAsync<TemplateFailedException>(() => new OneTemplate().InstallAsync(new LocalTransport(), Options, Cancel));

        Assert.IsType<TemplateNotFoundException>(error.InnerException);
    }

    [Fact]
    public async Task Resource_paths_are_looked_through_in_order_for_includes_too()
    {
        Put("first/nginx/server.conf", "from the first");

        await new OneTemplate().InstallAsync(new LocalTransport(), Options with { ResourcePaths = [At("first"), At("resources")] }, Cancel);

        Assert.Equal("workers 2;\nfrom the first\n", Read("host/nginx.conf"));
    }

    [Fact]
    public async Task A_whiteprint_may_read_its_templates_in_its_own_way()
    {
        Put("resources/spaced/list", "{% for i in [1, 2] %}\n{{ i|twice }}\n{% endfor %}\n");

        await new Spacing().InstallAsync(
            new LocalTransport(), new RunOptions { ResourcePaths = [At("resources")], Config = new() { [typeof(Spaced)] = new() { ["root"] = At("host") } } }, Cancel);

        Assert.Equal("2\n4\n", Read("host/list"));
    }

    private string At(string path) => Path.Combine(_folder.FullName, path);

    private string Read(string path) => File.ReadAllText(At(path));

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private sealed class Nginx : Whiteprint
    {
        public override ConfigMap DefaultConfig => new() { ["workers"] = 2, ["server_name"] = "default.example", ["aliases"] = ConfigValue.ListOf([]), ["tls"] = new ConfigMap { ["port"] = 443, ["on"] = "tls" } };

        protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
        {
            var root = Config["root"].Text;
            if (Config["server_name"].Text == "alias.example")
            {
                await UploadTemplateAsync("nginx.conf", $"{root}/second.conf", cancellationToken);
                return;
            }
            await UploadTemplateAsync("nginx.conf", $"{root}/nginx.conf", cancellationToken);
            await UploadTemplateAsync("nginx.conf", $"{root}/nginx-override.conf", configOverride: new() { ["workers"] = 9 }, cancellationToken: cancellationToken);
            await UploadTemplateFromStringAsync("port {{ tls.port }} on {{ tls.on }}\n", $"{root}/nginx-text.conf", cancellationToken);
        }
    }

    private sealed class OnlyNginx : Whiteprint
    {
        public override string Name => "nginx";

        public override ConfigMap DefaultConfig => new() { ["workers"] = 2, ["server_name"] = "x", ["aliases"] = ConfigValue.ListOf([]) };

        protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken) =>
            await UploadTemplateAsync("nginx.conf", $"{Config["root"].Text}/nginx.conf", cancellationToken);
    }

    private sealed class Spaced : Whiteprint
    {
        protected override JinjaEnvironment TemplateEnvironment(ITemplateLoader loader) => new(new() { TrimBlocks = true, KeepTrailingNewline = true }, loader)
        {
            Filters = new Dictionary<string, TemplateFilter> { ["twice"] = (value, _) => int.Parse(value.ToString(), null) * 2 },
        };

        protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken) =>
            await UploadTemplateAsync("list", $"{Config["root"].Text}/list", cancellationToken);
    }

    private sealed class WebServer : SitePlan
    {
        public override IReadOnlyList<Step> Plan =>
            [Step.Of<Nginx>(new() { ["server_name"] = "step.example" }), Step.Of<Nginx>(alias: "second", config: new() { ["server_name"] = "second.example" })];
    }

    private sealed class OneTemplate : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<OnlyNginx>()];
    }

    private sealed class Spacing : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Spaced>()];
    }
}
