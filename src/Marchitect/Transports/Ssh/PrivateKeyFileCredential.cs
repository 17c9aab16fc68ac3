using Renci.SshNet;
using Renci.SshNet.Common;

namespace Marchitect;

internal sealed class PrivateKeyFileCredential : SshCredential
{
    private readonly string _path;
    private readonly string? _passphrase;

    public PrivateKeyFileCredential(string path, string? passphrase)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), path[2..])
            : path;
        _passphrase = passphrase;
    }

    internal override void AddTo(SshLogin login)
    {
        if (Directory.Exists(_path))
            throw new MarchitectException($"{_path} is a folder, not a private key.", "Name the file of the key.");
        if (!File.Exists(_path))
            throw new MarchitectException($"there is no private key {_path}.", "Check the path; ssh-keygen -t ed25519 makes a key.");
        try
        {
            var file = new PrivateKeyFile(_path, _passphrase);
            login.Keep(file);
            AddTo(login, file);
        }
        catch (SshPassPhraseNullOrEmptyException cause)
        {
            throw new MarchitectException(
                $"the private key {_path} needs a passphrase.", "Give its passphrase, or load it into an agent with ssh-add.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new MarchitectException($"the private key {_path} cannot be read: {cause.Message}", "Run as the user whose key it is.", cause);
        }
        // SSH.NET and the cryptography below it tell a wrong passphrase and a broken file by whatever exception they stumble over.
        catch (Exception cause) when (cause is not MarchitectException)
        {
            throw _passphrase is null
                ? new MarchitectException($"{_path} is no private key that can be used: {cause.Message}", Path.GetExtension(_path) == ".pub"
                    ? "This looks like the public half; name the file without .pub."
                    : "OpenSSH's format, PEM and PuTTY's are understood, with RSA, ECDSA or Ed25519 keys.", cause)
                : new MarchitectException($"the private key {_path} cannot be opened with this passphrase.", "ssh-keygen -y -f tells whether a passphrase fits.", cause);
        }
    }

    /// <summary>Adds the key where it can be used without a word from anybody, else a note about why not.</summary>
    internal void AddIfUsable(SshLogin login)
    {
        try
        {
            AddTo(login);
        }
        catch (MarchitectException unusable)
        {
            login.Note($"{_path}: passed over, {unusable.What}");
        }
    }

    private void AddTo(SshLogin login, PrivateKeyFile file)
    {
        var algorithms = file.HostKeyAlgorithms;
        // An RSA key can sign in three ways. rsa-sha2-256 is the one that OpenSSH and dropbear both take; asking for each in turn would
        // cost a round trip and one of the server's few attempts (MaxAuthTries) each.
        var algorithm = algorithms.FirstOrDefault(a => a.Name == "rsa-sha2-256") ?? algorithms.First();
        login.Add(new KeyAttempt(login, [new SingleKey(algorithm)], $"key {_path}"));
    }
}
