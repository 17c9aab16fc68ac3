using System.Globalization;

namespace Marchitect;

/// <summary>
/// Scripts that put files in place on the host. What they promise: the file under its final name is always whole, the old or the new; the
/// new one is written beside it under <c>umask 077</c>, proved by its hash, given owner and permissions, flushed, and renamed. Cut
/// anywhere, they remove what they wrote.
/// </summary>
internal static class FileScripts
{
    /// <summary>A file up to this size goes with the request itself; a larger one over a channel of its own, so that it holds up no command.</summary>
    public const int InlineBytes = 1024 * 1024;

    /// <summary>Exit statuses of these scripts, by what they mean.</summary>
    public const int FolderMissing = 20, IsFolder = 21, IsNoFile = 22, Refused = 23, ContentMoved = 24, Missing = 25, NoFolder = 26;

    // A link is followed, as cp and editors do, so that it stays a link. $() takes newlines off the end of a path: hence the x.
    private const string FollowLink =
        """
        if [ -h "$f" ]; then r=$(readlink -f -- "$f" && echo x) && f=${r%?x}; fi
        d=${f%/*}
        [ "$d" != "$f" ] || d=.
        d=$d/

        """;

    private const string LookAtPlace =
        """
        e=0
        if [ -d "$f" ]; then e=21
        elif [ -e "$f" ] && ! [ -f "$f" ]; then e=22
        elif ! [ -d "$d" ]; then e=20
        fi

        """;

    // h FILE: its SHA-256, or nothing where the host cannot tell, and then its length has to do.
    private const string Hash =
        """
        h() { s=$(sha256sum <"$1" 2>/dev/null) && printf %s "${s%% *}"; }

        """;

    // sum: the SHA-256 of stdin, for large files, or "none" where the host cannot tell. openssl, where there is one that works, takes a
    // third of the processor time of sha256sum: it knows the processor's own instructions for it. The empty input's hash proves it.
    private const string Sum =
        """
        sum() { sha256sum; }
        case $(openssl dgst -sha256 -r </dev/null 2>/dev/null) in
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855*) sum() { openssl dgst -sha256 -r; };;
        *) command -v sha256sum >/dev/null || sum() { cat >/dev/null; echo none; };;
        esac

        """;

    // $1 is the hash wanted (empty for a file that was hashed by chunks), $2 its length. Prints "changed" or "equal".
    private const string PutInPlace =
        """
        put() {
            if [ "$(wc -c <"$t")" -ne "$2" ]; then rm -f -- "$t"; echo "its length differs after writing" >&2; exit 24; fi
            if [ -n "$1" ]; then
                w=$(h "$t")
                if [ -n "$w" ] && [ "$w" != "$1" ]; then rm -f -- "$t"; echo "its hash differs after writing" >&2; exit 24; fi
            fi
            o= n=
            if [ -f "$f" ]; then o=$(stat -c '%a %u:%g' -- "$f" 2>/dev/null); n=$(stat -c '%a %u:%g' -- "$t" 2>/dev/null); fi
            if [ -n "$1" ] && [ -f "$f" ] && if [ -n "$w" ]; then [ "$(h "$f")" = "$1" ]; else cmp -s -- "$t" "$f"; fi; then
                rm -f -- "$t"
                [ -z "$owner" ] || chown -- "$owner" "$f" || exit 23
                [ -z "$mode" ] || [ "${o%% *}" = "${mode#0}" ] || chmod -- "$mode" "$f" || exit 23
                if [ "$o" = "$(stat -c '%a %u:%g' -- "$f" 2>/dev/null)" ]; then echo equal; else echo changed; fi
                exit 0
            fi
            m=$mode
            [ -n "$m" ] || m=${o%% *}
            [ -n "$m" ] || m=$default
            if [ -n "$owner" ]; then chown -- "$owner" "$t" || { rm -f -- "$t"; exit 23; }
            elif [ "${o#* }" != "${n#* }" ]; then chown -- "${o#* }" "$t" 2>/dev/null
            fi
            chmod -- "$m" "$t" && mv -f -- "$t" "$f" || { rm -f -- "$t"; exit 23; }
            echo changed
            exit 0
        }

        """;

    /// <summary>Takes a small file as payload: its bytes, a newline and <c>end</c>.</summary>
    public static string TakeSmall(string path, string hash, int length, string temporaryName, TransferOptions options, Permissions fallback) =>
        Variables(path, options, fallback) + FollowLink + LookAtPlace + Hash + PutInPlace + Text($$"""
        if [ $e != 0 ]; then take {{length}} >/dev/null; read -r l; read -r l; exit $e; fi
        umask 077
        t=$d{{temporaryName}}
        m=$(take {{length}} | { x=$(dd bs=65536 of="$t" conv=fsync 2>&1) || printf '%s\n' "$x"; cat >/dev/null; })
        IFS= read -r l && IFS= read -r l && [ "$l" = end ] || { rm -f -- "$t"; exit 9; }
        if [ -n "$m" ]; then rm -f -- "$t" 2>/dev/null; printf '%s\n' "$m" >&2; exit 23; fi
        put {{hash}} {{length}}
        """);

