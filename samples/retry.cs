#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;

const int attempts = 3;
for (var attempt = 1; ; attempt++)
{
    var report = await new Cache().InstallAsync(new LocalTransport(), new() { ErrorOk = true });
    if (report.IsSuccess)
        return 0;

    Console.Error.WriteLine(report.Error?.Message);
    if (attempt == attempts || report.Error is not (UnreachableException or ConnectionLostException))
        return 1;
    await Task.Delay(TimeSpan.FromSeconds(10 * attempt));
}

sealed class CacheFolder : Whiteprint
{
    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode is Mode.Install or Mode.Update)
            await ExecAsync($"mkdir -p -- {Target.Home}/.cache", cancellationToken);
    }
}

sealed class Cache : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<CacheFolder>()];
}
