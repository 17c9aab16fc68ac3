#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
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

// Who works on the machine, with their keys.
sealed class People : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["people"] = new ConfigMap() };

    protected override IEnumerable<Prefab> Head =>
    [
        new Group("web") { IsSystem = true, RemoveOnClean = true },
        .. Config["people"].Map.Entries.SelectMany(person => (Prefab[])
        [
            new User(person.Key) { Groups = ["web"], Shell = "/bin/bash", HasHome = true, RemoveOnClean = true, RemoveHome = true },
            new AuthorizedKey(person.Key, person.Value.Text),
        ]),
    ];
}

// nginx, a folder and a server block for each site. A package that brings files of its own is no reason for a second run.
sealed class Sites : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["sites"] = ConfigValue.ListOf([]) };

    protected override IEnumerable<Prefab> Head =>
    [
        new Apt("nginx-light") { WithoutRecommends = true, RemoveOnClean = true },
        new Symlink("/etc/nginx/sites-enabled/default", "../sites-available/default") { IsAbsent = true, KeepOnClean = true },
        .. Config["sites"].List.SelectMany(site => (Prefab[])
        [
            new Folder($"/srv/www/{site["name"].Text}", "2755", Group: "web"),
            new FileFromString("<h1>{{ site.name }}</h1>\n", $"/srv/www/{site["name"].Text}/index.html") { ConfigOverride = new() { ["site"] = site } },
            new FileFromPath("site.conf", $"/etc/nginx/sites-available/{site["name"].Text}")
            {
                ConfigOverride = new() { ["site"] = site },
                Notify = [Service.Reload("nginx")],
            },
            new Symlink($"/etc/nginx/sites-enabled/{site["name"].Text}", $"../sites-available/{site["name"].Text}") { Notify = [Service.Reload("nginx")] },
        ]),
        new Service("nginx"),
    ];
}

// A Python program in a virtual environment, run by systemd, with a log that is rotated.
sealed class Greeter : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["port"] = 8000, ["greeting"] = "Hello" };

    protected override IEnumerable<Prefab> Head =>
    [
        new Apt("python3-venv", "logrotate") { WithoutRecommends = true },
        new User("greeter") { IsSystem = true, Home = "/srv/greeter", HasHome = false, Shell = "/usr/sbin/nologin", RemoveOnClean = true },
        new Folder("/srv/greeter", "0755") { RemoveOnClean = FolderRemoval.WithContent },
        new Command($"python3 -m venv /srv/greeter/venv") { Creates = "/srv/greeter/venv/bin/python" },
        new FileFromPath("greeter.py", "/srv/greeter/greeter.py") { IsTemplate = false, Permissions = "0644", Notify = [Service.Restart("greeter")] },
        new Folder("/var/log/greeter", "0750", "greeter", "adm") { RemoveOnClean = FolderRemoval.WithContent },
        new FileFromPath("logrotate.conf", "/etc/logrotate.d/greeter") { Permissions = "0644", Check = "logrotate -d %s" },
        SystemdUnit.FromPath("greeter.service", "greeter.service") with { IsVerified = true },
    ];

    protected override async Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode is not (Mode.Install or Mode.Update))
            return null;
        var port = Config["port"].Integer;
        var script = "import sys, urllib.request as u; print(u.urlopen('http://127.0.0.1:%s/' % sys.argv[1], timeout=5).read().decode())";
        var answer = await QueryAsync($"/srv/greeter/venv/bin/python -c {script} {port}", new() { ErrorOk = true }, cancellationToken);
        return answer.Stdout.Trimmed == Config["greeting"].Text ? null : $"the greeter on port {port} does not say '{Config["greeting"].Text}'.";
    }
}

sealed class WebServer : SitePlan
{
    public override IReadOnlyList<Step> Plan =>
    [
        Step.Of<HardenedSsh>(),
        Step.Of<People>(new()
        {
            ["people"] = new ConfigMap { ["ann"] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1DCWPOIxrdBcN2YbBqGqzd5kNZcQXWzdsPVKNZpxyI ann@example.org" },
        }),
        Step.Of<Sites>(new()
        {
            ["sites"] = ConfigValue.ListOf(
            [
                new ConfigMap { ["name"] = "example.org" },
                new ConfigMap { ["name"] = "hello.example.org", ["port"] = 8080, ["backend"] = 8000 },
            ]),
        }),
        Step.Of<Greeter>(new() { ["greeting"] = "Hello from example.org" }),
    ];
}
