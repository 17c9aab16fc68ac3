using System.Globalization;

namespace Marchitect;

/// <summary>
/// The questions about users and groups: one <c>getent</c> for all users, and each of the files read once. A password's hash does not leave
/// the host; where one is wanted, the hash of it is told.
/// </summary>
internal static class AccountProbes
{
    // useradd first: Debian has an adduser too, which is another program than busybox's.
    private const string Tool =
        """
        t=None
        if command -v useradd >/dev/null 2>&1 || [ -x /usr/sbin/useradd ]; then t=Useradd
        elif command -v adduser >/dev/null 2>&1 || [ -x /usr/sbin/adduser ]; then t=Adduser
        fi

        """;

    // NAME PRIMARY GROUPS OTHERS PASSWORD HOME SELF. The answer has seven lines: the tool; - or UID:GROUP:HOME:SHELL:COMMENT; the password;
    // the home; the primary group and each of the groups as a sign; the other groups; whether it is who we are.
    private static readonly ProbeKind UserKind = new("user", Tool +
        """
        n= i=1 s=
        while [ $i -le $# ]; do
            eval "n=\"\$n \${$i}\" s=\$s\${$((i+4))}"
            i=$((i+7))
        done
        if command -v getent >/dev/null 2>&1; then u=$N$(getent passwd $n)$N; else u=$N$(cat /etc/passwd)$N; fi
        m=$N$(cat /etc/group)$N
        case $s in *[12]*) s=$N$(cat /etc/shadow 2>/dev/null)$N;; esac
        while [ $# -gt 0 ]; do
            l=- a= b= d= x= y=
            case $u in *"$N$1:"*)
                l=${u#*"$N$1:"}; l=${l%%"$N"*}; l=${l#*:}
                a=${l%%:*}; l=${l#*:}; b=${l%%:*}; l=${l#*:}; y=${l%%:*}; l=${l#*:}; d=${l%%:*}; l=${l#*:}
                # No other field can hold :GID:, since the members stand at the end of a line.
                case $m in
                *":$b:"*) x=${m%%":$b:"*}; x=${x##*"$N"}; x=${x%%:*};;
                *) x=$(getent group "$b" 2>/dev/null); x=${x%%:*}; x=${x:-$b};;
                esac
                l=$a:$x:$d:$l:$y;;
            esac
            p=.
            case $5 in [12])
                case $s in
                *"$N$1:"*)
                    p=${s#*"$N$1:"}; p=${p%%:*}; y=U
                    while :; do case $p in '!'*) y=L p=${p#?};; *) break;; esac; done
                    if [ -z "$p" ]; then p="$y -"
                    elif [ $5 = 1 ]; then p="$y +"
                    else p=$(printf %s "$p" | sha256sum); p="$y ${p%% *}"
                    fi;;
                *root:*) ;;
                *) p='?';;
                esac;;
            esac
            h=.
            case $6 in
            -) ;;
            *)
                case $6 in =*) h=${d:-${6#=}};; *) h=$6;; esac
                if [ -d "$h" ]; then h="d $(stat -L -c '%u %U' -- "$h" 2>/dev/null)"
                elif [ -e "$h" ] || [ -h "$h" ]; then h=o
                else h=-
                fi;;
            esac
            r=.
            [ -z "$2" ] || case $m in *"$N$2:"*) r=+;; *) r=!;; esac
            w=$3
            while [ -n "$w" ]; do
                y=${w%%,*}
                case $w in *,*) w=${w#*,};; *) w=;; esac
                case $m in
                *"$N$y:"*)
                    z=${m#*"$N$y:"}; z=${z%%"$N"*}
                    case ,${z##*:}, in
                    *",$1,"*) r=$r+;;
                    *) if [ "$y" = "$x" ]; then r=$r+; else r=$r-; fi;;
                    esac;;
                *) r=$r!;;
                esac
            done
            o=
            if [ $4 = 1 ]; then
                z=$m
                while :; do
                    case $z in *[:,]"$1"[,"$N"]*) ;; *) break;; esac
                    w=${z%%[:,]"$1"[,"$N"]*}
                    z=${z#"$w"}; z=$N${z#*"$N"}
                    w=${w##*"$N"}; w=${w%%:*}
                    case ,$3,$x, in *",$w,"*) ;; *) o=$o,$w;; esac
                done
            fi
            f=.
            if [ $7 = 1 ] && [ -n "$a" ]; then
                i=$$
                while [ "$i" -gt 1 ] && [ -r /proc/$i/status ]; do
                    y=0
                    while read -r w z i; do
                        case $w in
                        PPid:) y=$z;;
                        Uid:) [ "$z" != "$a" ] || f=self; break;;
                        esac
                    done </proc/$i/status
                    i=$y
                done
            fi
            answer "$t$N$l$N$p$N$h$N$r$N$o$N$f"
            shift 7
        done
        """, WordCount: 7);

