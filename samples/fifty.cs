#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;
using Marchitect.Prefabs;

return await SiteProgram.RunAsync<FiftySite>(args);

/// <summary>Fifty pieces of state: ten folders, thirty templated files of about 200 bytes, five links, five lines in a file.</summary>
sealed class Fifty : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["folder"] = "fifty", ["domain"] = "example.org", ["workers"] = 4 };

    private string Folder => $"{Target.Home}/{Config["folder"].Text}";

    protected override IEnumerable<Prefab> Head =>
    [
        .. Enumerable.Range(0, 10).Select(i => new Folder($"{Folder}/app{i}", "0755")),
        .. Enumerable.Range(0, 30).Select(i => new FileFromPath("app.conf", $"{Folder}/app{i % 10}/part{i / 10}.conf")
        {
            Permissions = "0644",
            ConfigOverride = new() { ["app"] = i % 10, ["part"] = i / 10 },
        }),
        .. Enumerable.Range(0, 5).Select(i => new Symlink($"{Folder}/app{i}/current.conf", "part0.conf")),
        .. Enumerable.Range(0, 5).Select(i => new LineInFile($"{Folder}/app9/hosts", $"10.0.0.{i} app{i}.{Config["domain"].Text}")),
    ];
}

sealed class FiftySite : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<Fifty>()];
}
