#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;

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
