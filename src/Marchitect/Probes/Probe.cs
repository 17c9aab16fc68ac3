namespace Marchitect;

/// <summary>What a prefab asks the host. Probes of one kind travel together and share a process; asking changes nothing.</summary>
public sealed class Probe
{
    private static readonly ProbeKind Command = new("command",
        """
        for c do
            t=$(P=$c $S -c "$J" 2>/dev/null </dev/null; printf ' %s' $?)
            answer "${t##* } ${t% *}"
        done
        """);

    private readonly Func<IReadOnlyList<ProbeAnswer>, Finding> _read;

    private Probe(IReadOnlyList<Question> questions, Func<IReadOnlyList<ProbeAnswer>, Finding> read)
    {
        Questions = questions;
        _read = read;
    }

    /// <summary>Asks nothing: for modes in which the prefab leaves the host alone. The finding is <see cref="NothingAsked"/>.</summary>
    public static Probe None { get; } = new([], static _ => new NothingAsked());

    internal IReadOnlyList<Question> Questions { get; }

    /// <summary>What stands at a path: <see cref="Absent"/> or a <see cref="FileStat"/>. A symbolic link is followed, unless it is broken.</summary>
    /// <param name="path">POSIX path on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="withEntries">Whether the names of what is in a directory are asked for too.</param>
    /// <returns>The probe; all of one batch share one <c>stat</c>.</returns>
    public static Probe Stat(string path, bool withEntries = false) =>
        new([FileProbes.Stat(path, withEntries)], static answers => FileProbes.ReadStat(answers[0].Text));

    /// <summary>
    /// What stands at a path, and the SHA-256 of its content where it is a regular file: <see cref="Absent"/> or a
    /// <see cref="FileStat"/>. A symbolic link is told as a link.
    /// </summary>
    /// <param name="path">POSIX path on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="wantedSha256">The hash wanted, in lower-case hexadecimal: a content that has it does not travel. Null for none.</param>
    /// <param name="contentLimitBytes">How much of another content comes along, for a diff or to be edited. <value>Default: 0, nothing.</value></param>
    /// <param name="line">A line that, where it stands in the file, makes the content stay there too. Null for none.</param>
    /// <returns>The probe; all of one batch share one <c>stat</c> and one <c>sha256sum</c>.</returns>
    public static Probe File(string path, string? wantedSha256 = null, int contentLimitBytes = 0, string? line = null) => new(
        [FileProbes.File(path, wantedSha256, contentLimitBytes, line)],
        answers => FileProbes.ReadFile(answers[0], contentLimitBytes));

    /// <summary>A command that only looks; its answer is a <see cref="CommandFinding"/>. Each is a shell of its own: about 1 ms on the host.</summary>
    /// <param name="command">The command. It changes nothing; its output is short text and does not change by itself.</param>
    /// <returns>The probe.</returns>
    public static Probe Query(ShellCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return new([new(Command, [Shell.Quote(command.Text)])], static answers =>
        {
            var text = answers[0].Text;
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return new CommandFinding(int.Parse(text[..space], System.Globalization.CultureInfo.InvariantCulture), text[(space + 1)..].TrimEnd('\n'));
        });
    }

    /// <summary>A question of a kind of one's own.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="words">The question's words; as many as the kind says.</param>
    /// <param name="read">Makes a finding of the answer's text. It is pure, and takes any text.</param>
    /// <returns>The probe; all questions of one kind in a batch are answered by one call.</returns>
    /// <exception cref="ArgumentException">It has another number of words, or one that holds NUL.</exception>
    public static Probe Of(ProbeKind kind, IEnumerable<string> words, Func<string, Finding> read)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(read);
        var quoted = words.Select(Shell.Quote).ToArray();
        if (quoted.Length != kind.WordCount)
            throw new ArgumentException($"A question of kind {kind.Name} has {kind.WordCount} words, not {quoted.Length}.", nameof(words));
        return new([new(kind, quoted)], answers => read(answers[0].Text));
    }

    /// <summary>A question whose words are shell text already, and whose answer may bring something that it is not guarded by.</summary>
    internal static Probe Asking(Question question, Func<ProbeAnswer, Finding> read) => new([question], answers => read(answers[0]));

    /// <summary>Several probes as one; the finding is a <see cref="Findings"/>.</summary>
    /// <param name="probes">The probes.</param>
    /// <returns>The probe.</returns>
    public static Probe All(params IReadOnlyList<Probe> probes)
    {
        ArgumentNullException.ThrowIfNull(probes);
        return new([.. probes.SelectMany(probe => probe.Questions)], answers =>
        {
            var findings = new List<Finding>(probes.Count);
            var at = 0;
            foreach (var probe in probes)
            {
                findings.Add(probe.Read([.. answers.Skip(at).Take(probe.Questions.Count)]));
                at += probe.Questions.Count;
            }
            return new Findings(findings);
        });
    }

    /// <summary>The finding that the answers to <see cref="Questions"/> make.</summary>
    internal Finding Read(IReadOnlyList<ProbeAnswer> answers) => _read(answers);
}
