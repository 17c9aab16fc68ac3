using System.Globalization;

namespace Marchitect.Prefabs;

/// <summary>
/// The question for packages: one <c>dpkg-query</c> for all of them, one more where a name may be that of a virtual package, and one
/// <c>apt-cache</c> where something is to be installed or to be the latest. What apt knows moves whenever the lists are fetched, so it comes beside
/// the answer and guards nothing, but for the latest, where it is what is asked.
/// </summary>
internal static class AptProbe
{
    // Words: NAME, what is wanted (any, latest, or =VERSION), and the minutes for which the lists are fresh.
    //
    // apt-cache as root writes its caches where they are not up to date, which a question must not: pkgcache is kept in memory, which
    // costs 0.1 s, and the other one, which holds the lists alone, is used where nothing is newer (without it: 1 s).
    private static readonly ProbeKind Kind = new("apt",
        """
        if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
            while [ $# -gt 0 ]; do answer no-apt; shift 3; done
            return 0
        fi
        state() {
            case $l in
            *"$N${1%%:*}:all "*) r=${l#*"$N${1%%:*}:all "};;
            *"$N$2 "*) r=${l#*"$N$2 "};;
            *) r=none; return;;
            esac
            r=${r%%"$N"*}
            case $r in *" not-installed "*) r=none;; esac
        }
        full() { case $1 in *:*) k=$1;; *) k=$1:$a;; esac; }
        provided() {
            [ -n "$v" ] || v=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides},\n' 2>/dev/null | grep '^installed [^ ]* [^,]')
            case $v in *" $1,"*|*" $1 ("*) r=provided;; esac
        }
        lists() {
            f=stale
            for x in /var/lib/apt/lists/*Release /var/lib/apt/lists/*Packages*; do
                [ -e "$x" ] || continue
                [ -z "$(find /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp -maxdepth 0 -mmin -$1 2>/dev/null)" ] || f=fresh
                break
            done
        }
        q= p= v= i=1
        while [ $i -le $# ]; do eval "n=\${$i}"; q="$q ${n%%:*}"; i=$((i+3)); done
        l=$N$(dpkg-query -W -f '${Package}:${Architecture} ${db:Status-Want} ${db:Status-Status} ${db:Status-Eflag} ${Version}\n' dpkg $q 2>/dev/null)$N
        a=${l#*"${N}dpkg:"}; a=${a%% *}
        i=1
        while [ $i -le $# ]; do
            eval "n=\${$i} w=\${$((i+1))}"
            full "$n"; state "$n" "$k"
            case "$w $r" in
            latest*" installed "*) p="$p $n";;
            any*" installed "*) ;;
            *" installed ok ${w#=}") ;;
            *) [ -z "$D" ] || p="$p $n";;
            esac
            i=$((i+3))
        done
        if [ -n "$p" ]; then
            s=/var/cache/apt/srcpkgcache.bin
            if [ -e $s ] && [ -z "$(find /etc/apt/sources.list /etc/apt/sources.list.d /var/lib/apt/lists /var/lib/dpkg/arch -maxdepth 1 ! -name partial ! -name lock ! -name auxfiles -newer $s 2>/dev/null)" ]; then s=
            else s='-o Dir::Cache::srcpkgcache='
            fi
            p=$N$(LC_ALL=C apt-cache -o Dir::Cache::pkgcache= $s policy -- $p 2>/dev/null)$N
        fi
        while [ $# -gt 0 ]; do
            full "$1"; state "$1" "$k"
            [ "$r" != none ] || case $2 in =*) ;; *) provided "$1";; esac
            c= b=
            case $p in
            *"$N$1:$N"*) b=${p#*"$N$1:$N"};;
            *"$N${1%%:*}:$N"*) case $1 in *:$a|*:all) b=${p#*"$N${1%%:*}:$N"};; esac;;
            esac
            b=${b%%"$N"[! ]*}
            case $b in *"Candidate: (none)"*) ;; *"Candidate: "*) c=${b#*"Candidate: "}; c=${c%%"$N"*};; esac
            case "$2 $r" in
            latest*" installed "*)
                lists $3
                if [ -z "$c" ] || [ "$c" = "${r##* }" ]; then r="$r latest $f"; else r="$r older $c $f"; fi
                answer "$r";;
            any*" installed "*|*" installed ok ${2#=}"|*" provided") answer "$r";;
            *)
                if [ -z "$D" ]; then answer "$r"
                else
                    lists $3
                    case $2 in
                    =*) case $b in *" ${2#=} "*) c=known;; *) c=unknown;; esac;;
                    *) if [ -n "$c" ]; then c=known; else c=unknown; fi;;
                    esac
                    printf '%s\n%s+\n%s %s\n%s\n' "$r" "$B" $f $c "$B"
                fi;;
            esac
            shift 3
        done
        """, WordCount: 3);

    public static Probe Of(AptPackage package, bool isLatest, int freshMinutes) => Probe.OfQuestion(
        new Question(Kind,
        [
            Shell.Quote(package.Name),
            package.Version is { } version ? Shell.Quote("=" + version) : isLatest ? "latest" : "any",
            freshMinutes.ToString(CultureInfo.InvariantCulture),
        ]),
        AptState.Read);
}
