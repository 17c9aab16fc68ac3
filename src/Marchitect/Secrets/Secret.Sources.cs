namespace Marchitect;

public sealed partial class Secret
{
    /// <summary>The content of a file of this machine, without one last line end: a private key keeps its lines.</summary>
    /// <param name="path">
    /// Its path; a leading <c>~/</c> is the home, and a relative one begins at the current folder. Text in UTF-8, not empty, at most 1 MiB.
    /// </param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static Secret FromFile(string path) => new(new SecretFromFile(Given(path, nameof(path))));

    /// <summary>The value of an environment variable of this program. One that is not set, or empty, is an error when the run begins.</summary>
    /// <param name="name">Its name, e.g. <c>DB_PASSWORD</c>.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">The name is empty, or holds an equals sign.</exception>
    public static Secret FromEnvironment(string name) => Given(name, nameof(name)).Contains('=', StringComparison.Ordinal)
        ? throw new ArgumentException($"'{name}' is no name of an environment variable: it holds an equals sign.", nameof(name))
        : new(new SecretFromEnvironment(name));

    /// <summary>
    /// What a person answers, once a run, without showing it: see <see cref="SecretResolver.Ask"/>. Equal questions are asked once. No answer, an
    /// empty one and nobody to ask are errors.
    /// </summary>
    /// <param name="question">The question, e.g. <c>Password of the database</c>; a colon is added where it ends with a letter.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">The question is empty.</exception>
    public static Secret FromPrompt(string question) => new(new SecretFromPrompt(Given(question, nameof(question))));

    /// <summary>
    /// What a program of this machine writes on stdout, without one last line end: <c>Secret.FromCommand("pass", "show", "db")</c>. No shell is in
    /// between. It reads nothing on stdin; an exit status other than 0, no output, more than 1 MiB of it and more than 60 s are errors, which
    /// show the end of its stderr.
    /// </summary>
    /// <param name="program">A name to look up in <c>PATH</c>, or a path; a leading <c>~/</c> is the home.</param>
    /// <param name="arguments">Its arguments. Other users of this machine can see them while it runs.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">The program is empty, an argument null, or one holds a NUL character.</exception>
    public static Secret FromCommand(string program, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (var argument in arguments)
        {
            if (argument is null || argument.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"An argument of '{program}' is null, or holds a NUL character.", nameof(arguments));
        }
        return new(new SecretFromCommand(Given(program, nameof(program)), [.. arguments]));
    }

    /// <summary>
    /// A text from a file that <c>ansible-vault</c> has encrypted (format 1.1 or 1.2), or from a YAML file in which single values are
    /// (<c>!vault</c>, as <c>ansible-vault encrypt_string</c> writes them). The password: see <see cref="SecretResolver.VaultPasswordFile"/>.
    /// </summary>
    /// <param name="file">Its path on this machine; a leading <c>~/</c> is the home. At most 1 MiB.</param>
    /// <param name="key">
    /// The keys of the value, dots in between, an item of a list by its position from 0, e.g. <c>db.users.0.password</c>. Null is the whole
    /// decrypted text without one last line end.
    /// </param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">The path or the key is empty.</exception>
    public static Secret FromAnsibleVault(string file, string? key = null) =>
        new(new SecretFromAnsibleVault(Given(file, nameof(file)), key is null ? null : Given(key, nameof(key))));

    /// <summary>
    /// A value of an encrypted file that the command <c>secret set FILE NAME</c> made. The password: see <see cref="SecretResolver.VaultPasswordFile"/>.
    /// </summary>
    /// <param name="file">Its path on this machine; a leading <c>~/</c> is the home.</param>
    /// <param name="name">The name of the value.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the name is no name.</exception>
    public static Secret FromStore(string file, string name) => StoreText.WhyNoName(Given(name, nameof(name))) is { } why
        ? throw new ArgumentException($"'{name}' is no name of a secret: {why}.", nameof(name))
        : new(new SecretFromStore(Given(file, nameof(file)), name));

    // What is wrong is told where it is written, not when a run begins.
    private static string Given(string value, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return value.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("It holds a NUL character.", parameter) : value;
    }
}
