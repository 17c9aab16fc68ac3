using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>
/// Scripts that bring a folder up to date. What differs comes as one tar stream into a folder beside the final one and is renamed into
/// place only when the stream came whole, so that each file is the old or the new one; cut anywhere, they remove what they wrote.
/// </summary>
internal static class TreeScripts
{
    // Names may hold anything, so they come NUL-terminated, and the lines about them in the same order after an empty name.
    private const string List =
        """
        find . -type f -exec $S -c 'printf "%s\0" "$@"; printf "\0"; stat -c %a -- "$@"; sha256sum -- "$@"; printf "\0"' sh {} +
        printf '\0'
        find . -type l -exec $S -c 'for l; do printf "%s\0" "$l"; r=$(readlink -- "$l"; echo x); printf "%s\0" "${r%?x}"; done' sh {} +
        printf '\0'
        find . -type d -print0
        printf '\0'
        find . ! -type f ! -type l ! -type d -print0
        printf '\0'

        """;

    /// <summary>Prints <c>new</c> where nothing stands there yet; else <c>folder</c> and all that is in it.</summary>
    public static string Look(string folder) =>
        $"f={TargetPath.Word(folder.Length > 1 ? folder.TrimEnd('/') : folder)}\n" +
        """
        d=${f%/*}
        [ "$d" != "$f" ] || d=.
        if [ -d "$f" ]; then cd -- "$f" || exit 23; echo folder
        elif [ -e "$f" ] || [ -h "$f" ]; then exit 26
        elif [ -d "$d/" ]; then echo new; exit 0
        else exit 20
        fi
        command -v tar >/dev/null || { echo 'there is no tar on the host' >&2; exit 23; }

        """ + List.ReplaceLineEndings("\n");

    /// <summary>Takes the stream, puts it in place and removes what is to go.</summary>
    /// <param name="folder">The folder on the host.</param>
    /// <param name="permissions">Its permissions, where it is made.</param>
    /// <param name="plan">What to do beside writing.</param>
    /// <param name="temporaryName">A name that nothing has.</param>
    /// <param name="owner">Owner of what is written, or null.</param>
    /// <param name="hasContent">Whether a stream follows.</param>
    public static string Take(string folder, Permissions permissions, TreePlan plan, string temporaryName, string? owner, bool hasContent)
    {
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"f={TargetPath.Word(folder.Length > 1 ? folder.TrimEnd('/') : folder)}\n");
        script.Append(plan.IsNew
            ? "d=${f%/*}\n[ \"$d\" != \"$f\" ] || d=.\n"
            : "cd -- \"$f\" && f=$(pwd -P; echo x) && f=${f%?x} || exit 23\nd=$f\n");
        script.Append(CultureInfo.InvariantCulture, $"t=$d/{temporaryName}\nowner={(owner is null ? "" : Shell.Quote(owner))}\npermissions={permissions.Octal}\n");
        if (hasContent)
        {
            script.Append(
                """
                umask 077
                w=
                mkdir -- "$t" || w=failed
                feed() { while IFS= read -r c && [ "$c" -gt 0 ]; do take $c; IFS= read -r k; done; IFS= read -r n && IFS= read -r l && [ "$l" = end ] && echo whole >&4; }
                # GNU tar tells a full disk as "wrote only N of M bytes".
                full() { set -- $(df -P -k "$t" 2>/dev/null | tail -n 1); [ "${4:-100}" -ge 64 ] || echo 'No space left on device'; }
                m=$( { feed | { [ -n "$w" ] || tar -x -o -p -f - -C "$t" 2>&1 || { full; echo "tar failed"; }; cat >/dev/null; }; } 4>&1 )
                undo() { rm -rf -- "$t"; printf '%s\n' "$2" >&2; exit $1; }
                [ -z "$w" ] || exit 23
                case $m in
                whole) ;;
                *whole) undo 23 "${m%?whole}";;
                *) undo 9 "$m";;
                esac
                if [ -n "$owner" ]; then m=$(chown -R -h -- "$owner" "$t" 2>&1) || undo 23 "$m"; fi

                """.ReplaceLineEndings("\n"));
        }
        AppendEach(script, "rm -rf --", plan.InTheWay);
        if (hasContent)
            script.Append((plan.IsNew ? MoveAll : MoveEach).ReplaceLineEndings("\n"));
        foreach (var group in plan.Permissions.GroupBy(p => p.Permissions.Octal, p => p.Path))
            AppendEach(script, $"chmod {group.Key} --", [.. group]);
        AppendEach(script, "rm -rf --", plan.Others);
        return script.ToString();
    }

    private const string MoveAll =
        """
        chmod "$permissions" "$t"
        if [ -e "$f" ] || [ -h "$f" ]; then undo 24 "something else has made it meanwhile"; fi
        m=$(mv -- "$t" "$f" 2>&1) || undo 23 "$m"

        """;

    // A folder that is new goes in one rename with all that is in it; in one that is there, the files are renamed, many with one mv.
    private const string MoveEach =
        """
        cd -- "$t" || exit 23
        # find replaces {} wherever it stands, in the inner script too.
        b={}
        export f b
        m=$(find . -type d -exec $S -c 'for d; do
            [ -d "$d" ] || continue
            if [ -d "$f/$d" ]; then find "$d" -maxdepth 1 ! -type d -exec '"$S"' -c '\''d=$1; shift; mv -f -- "$@" "$f/$d/"'\'' sh "$d" "$b" + || exit 1
            else mv -- "$d" "$f/$d" || exit 1
            fi
        done' sh {} + 2>&1) || { cd /; undo 23 "$m"; }
        cd -- "$f" || exit 23
        [ -z "$m" ] || undo 23 "$m"
        rm -rf -- "$t"

        """;

    // An argument list has a limit: 2 MiB on Linux, and 128 KiB is what POSIX hosts of ours always have.
    private static void AppendEach(StringBuilder script, string command, IReadOnlyList<string> paths)
    {
        foreach (var some in paths.Chunk(200))
            script.Append(command).Append(' ').AppendJoin(' ', some.Select(p => Shell.Quote("./" + p))).Append(" || exit 23\n");
    }
}
