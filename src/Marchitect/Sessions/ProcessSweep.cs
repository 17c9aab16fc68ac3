using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>
/// Scripts that end what a loop runs, from a second shell on the same host: POSIX shell over <c>/proc</c>, since a process group or
/// session of its own for each command would cost every command a program (<c>setsid</c>, 1.1 ms).
/// </summary>
internal static class ProcessSweep
{
    // T: all processes, a line each: pid, parent, session, start time in ticks (proc(5), stat: fields 1, 4, 6, 22; the name in
    // field 2 may hold anything, so the line is cut behind its last parenthesis).
    //
    // of LOOP: sets C, the loop's children: what it runs now, as "pid:start" words; and K, what to signal: all that descends from
    // them and, where the loop leads a session of its own, all of that session that is not older, so that a child whose parent has
    // ended is found too while what earlier commands left in the background is spared. What calls setsid itself is found only as a
    // descendant. Under dropbear, which gives programs no session of their own, the loop's parent leads the session of the whole
    // connection (S) with all its programs in it (M); there such a child is known by having a parent outside of it.
    //
    // With a given stdin the loop's children are its own two subshells and the dd that feeds the command: signalling them would
    // lose track of the input, so they are left to drain it.
    private const string Functions =
        """
        N='
        '
        table() {
            T=
            for d in /proc/[0-9]*; do
                IFS= read -r s <"$d/stat" || continue
                s=${s##*) }
                set -- $s
                [ "$1" = Z ] || T="$T${d#/proc/} $2 $4 ${20}$N"
            done 2>/dev/null
        }
        each() { set -f; I=$IFS; IFS=$N; for r in $T; do IFS=$I; set -- $r; "$row" "$@"; done; IFS=$I; set +f; }
        start_of() { s=; { IFS= read -r s <"/proc/$1/stat"; } 2>/dev/null; s=${s##*) }; set -- $s; s=${20}; }
        session_of() { S=; { IFS= read -r s <"/proc/$1/stat"; } 2>/dev/null; s=${s##*) }; set -- $s; [ "$2" != "$4" ] || S=$4; }
        children() { [ "$3" != "$S" ] || M="$M$1 "; if [ "$2" = "$L" ]; then C="$C $1:$4"; [ -n "$F" ] && [ "$F" -le "$4" ] || F=$4; fi; }
        member() {
            case " $K $C " in *" $1 "*|*" $1:$4 "*) return;; esac
            [ "$1" = "$L" ] && return
            case " $K " in *" $2 "*) K="$K $1"; G=1; return;; esac
            case $C in
            *" $2:"*)
                if [ "$W" = 1 ]; then
                    IFS= read -r s 2>/dev/null <"/proc/$1/cmdline" || :
                    case $s in dd*bs=65536*count=*) return;; esac
                fi
                K="$K $1"; G=1; return;;
            esac
            if [ "$3" = "$L" ] && [ "$4" -ge "$F" ]; then
                case $X in *" $1 "*) ;; *) K="$K $1"; G=1;; esac
            elif [ "$3" = "$S" ] && [ "$4" -ge "$F" ]; then
                case $M in *" $2 "*) ;; *) K="$K $1"; G=1;; esac
            fi
        }
        feeder() { case $C in *" $2:"*) IFS= read -r s 2>/dev/null <"/proc/$1/cmdline" || :; case $s in dd*bs=65536*count=*) X="$X$1 ";; esac;; esac; }
        of() {
            L=$1 W=$2 C= F= K= X=' ' M=' '
            session_of "$L"
            table
            row=children; each
            [ -n "$C" ] || return 1
            if [ "$W" = 1 ]; then row=feeder; each; else for c in $C; do K="$K ${c%:*}"; done; fi
            G=1
            while [ "$G" = 1 ]; do G=0; row=member; each; done
            for c in $C; do
                start_of "${c%:*}"
                [ "$s" = "${c#*:}" ] || return 1
            done
        }

        """;

    // gone: have all of K ended? A zombie has; where nobody reaps, it stays for ever.
    // signal NAME STEPS: to all of K, and waits up to so many twentieths of a second for their end. What the shell of a command started
    // may outlive that shell by a moment, and what it still writes would fall into the next frame.
    private const string Signals =
        """
        gone() {
            for p in $K; do
                s=
                { IFS= read -r s <"/proc/$p/stat"; } 2>/dev/null || continue
                case ${s##*) } in Z*|'') ;; *) return 1;; esac
            done
        }
        signal() {
            case $K in *[0-9]*) ;; *) return 0;; esac
            kill -"$1" $K 2>/dev/null
            i=0
            until gone; do
                [ $i -lt "$2" ] || return 1
                sleep 0.05 2>/dev/null || { sleep 1; i=$((i+19)); }
                i=$((i+1))
            done
        }
        late() { if [ "$1" != "$L" ] && [ "$3" = "$L" ] && [ "$4" -ge "$F" ]; then K="$K $1"; fi; }

        """;

