using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// The question whether the files of a folder are as wanted: a handful of processes for any number of them. The answer is one hash over
/// what stands at the wanted paths, so that it is short and can be known beforehand; what it is over comes along only where it differs.
/// </summary>
internal static class TreeProbe
{
    /// <summary>How much of the old contents comes along, for diffs.</summary>
    public const int ContentLimitBytes = 256 * 1024;

    private const int HashDigits = 8;

    // What the hash is over, in lines: the kinds of all paths, a letter each; what stat says of the files; the hashes of the files, those
    // with hostile names last; the targets of links, each with a line of a slash; the sorted names of all that is there, if wanted.
    // A folder that is not there is told as an empty one, since one that is made meanwhile changes nothing. Where the folder is asked for
    // itself, to be cleaned, what is to be left is not known beforehand: the kinds stand behind the hash then, and tell what is gone.
    private static readonly ProbeKind Kind = new("tree",
        """
        one() (
            d=$1 f=$2 w=$3 o=$4 n=$5 q=$6
            shift 6
            if [ $# != $n ]; then
                i=1 a=
                while [ $i -le $n ]; do a="$a \"\${$i}\"" i=$((i+1)); done
                eval "set -- $a"
            fi
            k=
            if cd -- "$d" 2>/dev/null; then
                for p do
                    if [ -h "$p" ]; then k=${k}l
                    elif [ -f "$p" ]; then
                        case $p in *"$N"*|*\\*) k=${k}x;; *) k=${k}f;; esac
                    elif [ -d "$p" ]; then k=${k}d
                    elif [ -e "$p" ]; then k=${k}o
                    else k=$k-
                    fi
                done
                l=$(
                    exec 2>/dev/null
                    printf '%s\n' "$k"
                    for p do [ ! -f "$p" ] || [ -h "$p" ] || printf '%s\0' "$p"; done | xargs -0 -r stat -c "$f" --
                    for p do
                        case $p in *"$N"*|*\\*) continue;; esac
                        [ ! -f "$p" ] || [ -h "$p" ] || printf '%s\0' "$p"
                    done | xargs -0 -r sha256sum -- | sed 's/ .*//'
                    case $k in *x*) for p do
                        case $p in *"$N"*|*\\*) [ ! -f "$p" ] || [ -h "$p" ] || { h=$(sha256sum <"$p"); echo "${h%% *}"; };; esac
                    done;; esac
                    case $k in *l*) for p do [ ! -h "$p" ] || { readlink -- "$p"; echo /; }; done;; esac
                    case $o in
                    1) find . ! -name . -print0 | tr '\n\0' '\1\n' | LC_ALL=C sort;;
                    2) find . -print0 | tr '\n\0' '\1\n' | LC_ALL=C sort;;
                    esac
                )
            else
                k=$(printf "%${n}s" '' | tr ' ' -)
                l=$k
            fi
            h=$(printf %s "$l" | sha256sum)
            h=${h%% *}
            [ $o != 2 ] || h="$h $k"
            if [ -z "$D" ] || [ "$h" = "$w" ]; then answer "$h"; return; fi
            printf '%s\n%s+\n%s\n\n' "$h" "$B" "$l"
            c=$l i=0 b=262144
            case $k in *x*|'') q=;; esac
            t=$k
            while [ -n "$t" ] && [ -n "$q" ]; do
                case $t in f*) c=${c#*"$N"};; esac
                t=${t#?}
            done
            c=${c#*"$N"}
            [ -z "$q" ] || for p do
                case $k in f*)
                    case $c in
                    "${q%"${q#????????}"}"*) ;;
                    *)
                        s=$(wc -c <"$p")
                        if [ $s -le 65536 ] && [ $s -le $b ]; then
                            b=$((b-s))
                            printf '%s %s\n' $i $s
                            head -c $s -- "$p"
                        fi;;
                    esac
                    c=${c#*"$N"};;
                esac
                k=${k#?} q=${q#????????} i=$((i+1))
            done 2>/dev/null
            printf '\n%s\n' "$B"
        )
        while [ $# -gt 0 ]; do
            one "$@"
            shift $(($5+6))
        done
        """, WordCount: 6);

