using Marchitect.Prefabs;

namespace Marchitect.TestSite;

/// <summary>Files under a folder that a test names by the environment, and a command after them.</summary>
internal sealed class Files : Whiteprint
{
    public override ConfigMap DefaultConfig => new() { ["text"] = Environment.GetEnvironmentVariable("TEXT") ?? "one\ntwo\n" };

    private static string Root => Environment.GetEnvironmentVariable("ROOT") ?? throw new InvalidOperationException("ROOT is not set.");

    protected override IEnumerable<Prefab> Head =>
    [
        new Folder($"{Root}/app", "0750"),
        new FileFromString(Config["text"].Text, $"{Root}/app/motd") { Permissions = "0644" },
        new FileFromString(Environment.GetEnvironmentVariable("SECRET") ?? "hunter2-canary\n", $"{Root}/app/secret") { Permissions = "0600", IsSecret = true },
        new LineInFile($"{Root}/hosts", "10.0.0.1 db"),
    ];

    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode is Mode.Install)
            await ExecAsync($"echo reloaded >> {Root}/log", cancellationToken);
    }
}