    private static readonly ProbeKind GroupKind = new("group", Tool +
        """
        if command -v getent >/dev/null 2>&1; then m=$N$(getent group "$@")$N; else m=$N$(cat /etc/group)$N; fi
        for n do
            case $m in
            *"$N$n:"*) l=${m#*"$N$n:"}; l=${l#*:}; answer "$t ${l%%:*}";;
            *) answer "$t -";;
            esac
        done
        """);

    /// <summary>What is known of a user: a <see cref="UserFinding"/>.</summary>
    /// <param name="name">The user.</param>
    /// <param name="primary">A group to ask about, or null.</param>
    /// <param name="groups">Supplementary groups to ask about.</param>
    /// <param name="withOthers">Whether groups beside those are asked for.</param>
    /// <param name="password">0 nothing of it, 1 whether it is locked, 2 its digest too.</param>
    /// <param name="home">The folder to look at, <c>=</c> before it for the user's own where there is one, <c>-</c> for none.</param>
    /// <param name="asksSelf">Whether to ask if we are this user.</param>
    public static Probe User(string name, string? primary, IReadOnlyList<string> groups, bool withOthers, int password, string home, bool asksSelf) => Probe.Of(
        UserKind,
        [name, primary ?? "", string.Join(',', groups), withOthers ? "1" : "0", password.ToString(CultureInfo.InvariantCulture), home, asksSelf ? "1" : "0"],
        ReadUser);

    /// <summary>What is known of a group: a <see cref="GroupFinding"/>.</summary>
    public static Probe Group(string name) => Probe.Of(GroupKind, [name], ReadGroup);

    internal static Finding ReadUser(string text)
    {
        var lines = text.Split('\n');
        string Line(int number) => lines.ElementAtOrDefault(number) ?? "";
        return new UserFinding(ReadTool(lines[0]), ReadAccount(Line(1)))
        {
            Password = Line(2),
            Home = Line(3),
            HasPrimary = Line(4).StartsWith('+'),
            Groups = Line(4).Length > 1 ? Line(4)[1..] : "",
            OtherGroups = Line(5).Split(',', StringSplitOptions.RemoveEmptyEntries),
            IsSelf = Line(6) == "self",
        };
    }

    private static GroupFinding ReadGroup(string text) => text.Split(' ') is [var tool, var gid] && int.TryParse(gid, CultureInfo.InvariantCulture, out var number)
        ? new(ReadTool(tool), number)
        : new(ReadTool(text.Split(' ')[0]), null);

    private static AccountTool ReadTool(string word) => word switch
    {
        "Useradd" => AccountTool.Useradd,
        "Adduser" => AccountTool.Adduser,
        _ => AccountTool.None,
    };

    private static UserAccount? ReadAccount(string line) =>
        line.Split(':', 5) is [var uid, var group, var home, var shell, var comment] && int.TryParse(uid, CultureInfo.InvariantCulture, out var number)
            ? new(number, group, home, shell, comment)
            : null;
}
