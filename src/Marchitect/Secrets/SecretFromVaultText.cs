namespace Marchitect;

/// <summary>A value that stands encrypted in a YAML file, as <c>ansible-vault encrypt_string</c> writes it.</summary>
internal sealed record SecretFromVaultText(string File, int Line, string Text) : SecretOrigin
{
    public override string Words => $"an encrypted value in {File}:{Line}";

    public override async ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken) => AnsibleVault.Decrypt(
        Text, await VaultPasswords.OfAsync(resolver, File, isAnsible: true, cancellationToken).ConfigureAwait(false), $"the value in {File}:{Line}");
}
