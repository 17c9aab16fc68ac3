namespace Marchitect;

/// <summary>A private key that ssh_config names: used where it can be, else passed over and told, as <c>ssh</c> does.</summary>
internal sealed class IdentityFileCredential(string path) : SshCredential
{
    internal string Path { get; } = path;

    internal override void AddTo(SshLogin login) => new PrivateKeyFileCredential(Path, null).AddIfUsable(login);
}