    /// <summary>
    /// Takes a large file as <see cref="ChunkedContent"/> writes it; each chunk is read again and hashed while the next one travels.
    /// What follows a failure is not read any more: the shell it runs in has to be given up.
    /// </summary>
    public static string TakeLarge(string path, string temporaryName, TransferOptions options, Permissions fallback) =>
        Variables(path, options, fallback) + FollowLink + LookAtPlace + Hash + PutInPlace + Sum + Text($$"""
        [ $e = 0 ] || exit $e
        umask 077
        t=$d{{temporaryName}}
        # chunk BLOCK BYTES HASH: is that chunk, from that block of 64 KiB on, in the file as it should be?
        chunk() { s=$(dd if="$t" bs=65536 skip=$1 count=$2 iflag=count_bytes 2>/dev/null | sum); [ "${s%% *}" = "$3" ] || [ "$s" = none ]; }
        set --
        i=0
        while IFS= read -r c && [ "$c" -gt 0 ]; do
            m=$(dd bs=65536 count=$c iflag=count_bytes,fullblock 2>&1 >>"$t") || { e=23; break; }
            IFS= read -r k || { e=9; break; }
            chunk $i $c $k &
            set -- "$@" $!
            if [ $# -gt 2 ]; then wait $1 || e=24; shift; fi
            # All but the last are whole blocks.
            i=$((i + c / 65536))
        done
        for p in "$@"; do wait $p || [ $e != 0 ] || e=24; done
        if [ $e = 0 ]; then
            IFS= read -r n && IFS= read -r l && [ "$l" = end ] || e=9
            [ -e "$t" ] || : >"$t" || e=23
            m=$(dd if=/dev/null of="$t" bs=1 count=0 conv=notrunc,fsync 2>&1) || [ $e != 0 ] || e=23
        fi
        if [ $e != 0 ]; then
            rm -f -- "$t" 2>/dev/null
            [ $e != 24 ] || m='its hash differs after writing'
            printf '%s\n' "$m" >&2
            exit $e
        fi
        put '' "$n"
        """);

    /// <summary>
    /// Answers, before a large file travels, whether it could be put there, and whether it stands there already. Prints <c>equal</c> or, where
    /// owner or permissions were put right, <c>changed</c>, if the content is there; <c>alike</c> if its length is, where no hash was given;
    /// else nothing.
    /// </summary>
    public static string LookAtLarge(string path, long? length, string? hash, TransferOptions options) =>
        Variables(path, options, default) + FollowLink + LookAtPlace + Text($$"""
        [ $e = 0 ] || exit $e
        [ -w "$d" ] || { echo "$d: not writable" >&2; exit 23; }
        [ -f "$f" ] && [ "$(wc -c <"$f")" -eq {{length ?? -1}} ] || exit 0
        [ -n '{{hash}}' ] || { echo alike; exit 0; }

        """) + Sum + Text($$"""
        s=$(sum <"$f")
        [ "${s%% *}" = '{{hash}}' ] || exit 0
        o=$(stat -c '%a %u:%g' -- "$f" 2>/dev/null)
        [ -z "$owner" ] || chown -- "$owner" "$f" || exit 23
        [ -z "$mode" ] || [ "${o%% *}" = "${mode#0}" ] || chmod -- "$mode" "$f" || exit 23
        if [ "$o" = "$(stat -c '%a %u:%g' -- "$f" 2>/dev/null)" ]; then echo equal; else echo changed; fi
        """);

    /// <summary>
    /// Gives a file: a line of length, permissions, hash and identity; then the content, where it is no longer than
    /// <see cref="InlineBytes"/> and its hash is not <paramref name="knownHash"/>.
    /// </summary>
    public static string Give(string path, string knownHash) =>
        $"f={TargetPath.Word(path)}\n" + Hash + Text($$"""
        [ -e "$f" ] || { [ -d "${f%/*}/." ] || [ "${f%/*}" = "$f" ] || exit 20; exit 25; }
        [ -d "$f" ] && exit 21
        [ -f "$f" ] || exit 22
        [ -r "$f" ] || { echo 'Permission denied' >&2; exit 23; }
        set -- $(stat -L -c '%s %a %d:%i:%s:%Y:%Z' -- "$f" 2>/dev/null)
        n=$1
        [ -n "$n" ] || n=$(wc -c <"$f")
        k=
        [ "$n" -gt {{InlineBytes}} ] && [ -z '{{knownHash}}' ] || k=$(h "$f")
        printf '%s %s %s %s\n' "$n" "${2:--}" "${k:--}" "${3:--}"
        if [ "$n" -le {{InlineBytes}} ] && { [ -z "$k" ] || [ "$k" != '{{knownHash}}' ]; }; then cat -- "$f" || exit 23; fi
        exit 0
        """);

    /// <summary>
    /// Gives a large file on stdout; on stderr its hash and then its identity. The host hashes the file while it is sent, from the same
    /// cached pages, since a hash of what goes through a pipe would copy all of it once more.
    /// </summary>
    public static string GiveLarge(string path, long length) =>
        $"f={TargetPath.Word(path)}\n" + Sum + Text($$"""
        sum <"$f" >&2 &
        dd if="$f" bs=131072 count={{length}} iflag=count_bytes 2>/dev/null || exit 23
        wait
        stat -L -c '%d:%i:%s:%Y:%Z' -- "$f" >&2 2>/dev/null || echo - >&2
        """);

    private static string Variables(string path, TransferOptions options, Permissions fallback) =>
        $"f={TargetPath.Word(path)}\nmode={options.Permissions?.Octal}\nowner={(options.Owner is { } owner ? Shell.Quote(owner) : "")}\ndefault={fallback.Octal}\n";

    private static string Text(FormattableString script) => script.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("\n") + "\n";
}
