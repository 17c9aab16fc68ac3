#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;

return await SiteProgram.RunAsync<MyMachine>(args);

sealed class Hello : Whiteprint
{
    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode == Mode.Install)
        {
            await ExecAsync($"echo {"Hello from a command"} > ~/hello-command.txt", cancellationToken);
            await UploadAsync("Hello from an upload\n"u8.ToArray(), "~/hello-upload.txt", cancellationToken: cancellationToken);
        }
    }
}

sealed class MyMachine : SitePlan
{
    public override IReadOnlyList<Step> Plan => [Step.Of<Hello>()];
}
