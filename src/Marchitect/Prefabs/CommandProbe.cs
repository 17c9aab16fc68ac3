namespace Marchitect.Prefabs;

/// <summary>The question whether a command is to be run: <c>due</c>, or which of its three says that it is not.</summary>
internal static class CommandProbe
{
    /// <summary>The pattern of each answer but <c>due</c>.</summary>
    public const string NotDue = "[!d]*";

    // A word begins with = where the question has it, so that an empty one says that it has not.
    private static readonly ProbeKind Kind = new("command_due",
        """
        met() { P=${1#=} $S -c "$J" >/dev/null 2>&1 </dev/null; }
        while [ $# -gt 0 ]; do
            r=due
            if [ -n "$1" ] && { [ -e "${1#=}" ] || [ -h "${1#=}" ]; }; then r=exists
            elif [ -n "$2" ] && met "$2"; then r=unless
            elif [ -n "$3" ] && ! met "$3"; then r=onlyif
            fi
            answer $r
            shift 3
        done
        """, WordCount: 3);

    public static Probe Of(string? creates, ShellCommand? unless, ShellCommand? onlyIf) => Probe.OfQuestion(
        new Question(Kind, [creates is null ? "''" : "=" + TargetPath.Word(creates), Word(unless), Word(onlyIf)]),
        static answer => new CommandDue(answer.Text == "due"));

    private static string Word(ShellCommand? command) => command is null ? "''" : Shell.Quote("=" + command.Text);
}