    /// <summary>Asks.</summary>
    /// <param name="folder">The folder on the host.</param>
    /// <param name="wanted">What is to stand in it.</param>
    /// <param name="statFormat">What <c>stat</c> is to print of files.</param>
    /// <param name="names">Whose names are asked for too.</param>
    /// <param name="withContent">Whether old contents come along.</param>
    public static Probe Of(string folder, IReadOnlyList<TreeWanted> wanted, string statFormat, TreeNames names, bool withContent)
    {
        var hash = HashOf(wanted, names);
        var digits = withContent
            ? string.Concat(wanted.Select(each => each.Sha256 is { } sha ? sha[..HashDigits] : new string('-', HashDigits)))
            : "";
        return Probe.OfQuestion(
            new(Kind,
            [
                TargetPath.Word(folder), Shell.Quote(statFormat), names == TreeNames.WithItself ? "none" : hash,
                ((int)names).ToString(CultureInfo.InvariantCulture), wanted.Count.ToString(CultureInfo.InvariantCulture), Shell.Quote(digits),
                .. wanted.Select(each => Shell.Quote("./" + each.Path)),
            ]),
            answer => Read(answer, wanted, hash));
    }

    // What the host will print when all is as wanted.
    private static string HashOf(IReadOnlyList<TreeWanted> wanted, TreeNames names)
    {
        var text = new StringBuilder();
        foreach (var each in wanted)
            text.Append(each.Kind switch { FileKind.Directory => 'd', FileKind.Link => 'l', _ => each.IsHostile ? 'x' : 'f' });
        text.Append('\n');
        var files = wanted.Where(each => each.Kind == FileKind.Regular).ToArray();
        foreach (var file in files)
            text.Append(file.Stat).Append('\n');
        foreach (var file in files.OrderBy(file => file.IsHostile))
            text.Append(file.Sha256).Append('\n');
        foreach (var link in wanted.Where(each => each.Kind == FileKind.Link))
            text.Append(link.Target).Append("\n/\n");
        if (names != TreeNames.None)
        {
            var all = wanted.Select(each => ("./" + each.Path).Replace('\n', '\u0001')).ToList();
            all.Sort((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
            foreach (var name in all)
                text.Append(name).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n'))));
    }

    private static TreeFinding Read(ProbeAnswer answer, IReadOnlyList<TreeWanted> wanted, string wantedHash)
    {
        if (answer.Text == wantedHash)
            return new(true, null, null);
        if (answer.Content is not { } content)
            return new(false, answer.Text.Split(' ') is [_, var known] ? OfKinds(known) : null, null);
        var rest = content.Span;
        var kinds = Line(ref rest);
        if (kinds.Length != wanted.Count)
            return new(false, null, null);
        var found = OfKinds(kinds);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].Kind == FileKind.Regular)
                found[i] = found[i] with { Stat = Line(ref rest) };
        }
        foreach (var letter in "fx")
        {
            for (var i = 0; i < found.Length; i++)
            {
                if (kinds[i] != letter)
                    continue;
                // A file that may not be read has no line, and then it is not known whose the lines are.
                if (Line(ref rest) is not { Length: 64 } sha)
                    return new(false, null, null);
                found[i] = found[i] with { Sha256 = sha };
            }
        }
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].Kind != FileKind.Link)
                continue;
            var target = new List<string>();
            while (!rest.IsEmpty && Line(ref rest) is var line && line != "/")
                target.Add(line);
            found[i] = found[i] with { Target = string.Join('\n', target) };
        }
        var names = new List<string>();
        while (!rest.IsEmpty && Line(ref rest) is { Length: > 0 } name)
            names.Add(name == "." ? name : name[2..].Replace('\u0001', '\n'));
        while (!rest.IsEmpty && Line(ref rest).Split(' ') is [var number, var length]
            && int.TryParse(number, CultureInfo.InvariantCulture, out var at) && int.TryParse(length, CultureInfo.InvariantCulture, out var bytes)
            && at < found.Length && bytes <= rest.Length)
        {
            found[at] = found[at] with { Content = rest[..bytes].ToArray() };
            rest = rest[bytes..];
        }
        return new(false, found, names);
    }

    private static TreeFound[] OfKinds(string kinds) => [.. kinds.Select(kind => new TreeFound(kind switch
    {
        'f' or 'x' => FileKind.Regular,
        'd' => FileKind.Directory,
        'l' => FileKind.Link,
        'o' => FileKind.Special,
        _ => (FileKind?)null,
    }))];

    private static string Line(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n') is >= 0 and var at ? at : rest.Length;
        var line = Encoding.UTF8.GetString(rest[..end]);
        rest = rest[Math.Min(end + 1, rest.Length)..];
        return line;
    }
}
