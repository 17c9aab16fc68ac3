namespace Marchitect.Prefabs;

/// <summary>
/// The question for Python packages: one Python for all that are asked of one environment. It reads what is installed itself, which
/// takes a tenth of the time that pip does; only what is to be the latest asks pip, and pip the index.
/// </summary>
internal static class PipProbe
{
    // Words: the environment (=FOLDER, user or system), the package, = or the command by which pip is asked for the latest.
    // Questions of one environment stand together or not: each is looked up with what follows it of the same.
    private static readonly ProbeKind Kind = new("pip",
        """
        e= o= i=1
        while [ $i -le $# ]; do
            eval "c=\${$i} n=\${$((i+1))} w=\${$((i+2))}"
            if [ $i = 1 ] || [ "$c" != "$e" ]; then
                e=$c k=system q= j=$i
                case $e in =*) k="${e#=}/bin/python";; *) k=python3;; esac
                s=; [ "$e" != system ] || s=-s
                while [ $j -le $# ]; do
                    eval "c=\${$j}"
                    [ "$c" = "$e" ] || break
                    q="$q \"\${$((j+1))}\""; j=$((j+3))
                done
                o=
                if ! command -v "$k" >/dev/null 2>&1; then
                    o=no-python
                    case $e in =*) ! command -v python3 >/dev/null 2>&1 || o=no-venv;; esac
                else
                    o=$(eval "\"\$k\" -B $s -c 'import sys
        from importlib.util import find_spec
        print(\"pip\" if find_spec(\"pip\") else \"no-pip\")
        try:
            from importlib.metadata import version, PackageNotFoundError as none
        except ImportError:
            from pkg_resources import get_distribution, DistributionNotFound as none
            version = lambda name: get_distribution(name).version
        for name in sys.argv[1:]:
            try:
                print(\"there\", version(name))
            except none:
                print(\"none\")
        ' $q" 2>/dev/null)$N
                    # An environment without pip is one that was cut while it was made.
                    case $e$o in =*no-pip"$N"*) o=no-venv;; *) o=${o#*"$N"};; esac
                fi
            fi
            case $o in
            no-*) r=$o;;
            *) r=${o%%"$N"*}; o=${o#*"$N"};;
            esac
            case "$w $r" in
            =*) ;;
            *" there "*)
                v=$(eval "${w#?}" 2>/dev/null) || v=
                v=${v#*"("}; v=${v%%")"*}
                if [ -z "$v" ] || [ "$v" = "${r##* }" ]; then r="$r latest"; else r="$r older $v"; fi;;
            esac
            answer "$r"
            i=$((i+3))
        done
        """, WordCount: 3);

    public static Probe Of(string? virtualEnvironment, bool isUser, string name, (string Environment, string Options)? latestWith) => Probe.OfQuestion(
        new Question(Kind,
        [
            virtualEnvironment is not null ? "=" + TargetPath.Word(virtualEnvironment) : isUser ? "user" : "system",
            Shell.Quote(name),
            latestWith is { } with
                ? Shell.Quote($"?{with.Environment}\"$k\" -B $s -m pip --disable-pip-version-check --no-cache-dir index versions {with.Options}-- \"$n\"")
                : "=",
        ]),
        PipState.Read);
}
