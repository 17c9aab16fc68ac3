using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>
/// The questions about files: what stands at each path, one <c>stat</c> and one <c>sha256sum</c> for any number of them. An answer is
/// <c>-</c> where nothing stands, else <c>MODE UID GID USER:GROUP</c> with the mode in hexadecimal as stat(2) has it, and then the
/// hash of a regular file (<c>?</c> where it may not be read) or the target of a link.
/// </summary>
internal static class FileProbes
{
    // Hostile names are the reason for the slow way: sha256sum escapes names that hold newlines and backslashes, stat's lines would be
    // torn by them, and a file that goes or comes between two processes would shift all that follow it.
    //
    // QUOTING_STYLE makes GNU stat print "NAME -> TARGET"; busybox prints 'NAME' -> 'TARGET' whatever stands in them.
    private static readonly ProbeKind FileKindOfProbe = new("file",
        """
        one() {
            if ! [ -h "$1" ] && ! [ -e "$1" ]; then r=-; return; fi
            r=$(stat -c '%f %u %g %U:%G' -- "$1" 2>/dev/null) || { r=-; return; }
            if [ -h "$1" ]; then
                h=$(readlink -- "$1"; echo x)
                r="$r ${h%"$N"x}"
            elif [ -f "$1" ]; then
                h=$(sha256sum <"$1" 2>/dev/null) || h='?'
                r="$r ${h%% *}"
            fi
        }
        # Owner and group may be called as they like, so that a link's target begins behind the name it is printed with.
        target() {
            case $2 in
            *"$1 -> "*) r=${2%%" $1 -> "*}" ${2#*"$1 -> "}";;
            *"'$1' -> '"*) r=${2#*"'$1' -> '"}; r=${2%%" '$1' -> '"*}" ${r%"'"}";;
            *) one "$1";;
            esac
        }
        # All lines that are asked for in one file are found by one grep; what it does not print, of a file it takes for no text, is asked for alone.
        has() {
            if [ "$f" != "$1" ]; then
                f=$1 e= i=1
                while [ $i -le $# ]; do
                    eval "p=\${$i} v=\${$((i+3))}"
                    if [ "$p" = "$f" ] && [ -n "$v" ]; then e="$e -e \"\${$((i+3))#=}\""; fi
                    i=$((i+4))
                done
                v=$(eval "exec grep -x -F $e -- \"\$f\"" 2>/dev/null) && v=$N$v$N || v=
            fi
            case $v in
            *"$N${4#=}$N"*) return;;
            "") return 1;;
            esac
            grep -q -x -F -e "${4#=}" -- "$1" 2>/dev/null
        }
        # A line of stat without the name behind it.
        bare() { r=${1%%"$N"*}; r=${r%" $2"}; r=${r%" '$2'"}; }
        s= h= k= i=1 c=0 l= w= f= v=
        while [ $i -le $# ]; do
            eval "p=\${$i}"
            case $p in *"$N"*|*\\*) w=1;; esac
            if [ -h "$p" ]; then k=${k}l l=1
            elif [ -f "$p" ] && [ -r "$p" ]; then k=${k}f h="$h \"\${$i}\""
            elif [ -e "$p" ]; then k=${k}o
            else k=$k-
            fi
            case $k in *-) ;; *) c=$((c+1)) s="$s \"\${$i}\"";; esac
            i=$((i+4))
        done
        if [ -z "$w" ]; then
            [ -z "$s" ] || s=$(eval "QUOTING_STYLE=literal exec stat -c '%f %u %g %U:%G %N' -- $s" 2>/dev/null) || w=1
            [ -z "$h" ] || h=$(eval "exec sha256sum -- $h" 2>/dev/null) || w=1
            # The target of a link may hold newlines.
            [ -n "$l" ] && i=$s || i= c=0
            while [ -n "$i" ] && [ -z "$w" ]; do
                c=$((c-1))
                case $i in *"$N"*) i=${i#*"$N"};; *) i=;; esac
            done
            [ $c = 0 ] || w=1
        fi
        while [ $# -gt 0 ]; do
            if [ -n "$w" ]; then one "$1"
            else
                case $k in
                -*) r=-;;
                l*) target "$1" "${s%%"$N"*}"; s=${s#*"$N"};;
                o*) bare "$s" "$1"; s=${s#*"$N"}; [ -d "$1" ] || ! [ -f "$1" ] || r="$r ?";;
                f*) bare "$s" "$1"; s=${s#*"$N"}; p=${h%%"$N"*}; h=${h#*"$N"}; r="$r ${p%% *}";;
                esac
                k=${k#?}
            fi
            if [ -z "$D" ] || [ $3 = 0 ]; then answer "$r"
            else
                case $r in
                *" $2"|-|4*) answer "$r";;
                *)
                    if ! [ -f "$1" ] || [ -h "$1" ]; then answer "$r"
                    elif [ -n "$4" ] && has "$@"; then printf '%s\n%s=\n' "$r" "$B"
                    else printf '%s\n%s+\n' "$r" "$B"; head -c $3 -- "$1" 2>/dev/null; printf '\n%s\n' "$B"
                    fi;;
                esac
            fi
            shift 4
        done
        """, WordCount: 4);

