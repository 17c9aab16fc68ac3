#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;
using Marchitect.Prefabs;

return await SiteProgram.RunAsync<FiftySite>(args);

// Ten folders, thirty files from one template, five symbolic links and five lines in a file: two round trips, and one to see that all is right.
sealed class Fifty : Whiteprint
{
    protected override IEnumerable<Prefab> Head =>
    [
        new Folder("~/fifty", "0755"),
        .. Enumerable.Range(0, 10).Select(i => new Folder($"~/fifty/site-{i}", "0755")),
        .. Enumerable.Range(0, 30).Select(i => new FileFromPath("site.conf", $"~/fifty/site-{i / 3}/host-{i:00}.conf")
        {
            Permissions = "0644",
            ConfigOverride = new() { ["site"] = new ConfigMap { ["name"] = $"host-{i:00}", ["port"] = 8000 + i } },
        }),
        .. Enumerable.Range(0, 5).Select(i => new Symlink($"~/fifty/current-{i}", $"site-{i}")),
        .. Enumerable.Range(0, 5).Select(i => new LineInFile("~/fifty/settings", $"limit-{i} = {(i + 1) * 1000}")),
    ];
}

sealed class FiftySite : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<Fifty>()];
}
