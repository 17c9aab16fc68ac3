namespace Marchitect;

/// <summary>How <c>sudo</c>, <c>doas</c> and <c>su</c> are started, and what they mean by what they say; they are told to say it in English.</summary>
internal static class BecomeTool
{
    // Rules for this text as for ShellLoop. It runs as the other user: $0 loop, $1 pid of what started the login shell, $2 nonce, $3 LC_ALL as it was.
    // The folder is still the login user's, which the other may not be able to read; su leaves that user's PATH, without sbin; SUDO_COMMAND
    // would hand the whole loop to every command.
    private const string Inner =
        """
        unset LC_ALL SUDO_COMMAND; [ -z "$3" ] || export LC_ALL="$3";
        cd 2>/dev/null || cd /;
        for d in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do case :$PATH: in *:$d:*) ;; *) PATH=$PATH:$d;; esac; done; export PATH;
        """;

    private static readonly (string Said, BecomeProblem Problem)[] Meanings =
    [
        (MissingMark, BecomeProblem.MethodMissing),
        ("must have a tty", BecomeProblem.NeedsTerminal),
        ("a tty is required", BecomeProblem.NeedsTerminal),
        ("a terminal is required", BecomeProblem.NeedsTerminal),
        ("must be run from a terminal", BecomeProblem.NeedsTerminal),
        ("must be a tty", BecomeProblem.NeedsTerminal),
        // doas -n, which asks for nothing.
        ("doas: Authentication required", BecomeProblem.NeedsTerminal),
        ("doas: Authorization required", BecomeProblem.NeedsTerminal),
        ("is expired", BecomeProblem.PasswordExpired),
        ("has expired", BecomeProblem.PasswordExpired),
        ("required to change your password", BecomeProblem.PasswordExpired),
        ("not in the sudoers file", BecomeProblem.NotAllowed),
        ("is not allowed to", BecomeProblem.NotAllowed),
        ("may not run sudo", BecomeProblem.NotAllowed),
        ("doas: Operation not permitted", BecomeProblem.NotAllowed),
        ("doas is not enabled", BecomeProblem.NotAllowed),
        ("su: Permission denied", BecomeProblem.NotAllowed),
        ("unknown user", BecomeProblem.UserUnknown),
        ("does not exist", BecomeProblem.UserUnknown),
        ("a password is required", BecomeProblem.PasswordNeeded),
        ("incorrect password", BecomeProblem.WrongPassword),
        ("Authentication failure", BecomeProblem.WrongPassword),
        // busybox, where the account has no password.
        ("bad salt", BecomeProblem.WrongPassword),
    ];

    private const string MissingMark = "marchitect: there is no ";

    /// <summary>The line for the login shell that starts the loop as another user.</summary>
    /// <param name="become">Whom, and how.</param>
    /// <param name="shell">The POSIX shell, as words of a shell line.</param>
    /// <param name="nonce">Nonce of the first frame.</param>
    /// <param name="prompt">What sudo is to ask for the password with.</param>
    /// <param name="hasNoPassword">Whether it is to fail rather than ask: what it asks in vain may count as a wrong password.</param>
    public static string StartLine(Become become, string shell, string nonce, string prompt, bool hasNoPassword)
    {
        var started = $"{shell} -c \"$1\" \"$0\" $PPID {nonce} \"$L\"";
        var program = become.Method switch
        {
            // -k: nobody's earlier password counts, and ours counts for nobody else; -H: HOME is the other user's.
            BecomeMethod.Sudo => $"sudo -k {(hasNoPassword ? "-n" : $"-S -p {prompt}")} -H -u \"$2\" -- {started}",
            BecomeMethod.Doas => $"doas -n -u \"$2\" -- {started}",
            // A shell of its own, since the other user's may be no POSIX shell. Not a login shell: that would run slow start-up files.
            _ => $"su -s /bin/sh -c \"$1\" \"$2\" \"$0\" $PPID {nonce} \"$L\"",
        };
        var outer = $"command -v {become.Program} >/dev/null || {{ echo {MissingMark}{become.Program} >&2; exit 127; }}; L=$LC_ALL; export LC_ALL=C; exec {program}";
        // The last three words are those by which a later run knows a loop: see ProcessSweep.
        var inner = $"{Inner.ReplaceLineEndings(" ")} exec {shell} -c \"$0\" {ShellLoop.Name} \"$1\" \"$2\"";
        return $"exec {shell} -c '{outer}' '{ShellLoop.Text(shell)}' '{inner}' '{become.User}'";
    }

