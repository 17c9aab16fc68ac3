namespace Marchitect;

/// <summary>
/// The question how a key stands in a user's <c>authorized_keys</c>. The answer is about this key alone, so that other keys of the same
/// user may come and go between the question and the change.
/// </summary>
internal static class AuthorizedKeyProbes
{
    /// <summary>
    /// Defines <c>ours LINE TYPE BLOB</c>: whether the line is of that key. Before the type there may be options, in which a blank stands only between quotes
    /// (<c>man 8 sshd</c>); a key's name in the comment of another, or in a quoted command, is no key.
    /// </summary>
    public const string Ours =
        """
        ours() {
            case $1 in *"$3"*) ;; *) return 1;; esac
            x=${1%%"$3"*} y=${1#*"$3"}
            case $y in ''|[[:space:]]*) ;; *) return 1;; esac
            while :; do case $x in *[[:blank:]]) x=${x%?};; *) break;; esac; done
            case $x in "$2"|*[[:blank:]]"$2") x=${x%"$2"};; *) return 1;; esac
            while :; do case $x in [[:blank:]]*) x=${x#?};; *) break;; esac; done
            while :; do case $x in *\\\"*) x=${x%%\\\"*}_${x#*\\\"};; *) break;; esac; done
            while :; do case $x in *\"*\"*) y=${x#*\"}; x=${x%%\"*}_${y#*\"};; *) break;; esac; done
            while :; do case $x in *[[:blank:]]) x=${x%?};; *) break;; esac; done
            case $x in '#'*|*\"*|*[[:blank:]]*) return 1;; esac
        }

        """;

    // USER TYPE BLOB LINE. The last user's home and access are kept for the next question.
    private static readonly ProbeKind KeyKind = new("authorized_key", Ours +
        """
        n= i=1
        while [ $i -le $# ]; do eval "n=\"\$n \${$i}\""; i=$((i+4)); done
        if command -v getent >/dev/null 2>&1; then u=$N$(getent passwd $n)$N; else u=$N$(cat /etc/passwd)$N; fi
        n=
        while [ $# -gt 0 ]; do
            if [ "$1" != "$n" ]; then
                n=$1 a=
                case $u in
                *"$N$1:"*)
                    h=${u#*"$N$1:"}; h=${h%%"$N"*}; h=${h#*:}
                    i=${h%%:*}; h=${h#*:}; i=$i:${h%%:*}; h=${h#*:}; h=${h#*:}; h=${h%%:*}
                    f=$h/.ssh/authorized_keys
                    if ! [ -d "$h" ]; then a="Blocked the home $h does not exist"
                    elif ! [ -x "$h" ]; then a="Blocked the home $h may not be entered by this user"
                    elif [ -h "$h/.ssh" ]; then a="Blocked $h/.ssh is a symbolic link"
                    elif ! [ -e "$h/.ssh" ]; then a=Absent
                    elif ! [ -d "$h/.ssh" ]; then a="Blocked $h/.ssh is not a folder"
                    elif ! [ -x "$h/.ssh" ]; then a="Blocked $h/.ssh may not be entered by this user"
                    elif [ -h "$f" ]; then a="Blocked $f is a symbolic link"
                    elif ! [ -e "$f" ]; then a=Absent
                    elif ! [ -f "$f" ]; then a="Blocked $f is not a file"
                    elif ! [ -r "$f" ]; then a="Blocked $f may not be read by this user"
                    else
                        x=$(stat -c '%a %u:%g' -- "$h/.ssh" "$f" 2>/dev/null)
                        if [ "$x" = "700 $i${N}600 $i" ]; then s=; else s=$(stat -c '%a %U:%G %n' -- "$h/.ssh" "$f" 2>/dev/null); fi
                    fi;;
                *) a=NoUser;;
                esac
            fi
            r=$a
            if [ -z "$r" ]; then
                l=$(LC_ALL=C grep -F -e "$3" -- "$f" 2>/dev/null)$N
                c=0 o=
                while [ -n "$l" ]; do
                    w=${l%%"$N"*}; l=${l#*"$N"}
                    if ours "$w" "$2" "$3"; then c=$((c+1)); if [ $c = 1 ] || [ "$w" != "$4" ]; then o=$w; fi; fi
                done
                if [ $c = 0 ]; then r=Absent
                elif [ $c -gt 1 ] || [ "$o" != "$4" ]; then r="OtherLine $o"
                elif [ -n "$s" ]; then r="OtherAccess $s"
                else r=Held
                fi
            fi
            answer "$r"
            shift 4
        done
        """, WordCount: 4);

    /// <summary>How a key stands: an <see cref="AuthorizedKeyFinding"/>.</summary>
    public static Probe Key(string user, string type, string blob, string line) => Probe.Of(KeyKind, [user, type, blob, line], Read);

    private static AuthorizedKeyFinding Read(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? text : text[..space];
        return Enum.TryParse<AuthorizedKeyState>(word, out var state)
            ? new(state, space < 0 ? "" : text[(space + 1)..].Replace('\n', ','))
            : new(AuthorizedKeyState.Blocked, $"the host answered '{text}'");
    }
}