    private static readonly ProbeKind StatKind = new("stat",
        """
        s= k= i=1
        while [ $i -le $# ]; do
            eval "p=\${$i}"
            if [ -e "$p" ]; then k=$k+ s="$s \"\${$i}\""
            elif [ -h "$p" ]; then k=${k}l
            else k=$k-
            fi
            i=$((i+2))
        done
        w=
        [ -z "$s" ] || s=$(eval "exec stat -L -c '%f %u %g %U:%G' -- $s" 2>/dev/null) || w=1
        while [ $# -gt 0 ]; do
            case $k in
            -*) r=-;;
            l*) r=$(stat -c '%f %u %g %U:%G' -- "$1" 2>/dev/null) || r=-;;
            *) if [ -n "$w" ]; then r=$(stat -L -c '%f %u %g %U:%G' -- "$1" 2>/dev/null) || r=-
                else r=${s%%"$N"*}; s=${s#*"$N"}
                fi;;
            esac
            k=${k#?}
            if [ $2 = 1 ] && [ -d "$1" ]; then r="$r$N$(ls -A -- "$1" 2>/dev/null | head -n 20)"; fi
            answer "$r"
            shift 2
        done
        """, WordCount: 2);

    public static Question File(string path, string? wantedSha256, int contentLimitBytes, string? line) => new(
        FileKindOfProbe,
        [
            TargetPath.Word(path),
            wantedSha256 ?? "none",
            contentLimitBytes.ToString(CultureInfo.InvariantCulture),
            line is null ? "''" : Shell.Quote("=" + line),
        ]);

    public static Question Stat(string path, bool withEntries) => new(StatKind, [TargetPath.Word(path), withEntries ? "1" : "0"]);

    /// <summary>Whether a question is about a path alone, and the text would answer it; a link does not say what stands behind it.</summary>
    public static bool IsAnsweredBy(Question question, string text) =>
        question.Kind == FileKindOfProbe || (question.Kind == StatKind && !text.StartsWith('a'));

    public static Finding ReadFile(ProbeAnswer answer, int contentLimitBytes)
    {
        if (Read(answer.Text, out var rest) is not FileStat stat)
            return new Absent();
        return stat.Kind switch
        {
            FileKind.Link => stat with { Target = rest },
            FileKind.Regular => stat with
            {
                Sha256 = rest == "?" ? null : rest,
                Content = answer.Content,
                IsContentCut = answer.Content is { } content && content.Length >= contentLimitBytes,
                HasLine = answer.HasLine,
            },
            _ => stat,
        };
    }

    public static Finding ReadStat(string text)
    {
        var lines = text.Split('\n');
        if (Read(lines[0], out _) is not FileStat stat)
            return new Absent();
        return lines.Length > 1 ? stat with { Entries = [.. lines.Skip(1).Where(name => name.Length > 0)] } : stat;
    }

    // MODE UID GID USER:GROUP REST; a user's name holds no space on Linux, but a group's may where it comes from a directory service.
    private static FileStat? Read(string text, out string rest)
    {
        rest = "";
        var parts = text.Split(' ', 4);
        if (parts.Length < 4
            || !int.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mode)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var owner)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var group))
        {
            return null;
        }
        var kind = (mode & 0xF000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.Link,
            _ => FileKind.Special,
        };
        var names = parts[3];
        if (kind is FileKind.Regular or FileKind.Link && names.IndexOf(' ', names.IndexOf(':', StringComparison.Ordinal) + 1) is >= 0 and var end)
        {
            // The hash is the last word; a target may hold spaces, so for it the names end at the first one.
            end = kind == FileKind.Regular ? names.LastIndexOf(' ') : end;
            (names, rest) = (names[..end], names[(end + 1)..]);
        }
        var colon = names.IndexOf(':', StringComparison.Ordinal);
        return new(kind, Permissions.FromBits(mode & 0xFFF), Name(names[..colon], owner), Name(names[(colon + 1)..], group))
        {
            OwnerId = owner,
            GroupId = group,
        };
    }

    // stat prints UNKNOWN for a number without a name.
    private static string Name(string name, long number) => name == "UNKNOWN" ? number.ToString(CultureInfo.InvariantCulture) : name;

    /// <summary>The bytes as text, where they are UTF-8 without NUL; else null.</summary>
    public static string? TextOf(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
