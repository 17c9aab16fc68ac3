using Marchitect.Testing;
using Marchitect.Tests.Targets;
using Xunit;

namespace Marchitect.Tests.House;

/// <summary>The samples do what they say, started as their readers would start them.</summary>
[Collection(DotnetCommands.Collection)]
public sealed class SampleSpecs : IAsyncLifetime
{
    /// <summary>What <c>jinja.cs</c> prints, as a program or published.</summary>
    internal const string JinjaOutput = """
        # 2 sites of Ann Lee

        1: server { listen 8080; server_name blog.example.org; }
        2: server { listen 80; server_name shop.example.org; }
        1267650600228229401496703205376 2.5 1.500 {"blog.example.org": null, "shop.example.org": 80}

        """;

    private readonly string _home = Directory.CreateTempSubdirectory("marchitect-samples-").FullName;
    private readonly Dictionary<string, string?> _environment = [];
    private ThrowAwaySshd _sshd = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "There is no sshd here: apt-get install openssh-server.");
        _sshd = await ThrowAwaySshd.StartAsync(new() { Environment = new Dictionary<string, string> { ["HOME"] = _home } }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Hello_writes_one_file_by_a_command_and_one_by_an_upload()
    {
        var run = await RunAsync("hello.cs", PlanArguments("install"));

        Assert.True(run.ExitStatus == 0, run.AllOutput + _sshd.Log);
        Assert.Contains("Accepted publickey", _sshd.Log, StringComparison.Ordinal);
        Assert.Equal("Hello from a command\n", await ReadAsync("hello-command.txt"));
        Assert.Equal("Hello from an upload\n", await ReadAsync("hello-upload.txt"));
    }

    [Fact]
    public async Task Pages_are_brought_found_valid_and_taken_away_again()
    {
        var install = await RunAsync("pages.cs", PlanArguments("install"));
        Assert.True(install.ExitStatus == 0, install.AllOutput + _sshd.Log);
        Assert.Equal("The team\n", await ReadAsync("pages", "title.txt"));
        Assert.Equal("Les pages\n", await ReadAsync("french", "title.txt"));
        Assert.Equal(Repository.Read("samples", "static_pages", "public", "about.html"), await ReadAsync("status", "public", "about.html"));

        var valid = await RunAsync("pages.cs", PlanArguments("validate"));
        Assert.True(valid.ExitStatus == 0, valid.AllOutput);
        File.Delete(Path.Combine(_home, "status", "public", "index.html"));
        var invalid = await RunAsync("pages.cs", PlanArguments("validate"));
        Assert.Equal(1, invalid.ExitStatus);
        Assert.Contains("status/public/index.html is missing", invalid.Stderr, StringComparison.Ordinal);

        var clean = await RunAsync("pages.cs", PlanArguments("clean"));
        Assert.True(clean.ExitStatus == 0, clean.AllOutput);
        Assert.False(Directory.Exists(Path.Combine(_home, "pages")));
    }

    [Fact]
    public async Task Nginx_renders_its_templates_with_the_config_of_plan_step_alias_and_call()
    {
        var run = await RunAsync("nginx.cs", PlanArguments("install"));

        Assert.True(run.ExitStatus == 0, run.AllOutput + _sshd.Log);
        var main = await ReadAsync("nginx", "nginx.conf");
        Assert.Contains("worker_processes 4;\n", main, StringComparison.Ordinal);
        Assert.Contains("        listen 443;\n        server_name shop.example.org;\n        ssl_certificate /etc/ssl/shop.pem;\n", main, StringComparison.Ordinal);
        Assert.EndsWith("}\n}\n", main, StringComparison.Ordinal);
        Assert.Contains("worker_processes 1;\n", await ReadAsync("nginx", "small.conf"), StringComparison.Ordinal);
        Assert.Equal("example.org\nshop.example.org\n", await ReadAsync("nginx", "names.txt"));
        Assert.Equal("status.example.org\n", await ReadAsync("status", "names.txt"));
    }

    [Fact]
    public async Task Fifty_is_made_in_two_round_trips_and_found_right_in_one()
    {
        var first = await RunAsync("fifty.cs", PlanArguments("install"));
        var second = await RunAsync("fifty.cs", PlanArguments("install"));

        Assert.True(first.ExitStatus == 0, first.AllOutput + _sshd.Log);
        Assert.EndsWith(", 2 round trips\n", first.Stdout, StringComparison.Ordinal);
        Assert.EndsWith(", 1 round trip\n", second.Stdout, StringComparison.Ordinal);
        Assert.Equal("limit-0 = 1000\nlimit-1 = 2000\nlimit-2 = 3000\nlimit-3 = 4000\nlimit-4 = 5000\n", await ReadAsync("fifty", "settings"));
        Assert.Equal("site-4", new FileInfo(Path.Combine(_home, "fifty", "current-4")).LinkTarget);
        Assert.Contains("server_name = host-29.example.org\n", await ReadAsync("fifty", "site-9", "host-29.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefab_of_ones_own_is_brought_about_and_taken_away()
    {
        var first = await RunAsync("own_prefab.cs", PlanArguments("install"));
        Assert.True(first.ExitStatus == 0, first.AllOutput + _sshd.Log);
        var config = await ReadAsync("code", ".git", "config");
        Assert.Contains("name = Ann Lee", config, StringComparison.Ordinal);
        Assert.Contains("abbrev = 12", config, StringComparison.Ordinal);

        var second = await RunAsync("own_prefab.cs", PlanArguments("install"));
        Assert.EndsWith(", 1 round trip\n", second.Stdout, StringComparison.Ordinal);

        var clean = await RunAsync("own_prefab.cs", PlanArguments("clean"));
        Assert.True(clean.ExitStatus == 0, clean.AllOutput);
        Assert.DoesNotContain("Ann Lee", await ReadAsync("code", ".git", "config"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_web_server_is_made_from_nothing_found_right_repaired_and_cleaned()
    {
        await using var machine = await ThrowAwayTarget.SystemdAsync(Cancel);
        string[] login = [$"root@{machine.Host}:{machine.Port}", "--identity", machine.KeyPath, "--known-hosts", machine.KnownHostsPath];

        // What is wrong with the config is told before the machine is reached, here all of it at once.
        var wrong = await RunAsync("web-server.cs", ["install", .. login, "--set", "greeter.prot=1", "--set", "sites.sites=[]"]);
        Assert.Equal(
            $"""
            the config has 2 problems; no machine was reached.

              {machine.Host}, step 3 'sites': sites must be a list of at least 1 item, and is an empty list (--set sites.sites)
              {machine.Host}, step 4 'greeter': prot is not a setting; did you mean port? (--set greeter.prot)

            """.ReplaceLineEndings("\n"),
            wrong.Stderr);
        Assert.Equal(2, wrong.ExitStatus);
        var untold = await RunAsync("web-server.cs", ["install", .. login]);
        Assert.Equal(
            $"""
            the config has a problem; no machine was reached.

              {machine.Host}, step 4 'greeter': token cannot be had: the environment variable GREETER_TOKEN, which is to hold a secret, is not set (web-server.toml:18)

            """.ReplaceLineEndings("\n"),
            untold.Stderr);
        Assert.Equal(2, untold.ExitStatus);

        _environment["GREETER_TOKEN"] = "canary-41";
        var install = await RunAsync("web-server.cs", ["install", .. login, "--verbose"]);
        Assert.True(install.ExitStatus == 0, install.AllOutput);
        Assert.DoesNotContain("canary-41", install.AllOutput, StringComparison.Ordinal);
        Assert.Equal("TOKEN=canary-41\n", await machine.InsideAsync(Cancel, "cat", "/srv/greeter/token.env"));
        Assert.Equal("<h1>example.org</h1>\nHello from example.org", await AskBothSitesAsync());
        Assert.Equal("active\nactive\n", await machine.InsideAsync(Cancel, "systemctl", "is-active", "nginx", "greeter"));
        Assert.Contains("passwordauthentication no", await machine.InsideAsync(Cancel, "sshd", "-T"), StringComparison.Ordinal);
        Assert.Equal("ann web\n", await machine.InsideAsync(Cancel, "id", "-Gn", "ann"));

        var valid = await RunAsync("web-server.cs", ["validate", .. login]);
        Assert.True(valid.ExitStatus == 0, valid.AllOutput);
        await machine.DoAsync("mark", Cancel, "right");
        var second = await RunAsync("web-server.cs", ["install", .. login]);
        Assert.EndsWith(", 1 round trip\n", second.Stdout, StringComparison.Ordinal);
        Assert.Contains("1 host: done, 24 unchanged,", second.Stdout, StringComparison.Ordinal);
        // The greeter may have written its log.
        await machine.DoAsync("diff", Cancel, "right");

        await machine.InsideAsync(
            Cancel, "sh", "-c",
            "echo broken >> /etc/nginx/sites-available/example.org; chmod 777 /srv/greeter; systemctl stop greeter; rm /etc/logrotate.d/greeter; usermod -s /bin/sh ann");
        var invalid = await RunAsync("web-server.cs", ["validate", .. login]);
        Assert.NotEqual(0, invalid.ExitStatus);
        Assert.Contains("folder /srv/greeter is not as wanted: permissions 0777 -> 0755.", invalid.Stderr, StringComparison.Ordinal);
        Assert.Contains("the greeter on port 8000 does not say 'Hello from example.org'.", invalid.Stderr, StringComparison.Ordinal);
        var repair = await RunAsync("web-server.cs", ["install", .. login]);
        Assert.Contains("1 host: done, 5 changed, 19 unchanged,", repair.Stdout, StringComparison.Ordinal);
        Assert.Equal("<h1>example.org</h1>\nHello from example.org", await AskBothSitesAsync());

        var clean = await RunAsync("web-server.cs", ["clean", .. login]);
        Assert.True(clean.ExitStatus == 0, clean.AllOutput);
        Assert.Equal("", await machine.InsideAsync(
            Cancel, "sh", "-c", "ls -A /srv/www /etc/nginx/sites-enabled/ | grep example; ls -d /srv/greeter /var/log/greeter /etc/systemd/system/greeter.service 2>/dev/null; getent passwd ann greeter; getent group web; find / -xdev -name '.marchitect*'; ls -A /var/lib/marchitect/owed"));

        Task<string> AskBothSitesAsync() => machine.InsideAsync(Cancel, "python3", "-c", """
            import urllib.request as u
            for url, host in (("http://127.0.0.1/", "example.org"), ("http://127.0.0.1:8080/", "hello.example.org")):
                print(u.build_opener(u.ProxyHandler({})).open(u.Request(url, headers={"Host": host})).read().decode(), end="")
            """);
    }

    [Fact]
    public async Task Retry_ends_with_the_first_success()
    {
        var run = await RunAsync("retry.cs", []);

        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.True(Directory.Exists(Path.Combine(_home, ".cache")));
    }

    [Fact]
    public async Task Jinja_renders_a_template_and_tells_where_another_is_wrong()
    {
        var run = await RunAsync("jinja.cs", []);

        Assert.Equal(JinjaOutput, run.Stdout);
        Assert.Contains("<template>:1:9: 'nmae' is undefined", run.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitStatus);
    }

    [Fact]
    public void Every_sample_is_run_by_a_spec_here()
    {
        var source = Repository.Read("tests", "Marchitect.Tests", "House", "SampleSpecs.cs");

        Repository.ExpectNone(Samples.Paths.Select(Path.GetFileName).Where(name => !source.Contains($"RunAsync(\"{name}\"", StringComparison.Ordinal))!);
    }

    [Fact]
    public async Task Oneoff_prints_what_its_commands_say()
    {
        // The key of a server that was never seen is not trusted, so the sample needs a known_hosts of its own home.
        Directory.CreateDirectory(Path.Combine(_home, ".ssh"));
        File.Copy(_sshd.KnownHostsPath, Path.Combine(_home, ".ssh", "known_hosts"));

        var run = await RunAsync("oneoff.cs", [ThrowAwaySshd.Address, _sshd.User, $"{_sshd.Port}", _sshd.ClientKeyPath]);

        Assert.True(run.ExitStatus == 0, run.AllOutput + _sshd.Log);
        Assert.Contains("load average", run.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("/\n", run.Stdout.Split("load average")[1].Split('\n')[1] + "\n", StringComparison.Ordinal);
    }

    private string[] PlanArguments(string command) =>
        [command, $"{_sshd.User}@{ThrowAwaySshd.Address}:{_sshd.Port}", "--identity", _sshd.ClientKeyPath, "--known-hosts", _sshd.KnownHostsPath];

    private Task<ProgramRun> RunAsync(string sample, string[] arguments) =>
        ProgramRun.StartAsync(
            Repository.PathOf("samples"), new Dictionary<string, string?>(DotnetCommands.WithHome(_home).Concat(_environment)), Cancel,
            ["dotnet", "run", "-c", Repository.Configuration, sample, "--", .. arguments]);

    private Task<string> ReadAsync(params string[] path) => File.ReadAllTextAsync(Path.Combine([_home, .. path]), Cancel);
}
