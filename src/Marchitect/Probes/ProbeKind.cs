namespace Marchitect;

/// <summary>
/// A kind of question to the host: a shell function that answers any number of questions of its kind, most often with one process for
/// all of them. <see cref="Probe.Of"/> asks with it.
/// </summary>
/// <param name="Name">Name of the function, e.g. <c>dpkg_status</c>: lower-case letters, digits and <c>_</c>, a letter first; two kinds in one plan have two names.</param>
/// <param name="Script">
/// Body of the function, in POSIX shell. It is called with the words of all questions, one after another, and calls <c>answer TEXT</c>
/// once for each question, in their order. It changes nothing on the host, not even for a moment, and calls neither <c>exit</c> nor
/// <c>cd</c>. Its variables have names in lower case, and keep no value from call to call. <c>$N</c> is a newline.
/// </param>
/// <param name="WordCount">How many words a question has. <value>Default: 1.</value></param>
/// <remarks>
/// The text of an answer is what a change is guarded by, so it holds what decides and nothing that moves by itself: permissions and
/// owner of a folder, say, but not its size or times. It cannot hold NUL, and newlines at its end are not kept.
/// <code>
/// // Versions of any number of packages by one process; dpkg-query leaves out what it does not know, so each line is looked for by name.
/// static readonly ProbeKind Versions = new("package_versions",
///     """
///     l=$N$(dpkg-query -W -f '${Package} ${Version}\n' "$@" 2>/dev/null)$N
///     for p do
///         case $l in *"$N$p "*) v=${l#*"$N$p "}; answer "${v%%"$N"*}";; *) answer none;; esac
///     done
///     """);
/// </code>
/// </remarks>
public sealed record ProbeKind(string Name, string Script, int WordCount = 1)
{
    /// <inheritdoc cref="ProbeKind(string, string, int)" path="/param[@name='Name']"/>
    public string Name { get; } = IsName(Name)
        ? Name
        : throw new ArgumentException($"'{Name}' is no name of a probe kind: lower-case letters, digits and _, a letter first.", nameof(Name));

    /// <inheritdoc cref="ProbeKind(string, string, int)" path="/param[@name='WordCount']"/>
    public int WordCount { get; } = WordCount >= 1
        ? WordCount
        : throw new ArgumentOutOfRangeException(nameof(WordCount), WordCount, "A question has at least one word.");

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
