namespace Marchitect;

/// <summary>A value of an Ansible vault, or the vault's whole text.</summary>
internal sealed record SecretFromAnsibleVault(string File, string? Key) : SecretOrigin
{
    public override string Words => Key is null ? $"vault {File}" : $"'{Key}' of vault {File}";

    public override async ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken)
    {
        Task<VaultPassword> PasswordAsync() => VaultPasswords.OfAsync(resolver, File, isAnsible: true, cancellationToken);

        var content = await resolver.OnceAsync(
            new Content(File), token => SecretFiles.ReadTextAsync(File, "the vault", token), cancellationToken).ConfigureAwait(false);
        var isVault = AnsibleVault.IsVault(content);
        if (isVault)
        {
            content = await resolver.OnceAsync(
                new Decrypted(File), async _ => AnsibleVault.Decrypt(content, await PasswordAsync().ConfigureAwait(false), File), cancellationToken).ConfigureAwait(false);
        }
        else if (Key is null)
        {
            throw new SecretException(
                $"{File} is no Ansible vault: its first line does not begin with $ANSIBLE_VAULT.", "Where single values in it are encrypted, name the key of one.");
        }
        if (Key is null)
            return SecretText.WithoutLineEnd(content) is { Length: > 0 } text ? text : throw new SecretException($"the vault {File} is empty.");

        var value = VaultYaml.Read(content, File, isVault).Find(Key, File);
        if (value.IsEncrypted)
            return AnsibleVault.Decrypt(value.Text!, await PasswordAsync().ConfigureAwait(false), $"'{Key}' in {File}:{value.Line}");
        return isVault ? value.Text! : throw new SecretException(
            $"'{Key}' in {File}:{value.Line} is not encrypted.",
            "Encrypt it with ansible-vault encrypt_string, the whole file with ansible-vault encrypt, or take it as plain config.");
    }

    private sealed record Content(string File);

    private sealed record Decrypted(string File);
}
