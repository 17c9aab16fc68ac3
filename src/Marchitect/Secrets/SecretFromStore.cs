namespace Marchitect;

/// <summary>A value of a file of secrets, which is opened once, for its key is slow to derive.</summary>
internal sealed record SecretFromStore(string File, string Name) : SecretOrigin
{
    public override string Words => $"'{Name}' of {File}";

    public override async ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken)
    {
        var store = await resolver.OnceAsync(
            new Opened(File),
            async token => SecretStore.Open(File, await VaultPasswords.OfAsync(resolver, File, isAnsible: false, token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        return store.Get(Name);
    }

    private sealed record Opened(string File);
}
