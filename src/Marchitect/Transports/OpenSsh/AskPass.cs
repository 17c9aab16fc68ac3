namespace Marchitect;

/// <summary>
/// Answers the questions of one <c>ssh</c> process: its password prompt and that for the passphrase of one key, each once. A secret
/// waits in a FIFO that only we may open, so it is in no argument list, in no environment and on no disk.
/// </summary>
/// <remarks>
/// <para>
/// <c>ssh</c> runs the program in <c>SSH_ASKPASS</c> with the prompt as argument and reads the answer from its stdout. Ours is a script
/// beside the FIFOs. It answers only the <c>ssh</c> that we started, known by its process id: the one that this starts for a
/// jump host inherits the environment, and the password is not for that host.
/// </para>
/// <para>
/// A second question for the same secret means that the first answer was wrong. An askpass cannot say no: <c>ssh</c> takes a failure
/// for an empty password and sends that. So the script ends the <c>ssh</c> that asks.
/// </para>
/// </remarks>
internal sealed class AskPass : IDisposable
{
    private const string Script = """
        #!/bin/sh
        d=${0%/*}
        [ "$SSH_ASKPASS_PROMPT" = none ] && exit 0
        case $1 in
        "Enter passphrase for key '"*) s=passphrase; [ -p "$d/passphrase" ] && case $1 in "Enter passphrase for key '$(cat "$d/key")"*) ;; *) exit 1;; esac;;
        *yes/no*) s=;;
        *[Pp]assword*) s=password;;
        *) s=;;
        esac
        if [ "$PPID" != "$MARCHITECT_ASKPASS_FOR" ] || [ -z "$s" ] || ! [ -p "$d/$s" ]; then
          printf '%s\n' "$1" >>"$d/unanswered"
          exit 1
        fi
        if ! mkdir "$d/$s.given" 2>/dev/null; then
          printf '%s\n' "$1" >>"$d/refused"
          kill "$PPID"
          exit 1
        fi
        IFS= read -r a <"$d/$s" && printf '%s\n' "$a"

        """;

    private readonly string _folder;
    private readonly List<FileStream> _secrets = [];

    private AskPass(string folder) => _folder = folder;

    /// <summary>The variables that make <c>ssh</c> ask here.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["SSH_ASKPASS"] = Path.Join(_folder, "askpass"),
        ["SSH_ASKPASS_REQUIRE"] = "force",
        // Before OpenSSH 8.4 an askpass was run only where there was a display; nothing is ever shown on it.
        ["DISPLAY"] = System.Environment.GetEnvironmentVariable("DISPLAY") ?? ":",
    };

    /// <summary>Prompts for a secret that had been given before: the answer was wrong.</summary>
    public IReadOnlyList<string> Refused => Lines("refused");

    /// <summary>Questions to which there was no answer.</summary>
    public IReadOnlyList<string> Unanswered => Lines("unanswered");

    /// <summary>The command, started so that the script knows the one it answers: the shell's process becomes the command's.</summary>
    public static IReadOnlyList<string> Asking(IEnumerable<string> command) =>
        ["/bin/sh", "-c", "MARCHITECT_ASKPASS_FOR=$$; export MARCHITECT_ASKPASS_FOR; exec \"$@\"", "sh", .. command];

    /// <summary>Lays out the script and the secrets.</summary>
    /// <param name="password">The password of the host, or null.</param>
    /// <param name="passphrase">The passphrase of <paramref name="key"/>, or null.</param>
    /// <param name="key">The path of the key, as <c>ssh</c> is given it.</param>
    public static async Task<AskPass> CreateAsync(string? password, string? passphrase, string? key)
    {
        // A folder for the owner alone, whatever the umask.
        var folder = Directory.CreateTempSubdirectory("marchitect-").FullName;
        var askPass = new AskPass(folder);
        try
        {
            if (password is not null)
                await askPass.AddAsync("password", password).ConfigureAwait(false);
            if (passphrase is not null)
            {
                // The prompt shows the first hundred bytes of the path.
                await File.WriteAllTextAsync(Path.Join(folder, "key"), key is { Length: > 100 } ? key[..100] : key).ConfigureAwait(false);
                await askPass.AddAsync("passphrase", passphrase).ConfigureAwait(false);
            }
            var script = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                script.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            using var writer = new StreamWriter(Path.Join(folder, "askpass"), script);
            await writer.WriteAsync(Script).ConfigureAwait(false);
            return askPass;
        }
        catch
        {
            askPass.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var secret in _secrets)
            secret.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AddAsync(string name, string secret)
    {
        if (secret.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw new ArgumentException($"A {name} that ssh asks for cannot hold the end of a line or a NUL.", nameof(secret));
        var path = Path.Join(_folder, name);
        var maker = ProcessChannel.Start(["mkfifo", "-m", "600", path], _folder);
        await using (maker.ConfigureAwait(false))
            await maker.Ended.ConfigureAwait(false);
        // Opened for both, a FIFO waits for nobody, and what is written stays in the kernel until the one who asks has read it.
        var fifo = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _secrets.Add(fifo);
        await fifo.WriteAsync(System.Text.Encoding.UTF8.GetBytes(secret + "\n")).ConfigureAwait(false);
    }

    private string[] Lines(string name)
    {
        var path = Path.Join(_folder, name);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
