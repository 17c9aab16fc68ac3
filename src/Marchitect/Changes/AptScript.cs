using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>Runs <c>apt-get</c> so that it asks nobody, waits for others, and goes on where it was cut.</summary>
internal static class AptScript
{
    private const string Environment = "export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a APT_LISTCHANGES_FRONTEND=none LC_ALL=C.UTF-8\n";

    private const string OnlyRoot = "[ \"$(id -u)\" = 0 ] || { echo 'Packages are for root alone: act as root, e.g. with As = Become.Sudo().' >&2; exit 1; }\n";

    /// <summary>
    /// Fetches the package lists. apt waits for dpkg's lock where it is told to, but never for that of the lists. What it could not fetch is an
    /// error, and the stamp says when all was fetched: where nothing is new, apt leaves no trace of having looked.
    /// </summary>
    public static ShellCommand Update(int lockSeconds) => Shell.Raw(Environment + OnlyRoot + string.Create(CultureInfo.InvariantCulture, $$"""
        w=0
        while :; do
            e=0
            o=$(apt-get -q -o APT::Update::Error-Mode=any update 2>&1 >&3) || e=$?
            case $e:$o in
            0:*) break;;
            *'ould not get lock'*)
                if [ $w -ge {{lockSeconds}} ]; then break; fi
                [ $w != 0 ] || printf 'waiting for another process: %s\n' "$o"
                sleep 1; w=$((w+1));;
            *) break;;
            esac
        done 3>&1
        [ -z "$o" ] || printf '%s\n' "$o" >&2
        [ $e = 0 ] || exit $e
        mkdir -p /var/lib/apt/periodic && touch /var/lib/apt/periodic/update-success-stamp
        """).ReplaceLineEndings("\n"));

    /// <summary>Appends the script of one run.</summary>
    /// <param name="script">Where to.</param>
    /// <param name="runs">What is to be done, alike in all but the packages, with the number that <c>bad</c> tells.</param>
    public static void Append(StringBuilder script, IReadOnlyList<(int Number, AptRun Run)> runs)
    {
        var first = runs[0].Run;
        var words = runs.SelectMany(each => each.Run.Packages).Distinct().Select(Shell.Quote).ToArray();
        script.Append("(\nbad() { printf '%s ! %s\\n' \"$B\" $1 >&2; exit 1; }\n").Append(Environment).Append(OnlyRoot);
        if (first.Verb == "install")
        {
            // apt-get takes the name of a package that it does not know for a regular expression, and installs whatever that matches.
            var names = runs.SelectMany(each => each.Run.Packages.Select(package => (each.Number, Name: package.Split('=')[0]))).ToArray();
            script.Append(CultureInfo.InvariantCulture, $"l=$N$(apt-cache policy -- {string.Join(' ', names.Select(each => Shell.Quote(each.Name)).Distinct())} 2>/dev/null)$N\n");
            if (names.Any(each => each.Name.Contains(':', StringComparison.Ordinal)))
                script.Append("k=\" $(echo $(dpkg --print-architecture; dpkg --print-foreign-architectures)) all \"\n");
            foreach (var (number, name) in names)
            {
                if (name.Split(':') is [_, var architecture])
                {
                    script.Append(CultureInfo.InvariantCulture, $"case $k in *' {architecture} '*) ;; *) echo \"This machine takes no packages of the architecture '{architecture}', of which '{name}' is; ")
                        .Append(CultureInfo.InvariantCulture, $"'dpkg --add-architecture {architecture}' before lets it.\"; bad {number};; esac\n");
                }
                script.Append(CultureInfo.InvariantCulture, $"case $l in *\"$N{name}:$N\"*|*\"$N{name.Split(':')[0]}:$N\"*) ;; *) ")
                    .Append(CultureInfo.InvariantCulture, $"echo \"The package lists of this host know no package '{name}'.\"; bad {number};; esac\n");
            }
        }
        var options = first.Verb == "install" ? $" --allow-downgrades{first.Options}" : "";
        script.Append(CultureInfo.InvariantCulture, $"run() {{ apt-get -qy -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout={first.LockSeconds} ")
            .Append(CultureInfo.InvariantCulture, $"-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold {first.Verb}{options} -- {string.Join(' ', words)}; }}\n");
        // Only when apt-get has waited for the lock and failed is it sure that nobody is at work on what an earlier run left half done.
        script.Append(
            """
            run && exit
            e=$?
            for f in /var/lib/dpkg/updates/[0-9]*; do
                [ -e "$f" ] || continue
                echo 'dpkg was interrupted earlier, so: dpkg --configure -a'
                dpkg --force-confdef --force-confold --configure -a && run
                exit
            done
            exit $e
            )
            """.ReplaceLineEndings("\n"));
    }
}