    /// <summary>Says what the loop runs now, as words "pid:start". Exit status 1: nothing.</summary>
    public static string Look(int loopPid, bool hasInput) =>
        Functions + string.Create(CultureInfo.InvariantCulture, $"of {loopPid} {(hasInput ? 1 : 0)} || exit 1\nprintf '%s\\n' \"$C\"\n");

    /// <summary>
    /// Ends what the loop runs: SIGTERM, and SIGKILL for what is still there after <paramref name="grace"/>. Exit status 1: the loop runs
    /// nothing, or something else than <paramref name="expected"/>; 2: something does not end.
    /// </summary>
    /// <param name="loopPid">The loop.</param>
    /// <param name="hasInput">Whether it feeds the command an input.</param>
    /// <param name="expected">What it runs, as <see cref="Look"/> told; null where nothing else can be running.</param>
    /// <param name="grace">How long each signal is waited for.</param>
    public static string End(int loopPid, bool hasInput, string? expected, TimeSpan grace)
    {
        var steps = Steps(grace);
        var script = new StringBuilder(Functions).Append(Signals);
        script.Append(CultureInfo.InvariantCulture, $"of {loopPid} {(hasInput ? 1 : 0)} || exit 1\n");
        if (expected is not null)
            script.Append(CultureInfo.InvariantCulture, $"[ \"$C\" = {Shell.Quote(expected)} ] || exit 1\n");
        // Before SIGKILL it is looked again, for what was started in between.
        script.Append(CultureInfo.InvariantCulture, $"signal TERM {steps} || {{ A=$K; of {loopPid} {(hasInput ? 1 : 0)}; K=\"$A $K\"; signal KILL {steps} || exit 2; }}\n");
        // A process that was being started when the signal came: all that is left in the loop's session is ours while nothing else is sent.
        if (expected is null && !hasInput)
            script.Append(CultureInfo.InvariantCulture, $"K=; table; row=late; each; signal KILL {steps} || exit 2\n");
        return script.Append("exit 0\n").ToString();
    }

    /// <summary>
    /// Ends what loops of this user still run although their connection is gone: loops that no longer descend from what they began
    /// under, be it their parent or, through sudo, its parent. Writes a line for each: pid of the loop. <paramref name="grace"/> is how long SIGTERM and then SIGKILL are waited for.
    /// </summary>
    public static string EndOrphans(TimeSpan grace) =>
        Functions + Signals + $$"""
        words() { a=$(tr '\000\n' '\n ' <"/proc/$1/cmdline" | tail -n 3); }
        parent() { s=; IFS= read -r s <"/proc/$1/stat" || return 1; s=${s##*) }; s=${s#* }; s=${s%% *}; }
        loops() {
            O=
            for f in $(grep -l -s -e "take() [{] dd bs=65536" /proc/[0-9]*/cmdline); do
                p=${f#/proc/}; p=${p%/cmdline}
                # One in a container has process ids of its own, so that its words mean nothing here.
                [ -O "/proc/$p" ] && [ "/proc/$p/ns/pid" -ef /proc/self/ns/pid ] || continue
                words "$p"; k=$a
                set -- $k
                [ "$1" = {{ShellLoop.Name}} ] && [ $# = 3 ] || continue
                # A subshell of a loop has the loop's arguments and the loop for a parent: it ends with that one.
                parent "$p" && words "$s" && [ "$a" != "$k" ] || continue
                # Whoever cannot be looked at may be what it began under: it is then left alone.
                q=$p
                while :; do
                    parent "$q" || continue 2
                    [ "$s" != "$2" ] || continue 2
                    [ "$s" -gt 1 ] || break
                    q=$s
                done
                O="$O $p"
            done 2>/dev/null
        }
        loops
        [ -n "$O" ] || exit 0
        for o in $O; do
            of "$o" 0 || :
            kill -KILL "$o" 2>/dev/null && printf '%s\n' "$o"
            A="$A $K"
        done
        K=${A# }
        signal TERM {{Steps(grace)}} || signal KILL {{Steps(grace)}}
        exit 0
        """;

    private static int Steps(TimeSpan grace) => Math.Max(1, (int)(grace.TotalSeconds * 20));
}
