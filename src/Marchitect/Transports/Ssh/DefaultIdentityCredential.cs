namespace Marchitect;

internal sealed class DefaultIdentityCredential(string? folder) : SshCredential
{
    private static readonly string[] Names = ["id_ed25519", "id_ecdsa", "id_rsa"];

    internal override void AddTo(SshLogin login)
    {
        var home = folder ?? Path.Join(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".ssh");
        var paths = Names.Select(name => Path.Join(home, name)).Where(File.Exists).ToList();
        if (paths.Count == 0)
            login.Note($"no identity file in {home} ({string.Join(", ", Names)})");
        foreach (var path in paths)
            new PrivateKeyFileCredential(path, null).AddIfUsable(login);
    }
}
