#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;
using static Marchitect.ConfigSchema;

return await SiteProgram.RunAsync<WebServers>(args);

sealed class Nginx : Whiteprint
{
    public override ConfigMap DefaultConfig => new()
    {
        ["folder"] = "nginx",
        ["workers"] = 2,
        ["root"] = "/srv/www",
        ["sites"] = ConfigValue.ListOf([]),
    };

    // Its config is a tree, which the template reads; what the tree may hold is said here.
    public override ConfigSchema Schema => new MapSchema
    {
        ["folder"] = Text,
        ["workers"] = Integer.Between(1, 64),
        ["root"] = Text.Matching("^/").Where(root => root.Text != "/", "must be a folder of its own"),
        ["sites"] = ListOf(new MapSchema
        {
            ["name"] = Text.Matching("^[a-z0-9.-]+$"),
            ["port"] = AnyOf(OneOf("http", "https").Convert(name => name.Text == "http" ? 80 : 443), Integer.Between(1, 65535)).Optional(),
            ["aliases"] = ListOf(Text).Optional(),
            ["tls"] = new MapSchema { ["certificate"] = Text }.Optional(),
        }),
    };

    private string Folder => $"{Target.Home}/{Config["folder"].Text}";

    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode is Mode.Install or Mode.Update)
        {
            await ExecAsync($"mkdir -p -- {Folder}", cancellationToken);
            await UploadTemplateAsync("nginx.conf", $"{Folder}/nginx.conf", new() { Permissions = "0644" }, cancellationToken: cancellationToken);
            await UploadTemplateAsync(
                "nginx.conf", $"{Folder}/small.conf", configOverride: new() { ["workers"] = 1 }, cancellationToken: cancellationToken);
            await UploadTemplateFromStringAsync("{{ sites | map(attribute='name') | join('\n') }}\n", $"{Folder}/names.txt", cancellationToken);
        }
    }
}

sealed class WebServers : SitePlan
{
    public override SiteConfig DefaultConfig => new() { [typeof(Nginx)] = new() { ["workers"] = 4 } };

    public override IReadOnlyList<Step> Plan =>
    [
        Step.Of<Nginx>(new()
        {
            ["sites"] = ConfigValue.ListOf(
            [
                new ConfigMap { ["name"] = "example.org", ["aliases"] = ConfigValue.ListOf(["www.example.org"]) },
                new ConfigMap { ["name"] = "shop.example.org", ["port"] = 443, ["tls"] = new ConfigMap { ["certificate"] = "/etc/ssl/shop.pem" } },
            ]),
        }),
        Step.Of<Nginx>(alias: "status", config: new()
        {
            ["folder"] = "status",
            ["sites"] = ConfigValue.ListOf([new ConfigMap { ["name"] = "status.example.org" }]),
        }),
    ];
}
