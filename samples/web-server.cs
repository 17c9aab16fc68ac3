#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using System.ComponentModel.DataAnnotations;
using Marchitect;
using Marchitect.Prefabs;

return await SiteProgram.RunAsync<WebServer>(args);

// Nobody logs in with a password, and root only with a key. The file is checked by sshd itself before it is put in its place.
sealed class HardenedSsh : Whiteprint
{
    protected override IEnumerable<Prefab> Head =>
    [
        new FileFromPath("hardening.conf", "/etc/ssh/sshd_config.d/10-hardening.conf")
        {
            Permissions = "0600",
            Check = "sshd -t -f %s",
            Notify = [Service.Reload("ssh")],
        },
    ];
}

// Who works on the machine, with their keys. Null in a layer above takes a person away again.
sealed record PeopleConfig
{
    /// <summary>Public keys by user name.</summary>
    [NullRemoves]
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();
}

sealed class People : Whiteprint<PeopleConfig>
{
    protected override IEnumerable<Prefab> Head =>
    [
        new Group("web") { IsSystem = true, RemoveOnClean = true },
        .. Config.Keys.SelectMany(person => (Prefab[])
        [
            new User(person.Key) { Groups = ["web"], Shell = "/bin/bash", HasHome = true, RemoveOnClean = true, RemoveHome = true },
            new AuthorizedKey(person.Key, person.Value),
        ]),
    ];
}

sealed record Site
{
    /// <summary>The name that people ask for, e.g. www.example.org.</summary>
    [RegularExpression("[a-z0-9.-]+")]
    public required string Name { get; init; }

    /// <summary>The port it is served on.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 80;

    /// <summary>The port of the program that answers; without one the site is a folder of files.</summary>
    [Range(1, 65535)]
    public int? Backend { get; init; }
}

sealed record SitesConfig : IValidatableObject
{
    /// <summary>What nginx serves.</summary>
    [Count(1)]
    public required IReadOnlyList<Site> Sites { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context) =>
        Sites.DistinctBy(site => site.Name).Count() < Sites.Count ? [new("has two sites of one name", [nameof(Sites)])] : [];
}

// nginx, a folder and a server block for each site. A package that brings files of its own is no reason for a second run.
sealed class Sites : Whiteprint<SitesConfig>
{
    protected override IEnumerable<Prefab> Head =>
    [
        new Apt("nginx-light") { WithoutRecommends = true, RemoveOnClean = true },
        new Symlink("/etc/nginx/sites-enabled/default", "../sites-available/default") { IsAbsent = true, KeepOnClean = true },
        .. Config.Sites.SelectMany(site => (Prefab[])
        [
            new Folder($"/srv/www/{site.Name}", "2755", Group: "web"),
            new FileFromString("<h1>{{ site.name }}</h1>\n", $"/srv/www/{site.Name}/index.html") { ConfigOverride = new() { ["site"] = ConfigMap.From(site) } },
            new FileFromPath("site.conf", $"/etc/nginx/sites-available/{site.Name}")
            {
                ConfigOverride = new() { ["site"] = ConfigMap.From(site) },
                Notify = [Service.Reload("nginx")],
            },
            new Symlink($"/etc/nginx/sites-enabled/{site.Name}", $"../sites-available/{site.Name}") { Notify = [Service.Reload("nginx")] },
        ]),
        new Service("nginx"),
    ];
}

sealed record GreeterConfig
{
    /// <summary>The port it listens on, on this machine only.</summary>
    [Range(1024, 65535)]
    public int Port { get; init; } = 8000;

    /// <summary>What it says to everybody.</summary>
    public string Greeting { get; init; } = "Hello";

    /// <summary>Whoever knows it is told how often it was asked.</summary>
    public required Secret Token { get; init; }
}

// A Python program in a virtual environment, run by systemd, with a log that is rotated.
sealed class Greeter : Whiteprint<GreeterConfig>
{
    protected override IEnumerable<Prefab> Head =>
    [
        new Apt("python3-venv", "logrotate") { WithoutRecommends = true },
        new User("greeter") { IsSystem = true, Home = "/srv/greeter", HasHome = false, Shell = "/usr/sbin/nologin", RemoveOnClean = true },
        new Folder("/srv/greeter", "0755") { RemoveOnClean = FolderRemoval.WithContent },
        new Command($"python3 -m venv /srv/greeter/venv") { Creates = "/srv/greeter/venv/bin/python" },
        new FileFromPath("greeter.py", "/srv/greeter/greeter.py") { IsTemplate = false, Permissions = "0644", Notify = [Service.Restart("greeter")] },
        new FileFromString("TOKEN={{ token }}\n", "/srv/greeter/token.env") { Permissions = "0600", Notify = [Service.Restart("greeter")] },
        new Folder("/var/log/greeter", "0750", "greeter", "adm") { RemoveOnClean = FolderRemoval.WithContent },
        new FileFromPath("logrotate.conf", "/etc/logrotate.d/greeter") { Permissions = "0644", Check = "logrotate -d %s" },
        SystemdUnit.FromPath("greeter.service", "greeter.service") with { IsVerified = true },
    ];

    protected override async Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode is not (Mode.Install or Mode.Update))
            return null;
        var script = "import sys, urllib.request as u; print(u.urlopen('http://127.0.0.1:%s/' % sys.argv[1], timeout=5).read().decode())";
        var answer = await QueryAsync($"/srv/greeter/venv/bin/python -c {script} {Config.Port}", new() { ErrorOk = true }, cancellationToken);
        return answer.Stdout.Trimmed == Config.Greeting ? null : $"the greeter on port {Config.Port} does not say '{Config.Greeting}'.";
    }
}

// What is set for them stands in web-server.toml, beside this file.
sealed class WebServer : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<HardenedSsh>(), Step.Of<People>(), Step.Of<Sites>(), Step.Of<Greeter>()];
}
