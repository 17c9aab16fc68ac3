namespace Marchitect;

/// <summary>
/// The program that a session starts on the host and keeps: a loop of POSIX shell that reads framed requests from stdin and
/// answers with frames on stdout and stderr. <c>docs/architecture.md</c> has the protocol.
/// </summary>
internal static class ShellLoop
{
    // What must hold for this text: it travels inside single quotes through sh, csh or fish, so it has no single quote, no two
    // backslashes in a row, no exclamation mark and, joined, no newline. It is read by dash, bash and busybox ash.
    //
    //   $1 pid of what started the login shell, so that a later run can tell an orphan; $2 nonce of the first frame, the facts.
    //   N a newline: the third of the characters that every shell begins with in IFS (POSIX.1, 2.5.3), at no fork. S the shell. J what a fresh shell does with a script that came in $P. n nonce, p script.
    //
    // A request:  HOW NONCE COUNT STDIN KIND, then the script, whose last line is #NONCE, then what STDIN says.
    //   HOW    x: COUNT lines, read by the builtin; d: COUNT bytes, read by dd: a fork, but far cheaper a byte.
    //   STDIN  -: /dev/null. r: the frames themselves; a script of ours takes its part. p: chunks of a byte count, a newline and that
    //          many bytes, then 0, a newline, and the nonce: what did not come whole kills the command, so that it never sees an end
    //          of input that is not one.
    //   KIND   e: in a subshell, for scripts of ours. s: in a fresh shell, by environment (at most 128 KiB is one string there);
    //          b: in a fresh shell, through a pipe. Never in an argument list, where every user of the host could read it.
    // A reply:  <NONCE, what the script writes, >NONCE STATUS and a newline, on both streams.
    //
    // Whatever does not fit ends the loop (9: a request cut short, 8: no request), since what follows cannot be trusted to be one.
    private const string Program =
        """
        set -f; N=${IFS#??}; N=${N%"${N#?}"};
        J="p=\$P; unset P; eval \"unset p;\$p\"";
        B="p=\$(cat <&3); exec 3<&- 4<&-; case \$p in *\"\$1\") ;; *) exit 9;; esac; p=\${p%\"\$1\"*}; shift; eval \"unset p;\$p\"";
        mark() { printf %s "$1"; printf %s "$1" >&2; };
        take() { dd bs=65536 count=$1 iflag=count_bytes,fullblock 2>/dev/null; };
        go() { case $1 in
        e) ( set +f; eval "unset h l i c;$p" );;
        s) P=$p $S -c "$J";;
        b) { printf %s "$p#$n" | ( exec $S -c "$B" sh "#$n" 3<&0 <&4 ); } 4<&0;;
        esac; };
        mark "<$2";
        FACTS
        mark ">$2 0$N";
        while IFS= read -r h; do
        set -- $h; n=$2; p=;
        case $1 in
        x) i=0; while [ $i -lt $3 ]; do IFS= read -r l || exit 9; p="$p$l$N"; i=$((i+1)); done;;
        d) p=$(take $3);;
        *) exit 8;;
        esac;
        case $p in *"#$n"|*"#$n$N") p=${p%"#$n"*};; *) exit 9;; esac;
        case $4 in
        -) mark "<$n"; go $5 </dev/null; mark ">$n $?$N";;
        r) mark "<$n"; go $5; mark ">$n $?$N";;
        p) { while IFS= read -r c && [ "$c" -gt 0 ]; do take $c; done; IFS= read -r l && [ "$l" = $n ] || kill -KILL 0; } |
        { mark "<$n"; go $5; mark ">$n $?$N"; until cat >/dev/null; do :; done; };;
        *) exit 8;;
        esac;
        done
        """;

    /// <summary>Scripts from this size on are read by <c>dd</c>: the builtin costs up to 0.7 us a byte, the fork about 1 ms.</summary>
    public const int CountedFromBytes = 2000;

    /// <summary>Scripts from this size on do not fit in an environment variable (MAX_ARG_STRLEN is 128 KiB on Linux).</summary>
    public const int PipedFromBytes = 100_000;

    /// <summary>The name in the loop's argument list by which a later run knows it.</summary>
    public const string Name = "marchitect";

    private static readonly string OneLine = Program
        .Replace("FACTS", FactsQuestion.Script, StringComparison.Ordinal)
        .ReplaceLineEndings(" ");

    /// <summary>The line for the login shell.</summary>
    /// <param name="shell">The POSIX shell, as words of a shell line.</param>
    /// <param name="nonce">Nonce of the first frame.</param>
    public static string StartLine(string shell, string nonce) =>
        // The outer shell only knows its parent's pid and hands it to the loop, under whose arguments it can be read by a later run.
        $"exec {shell} -c 'exec {shell} -c \"$0\" {Name} $PPID {nonce}' '{Text(shell)}'";

    /// <summary>The loop, to be run by the shell as <c>-c TEXT marchitect PARENT NONCE</c>.</summary>
    /// <param name="shell">The POSIX shell, as words of a shell line.</param>
    public static string Text(string shell) => $"S=\"{shell}\"; {OneLine}";
}
