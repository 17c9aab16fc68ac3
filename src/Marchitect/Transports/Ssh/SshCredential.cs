namespace Marchitect;

/// <summary>A way to log in over SSH.</summary>
public abstract class SshCredential
{
    private protected SshCredential()
    {
    }

    /// <summary>
    /// A password. It is sent once: as such, or where the server does not take it so, as the answer to the one question of its dialog
    /// (keyboard-interactive). A refused one is never sent again, since many hosts count wrong passwords.
    /// </summary>
    /// <param name="text">The password.</param>
    /// <returns>The credential.</returns>
    public static SshCredential Password(string text) => new PasswordCredential(text);

    /// <summary>A private key in a file: OpenSSH's format, PEM (PKCS #1, PKCS #8, SEC 1) or PuTTY's; RSA, ECDSA or Ed25519.</summary>
    /// <param name="path">Path on this machine; a leading <c>~/</c> is the home of the user we run as.</param>
    /// <param name="passphrase">Its passphrase, or null for none.</param>
    /// <returns>The credential. The file is read when connecting, and an unreadable one ends that with an error.</returns>
    public static SshCredential PrivateKeyFile(string path, string? passphrase = null) => new PrivateKeyFileCredential(path, passphrase);

    /// <summary>The keys of an SSH agent. One that is not there, is silent or has no keys is passed over; the error of a refused login tells it.</summary>
    /// <param name="socket">Path of its Unix socket, or null for the one that <c>SSH_AUTH_SOCK</c> names.</param>
    /// <returns>The credential.</returns>
    public static SshCredential Agent(string? socket = null) => new AgentCredential(socket);

    /// <summary>
    /// <c>~/.ssh/id_ed25519</c>, <c>~/.ssh/id_ecdsa</c> and <c>~/.ssh/id_rsa</c>, those that are there. One that needs a passphrase is
    /// passed over; the error of a refused login tells it.
    /// </summary>
    /// <param name="folder">The folder to look in, or null for <c>~/.ssh</c>.</param>
    /// <returns>The credential.</returns>
    public static SshCredential DefaultIdentityFiles(string? folder = null) => new DefaultIdentityCredential(folder);

    /// <summary>Adds what this credential can be tried by.</summary>
    /// <exception cref="MarchitectException">It was asked for by name and cannot be used.</exception>
    internal abstract void AddTo(SshLogin login);
}
