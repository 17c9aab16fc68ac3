namespace Marchitect;

/// <summary>The content of a file.</summary>
internal sealed record SecretFromFile(string Path) : SecretOrigin
{
    public override string Words => $"file {Path}";

    public override async ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken) =>
        await SecretFiles.ReadTextAsync(Path, "the secret file", cancellationToken).ConfigureAwait(false);
}
