namespace Marchitect;

/// <summary>Finds the passwords of encrypted files.</summary>
internal static class VaultPasswords
{
    /// <summary>The environment variable that names the password file.</summary>
    public const string Variable = "MARCHITECT_VAULT_PASSWORD_FILE";

    /// <summary>Ansible's own, which counts for its vaults.</summary>
    public const string AnsibleVariable = "ANSIBLE_VAULT_PASSWORD_FILE";

    /// <summary>The password of an encrypted file: from the password file, else asked for once.</summary>
    /// <param name="resolver">Whoever fetches secrets.</param>
    /// <param name="file">The encrypted file, as the user wrote it.</param>
    /// <param name="isAnsible">Whether it is a vault of Ansible.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SecretException">There is none to be had.</exception>
    public static Task<VaultPassword> OfAsync(SecretResolver resolver, string file, bool isAnsible, CancellationToken cancellationToken) =>
        FromFileAsync(resolver, isAnsible, cancellationToken)
        ?? resolver.OnceAsync(new Asked(file), token => AskAsync(resolver, file, isAnsible, token), cancellationToken);

    /// <summary>The password that the password file tells, or null where none was named.</summary>
    public static Task<VaultPassword>? FromFileAsync(SecretResolver resolver, bool isAnsible, CancellationToken cancellationToken) =>
        PasswordFile(resolver.VaultPasswordFile, isAnsible) is var (path, from)
            ? resolver.OnceAsync(new FromFile(path), token => ReadAsync(path, from, token), cancellationToken)
            : null;

    /// <summary>The password that a file tells.</summary>
    /// <param name="path">The file; one that may be executed is run.</param>
    /// <param name="from">Who named the file, in words to stand behind it, or empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SecretException">It tells none.</exception>
    public static async Task<VaultPassword> ReadAsync(string path, string from, CancellationToken cancellationToken)
    {
        var real = Path.GetFullPath(SecretFiles.PathOf(path));
        // Ansible takes line ends from what a program writes, and all white space from what stands in a file.
        var password = IsProgram(real)
            ? (await SecretProgram.ReadAsync(real, [], SecretProgram.TimeLimit, cancellationToken).ConfigureAwait(false)).Trim('\r', '\n')
            : (await SecretFiles.ReadTextAsync(path, "the password file", cancellationToken).ConfigureAwait(false)).Trim();
        return password.Length > 0
            ? new(password, $"the file {path}{from}")
            : throw new SecretException($"the password file {path}{from} holds no password.");
    }

    private static (string Path, string From)? PasswordFile(string? given, bool isAnsible) => given is not null ? (given, "")
        : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? (own, $" ({Variable})")
        : isAnsible && Environment.GetEnvironmentVariable(AnsibleVariable) is { Length: > 0 } theirs ? (theirs, $" ({AnsibleVariable})")
        : null;

    private static async Task<VaultPassword> AskAsync(SecretResolver resolver, string file, bool isAnsible, CancellationToken cancellationToken)
    {
        var remedy = $"Give the password of {file} by a file: --vault-password-file, or the environment variable {Variable}{(isAnsible ? $" or {AnsibleVariable}" : "")}.";
        var answer = await resolver.AskAsync($"Password of {file}: ", remedy, cancellationToken).ConfigureAwait(false);
        return answer?.Trim() is { Length: > 0 } password
            ? new(password, "what was typed")
            : throw new SecretException($"no password of {file} was given.", remedy);
    }

    private static bool IsProgram(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private sealed record FromFile(string Path);

    private sealed record Asked(string File);
}
