using System.Text;

namespace Marchitect;

/// <summary>Shell text that does something to units of systemd, and tells of each that did not come up what its journal says.</summary>
internal static class SystemctlScript
{
    /// <summary>How long after its start a unit is looked at again, in seconds: a service that cannot be run ends within milliseconds.</summary>
    private const string SettleSeconds = "0.3";

    // ended UNIT: whether it did not come up, which is told then. Journald is asked to write down first what it was handed; a condition
    // that does not hold is no failure to systemd, so that its journal may say nothing.
    private const string Ended =
        """
        n='
        '
        ended() {
            l=$n$(systemctl show -p ActiveState -p SubState -p Result -p Type -p TriggeredBy -p ConditionResult -p ExecMainStatus -- "$1" 2>/dev/null)$n
            case $l in
            *"${n}ActiveState=failed$n"*|*"${n}SubState=auto-restart"*) ;;
            *"${n}ActiveState=inactive$n"*)
                case $l in *"${n}Type=oneshot$n"*) return 1;; *"${n}TriggeredBy=$n"*) ;; *) return 1;; esac;;
            *) return 1;;
            esac
            r=${l#*"${n}Result="}
            s=${l#*"${n}ExecMainStatus="}
            case $l in
            *"${n}ConditionResult=no$n"*) printf '%s did not start: a condition of its unit file does not hold.\n' "$1";;
            *"${n}ExecMainStatus="*) printf '%s did not keep running: %s, exit status %s. The end of its journal:\n' "$1" "${r%%"$n"*}" "${s%%"$n"*}";;
            *) printf '%s did not come up: %s. The end of its journal:\n' "$1" "${r%%"$n"*}";;
            esac
            journalctl --sync 2>/dev/null
            journalctl -u "$1" -n 20 -o cat --no-pager 2>&1
            return 0
        }

        """;

    /// <summary>Appends the text, which is one command.</summary>
    /// <param name="script">Where to.</param>
    /// <param name="verb">What to do.</param>
    /// <param name="units">To which, each with the number that is told where it failed.</param>
    public static void Append(StringBuilder script, string verb, IReadOnlyList<(int Number, string? Unit)> units)
    {
        // A socket is refused once its service runs.
        var names = string.Join(' ', units.Select(each => each.Unit).OfType<string>().Distinct()
            .OrderBy(unit => !unit.EndsWith(".socket", StringComparison.Ordinal)).Select(Shell.Quote));
        switch (verb)
        {
            case SystemctlOperation.DaemonReload:
                script.Append("systemctl --no-ask-password daemon-reload");
                break;
            case "reset-failed":
                script.Append($"{{ systemctl --no-ask-password reset-failed -- {names} 2>/dev/null || :; }}");
                break;
            case "start":
                script.Append("(\n").Append(Ended.ReplaceLineEndings("\n")).Append(
                    $$"""
                    systemctl --no-ask-password reset-failed -- {{names}} 2>/dev/null
                    e=0 b=
                    systemctl --no-ask-password start -- {{names}} || e=$?
                    printf '\n%s ! {{OperationOutput.OfAll}}\n' "$B" >&2
                    sleep {{SettleSeconds}}
                    for u in {{string.Join(' ', units.Select(each => Shell.Quote($"{each.Number}:{each.Unit}")))}}; do
                        ended "${u#*:}" || continue
                        printf '\n%s ! %s\n' "$B" "${u%%:*}"
                        b=1
                    done >&2
                    [ $e != 0 ] || [ -z "$b" ] || e=1
                    exit $e
                    )
                    """.ReplaceLineEndings("\n"));
                break;
            case "stop":
                script.Append($"systemctl --no-ask-password stop -- {names}");
                break;
            default:
                // The reload that follows is one for all of them.
                script.Append($"systemctl --no-ask-password --no-reload {verb} -- {names}");
                break;
        }
    }

    /// <summary>Restarts a unit, or reloads it, where it runs; files of it that are new are read before.</summary>
    /// <param name="verb"><c>try-restart</c> or <c>try-reload-or-restart</c>.</param>
    /// <param name="unit">Its full name.</param>
    public static ShellCommand Again(string verb, string unit) =>
        $$"""
        u={{unit}}
        [ -d /run/systemd/system ] || { echo 'this machine has no systemd' >&2; exit 1; }
        {{Ended.ReplaceLineEndings("\n"):raw}}
        f=$(systemctl show -p NeedDaemonReload -p DropInPaths -p ActiveState -- "$u") || exit
        case $f in *ActiveState=inactive*|*ActiveState=failed*) exit 0;; esac
        r=
        case $f in *NeedDaemonReload=yes*) r=1;; esac
        for d in /etc/systemd/system/"$u".d/*.conf; do
            case $f in *"$d"*) ;; *) [ ! -f "$d" ] || r=1;; esac
        done
        [ -z "$r" ] || systemctl --no-ask-password daemon-reload || exit
        e=0
        systemctl --no-ask-password {{verb:raw}} -- "$u" || e=$?
        sleep {{SettleSeconds}}
        if ended "$u" >&2 && [ $e = 0 ]; then e=1; fi
        exit $e
        """;
}
