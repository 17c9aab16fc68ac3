namespace Marchitect;

/// <summary>
/// The questions about units of systemd: one <c>systemctl show</c> for any number of them. An answer is <c>LOAD ACTIVE ENABLED
/// fresh|stale once|- ID PATH</c> with the words of <see cref="UnitState"/>, or <c>none</c> without systemd, or <c>silent</c>.
/// </summary>
internal static class UnitProbes
{
    // Only what does not move by itself is told: a service that reloads is active, one between two restarts is failing, and a oneshot's
    // run, which a timer may begin at any moment, is a run like any other.
    //
    // NeedDaemonReload does not see a folder of drop-ins that is new since systemd has looked last (seen with 252), so that they are
    // looked for here. An empty one, or a link to /dev/null, stands for none (man 5 systemd.unit).
    private static readonly ProbeKind Kind = new("unit",
        """
        if ! [ -d /run/systemd/system ]; then
            for u do answer none; done
            return
        fi
        value() {
            case $N$b$N in
            *"$N$1="*) v=${b#*"$N$1="}; v=${v%%"$N"*};;
            *) v=;;
            esac
            v=${v:--}
        }
        l=$(systemctl show -p Id -p LoadState -p ActiveState -p SubState -p Type -p RemainAfterExit -p UnitFileState -p NeedDaemonReload \
            -p DropInPaths -p TriggeredBy -p FragmentPath -- "$@" 2>/dev/null)$N$N
        for u do
            b=$N${l%%"$N$N"*}
            l=${l#*"$N$N"}
            value Id; i=$v
            if [ "$i" = - ]; then answer silent; continue; fi
            value Type; k=$v
            value RemainAfterExit
            case $k:$v in oneshot:no) k=once;; *) k=-;; esac
            value SubState; s=$v
            value ActiveState; a=$v
            case $a:$s in
            reloading:*|refreshing:*) a=active;;
            activating:auto-restart*) a=failing;;
            activating:*) [ $k = - ] || a=active;;
            maintenance:*) a=failed;;
            inactive:*)
                value TriggeredBy
                if [ "$v" != - ] && systemctl is-active -q -- $v 2>/dev/null; then a=waiting; fi;;
            esac
            value NeedDaemonReload
            case $v in yes) n=stale;; *) n=fresh;; esac
            value DropInPaths; d=" $v "
            value LoadState; r=$v
            if [ "$r" = loaded ]; then
                for f in /etc/systemd/system/"$u".d/*.conf; do
                    case $f in *[!A-Za-z0-9/._@:-]*) continue;; esac
                    case $d in *" $f "*) ;; *) if [ -f "$f" ] && [ -s "$f" ]; then n=stale; fi;; esac
                done
            fi
            value UnitFileState; e=$v
            value FragmentPath
            answer "$r $a $e $n $k $i $v"
        done
        """);

    /// <summary>What systemd says of a unit: a <see cref="UnitState"/> or <see cref="NoSystemd"/>.</summary>
    /// <param name="unit">Its full name.</param>
    public static Probe Of(string unit) => Probe.Of(Kind, [unit], Read);

    public static Finding Read(string text) => text.Split(' ', 7) switch
    {
        [var load, var active, var enabled, var stale, var once, var id, var path] =>
            new UnitState(load, active, enabled, id, path) { IsStale = stale == "stale", IsOnce = once == "once" },
        _ => new NoSystemd(text == "silent"),
    };
}