    /// <summary>Whether what was said ends with a question for the password.</summary>
    public static bool IsPrompt(Become become, string said, string prompt) => become.Method == BecomeMethod.Sudo
        ? said.Contains(prompt, StringComparison.Ordinal)
        : said.TrimEnd().EndsWith("assword:", StringComparison.Ordinal);

    /// <summary>What the program means.</summary>
    public static BecomeProblem ProblemOf(string said) =>
        Meanings.FirstOrDefault(meaning => said.Contains(meaning.Said, StringComparison.Ordinal)).Problem;

    /// <summary>What the program said, for people: without the questions, and without the loop, which sudo repeats where it refuses to run it.</summary>
    /// <returns>Null where nothing is left.</returns>
    public static string? Told(string said, string prompt, string? password)
    {
        var redactor = password is null ? Redactor.None : new Redactor([password]);
        var lines = said.Replace(prompt, "", StringComparison.Ordinal).Replace("Password: ", "", StringComparison.Ordinal).Split('\n')
            .Select(line => redactor.Redact(line.Trim()))
            .Where(line => line.Length > 0 && !line.StartsWith(MissingMark, StringComparison.Ordinal))
            .TakeLast(5)
            .Select(line => line.Length <= 160 ? line : line[..157] + "...");
        return string.Join('\n', lines) is { Length: > 0 } told ? told : null;
    }

    /// <summary>The error for a reader.</summary>
    /// <param name="become">Whom, and how.</param>
    /// <param name="loginUser">Who is logged in, or null where the host did not say.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="said">What the program said, from <see cref="Told"/>.</param>
    /// <param name="end">How it ended, in words, for a problem that is none of the known.</param>
    public static BecomeRefusedException Refused(Become become, string? loginUser, BecomeProblem problem, string? said, string end)
    {
        var me = loginUser is null ? "the login user" : $"'{loginUser}'";
        var other = $"'{become.User}'";
        var whose = become.Method == BecomeMethod.Su ? other : me;
        var rule = $"permit nopass {loginUser ?? "USER"} as {become.User}";
        var (what, remedy) = problem switch
        {
            BecomeProblem.WrongPassword => (
                $"the password of {whose} was not taken.",
                "It was sent once and is not sent again in this session, so that the account is not locked; SessionOptions.BecomePassword gives it."
                + (become.Method == BecomeMethod.Su ? $" Where {other} has no password at all, su does not work; sudo may." : "")),
            BecomeProblem.PasswordNeeded => (
                $"the password of {whose} is needed, and none was given.",
                "Give it with SessionOptions.BecomePassword" + (become.Method == BecomeMethod.Sudo ? $", or allow {me} to go without one (NOPASSWD, man sudoers)." : ".")),
            BecomeProblem.MethodMissing => (
                $"the host has no {become.Program}.",
                $"Install it, choose another way (Become.Sudo, Become.Doas, Become.Su), or log in as {other}."),
            BecomeProblem.NotAllowed => (
                $"the host does not allow {me} to.",
                become.Method switch
                {
                    BecomeMethod.Sudo => $"Allow it with visudo: {loginUser ?? "USER"} ALL=({become.User}) ALL. A rule for single programs is not enough, since a session runs /bin/sh.",
                    BecomeMethod.Doas => $"Allow it in /etc/doas.conf: {rule}",
                    _ => "PAM decides it: see /etc/pam.d/su, or use sudo.",
                }),
            BecomeProblem.NeedsTerminal => become.Method switch
            {
                BecomeMethod.Sudo => ("it wants a terminal, and a session has none.", $"Switch that off with visudo: Defaults:{loginUser ?? "USER"} !requiretty"),
                BecomeMethod.Doas => ("it reads a password from a terminal only, and a session has none.", $"Let it ask for none, in /etc/doas.conf: {rule}. Or use sudo."),
                _ => ("it wants a terminal, and a session has none.", "Use sudo."),
            },
            BecomeProblem.PasswordExpired => (
                $"the password of {whose} has expired, or the account has.",
                "Change it: log in by hand and run passwd. chage -l USER tells when it expires."),
            BecomeProblem.UserUnknown => ($"the host knows no user {other}.", null),
            _ => (
                $"{become.Program} {end}.",
                said is not null && said.Contains("account is currently not available", StringComparison.Ordinal)
                    ? $"{other} has no login shell, which su needs; sudo does not."
                    : null),
        };
        return new($"could not act as {other} by {become.Program}: {what}", problem, become, remedy) { Said = said };
    }
}
