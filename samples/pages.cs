#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;

return await SiteProgram.RunAsync<TeamSite>(args);

sealed class StaticPages : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["folder"] = "pages", ["title"] = "Pages" };

    private string Folder => $"{Target.Home}/{Config["folder"].Text}";

    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode is Mode.Install or Mode.Update)
        {
            await ExecAsync($"mkdir -p -- {Folder}/public", cancellationToken);
            await ExecAsync($"printf '%s\n' {Config["title"].Text} > {Folder}/title.txt", cancellationToken);
            await UploadTreeAsync("public", $"{Folder}/public", new() { DeleteOthers = true }, cancellationToken);
        }
        else if (mode is Mode.Clean)
        {
            await ExecAsync($"rm -rf -- {Folder}", cancellationToken);
        }
    }

    protected override async Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken)
    {
        var index = await QueryAsync($"test -s {Folder}/public/index.html", new() { ErrorOk = true }, cancellationToken);
        return mode switch
        {
            Mode.Install or Mode.Update when !index.IsSuccess => $"{Folder}/public/index.html is missing or empty.",
            Mode.Clean when index.IsSuccess => $"{Folder} is still there.",
            _ => null,
        };
    }
}

sealed class TwoLanguages : Whiteprint
{
    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        await ExecuteAsync<StaticPages>(mode, new() { ["folder"] = "english" }, cancellationToken);
        await ExecuteAsync<StaticPages>(mode, new() { ["folder"] = "french", ["title"] = "Les pages" }, cancellationToken);
    }

    protected override async Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken) =>
        await ValidateAsync<StaticPages>(mode, new() { ["folder"] = "english" }, cancellationToken) ??
        await ValidateAsync<StaticPages>(mode, new() { ["folder"] = "french" }, cancellationToken);
}

sealed class TeamSite : SitePlan
{
    public override IReadOnlyList<Step> Plan =>
    [
        Step.Of<StaticPages>(new() { ["title"] = "The team" }),
        Step.Of<StaticPages>(alias: "status", config: new() { ["folder"] = "status" }),
        Step.Of<TwoLanguages>(),
    ];
}
