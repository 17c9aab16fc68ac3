using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect.Prefabs;

/// <summary>A public key that may log in as a user: a line in <c>~/.ssh/authorized_keys</c> (<c>man 8 sshd</c>).</summary>
/// <param name="User">The user, e.g. <c>deploy</c>; a <see cref="Prefabs.User"/> listed before may make it.</param>
/// <param name="Key">The key as a <c>.pub</c> file has it, e.g. <c>ssh-ed25519 AAAA... anna@laptop</c>: type, key, and a comment if there is one.</param>
/// <remarks>
/// A key is known by its type and blob. A line that has another comment or other options is replaced where it stands; the lines of other
/// keys keep their bytes. The file is written whole or not at all. <c>.ssh</c> is 0700 and the file 0600, and both are the user's and its primary group's.
/// The home is the one that the host tells. Since the user may do anything in there while root writes, links are not followed: a
/// <c>.ssh</c> or a file that is a symbolic link is refused. <c>clean</c> takes the key's line away, and no other.
/// Where <c>sshd_config</c> sets another <c>AuthorizedKeysFile</c>, use <see cref="LineInFile"/>. Each key costs about 2 ms on the host, none a round trip.
/// </remarks>
public sealed record AuthorizedKey(string User, string Key) : Prefab
{
    private readonly PublicKey _key = PublicKey.Parse(Key);

    /// <inheritdoc cref="AuthorizedKey(string, string)" path="/param[@name='User']"/>
    public string User { get; } = AccountText.CheckedName(User, "a user");

    /// <inheritdoc cref="AuthorizedKey(string, string)" path="/param[@name='Key']"/>
    public string Key { get; } = Key;

    /// <summary>What the key may do, with commas between, e.g. <c>no-pty,from="10.0.0.0/8"</c>. <value>Default: null, no options.</value></summary>
    public string? Options { get; init => field = CheckedOptions(value); }

    /// <summary>Whether the key is to be gone. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => $"authorized key {_key.Name} of {User}";

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => AuthorizedKeyProbes.Key(User, _key.Type, _key.Blob, Line),
        Mode.Clean when !KeepOnClean => AuthorizedKeyProbes.Key(User, _key.Type, _key.Blob, Line),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => found is not AuthorizedKeyFinding key ? Change.None
        : IsAbsent || mode == Mode.Clean ? Gone(key)
        : key.State switch
        {
            AuthorizedKeyState.Held => Change.None,
            AuthorizedKeyState.NoUser => Change.Impossible($"there is no user {User}", "List a User that makes it before."),
            AuthorizedKeyState.Blocked => Change.Impossible(key.Detail, Remedy(key.Detail)),
            AuthorizedKeyState.OtherLine => Written(new Difference("line", key.Detail, Line)),
            AuthorizedKeyState.OtherAccess => Written(new Difference("access", key.Detail, $"700 and 600, of {User}")),
            _ => Written(new Difference("key", null, Line)),
        };

    private string Line => $"{(Options is null ? "" : Options + " ")}{_key.Line}";

    private Change Gone(AuthorizedKeyFinding found) => found.State switch
    {
        AuthorizedKeyState.OtherLine or AuthorizedKeyState.OtherAccess or AuthorizedKeyState.Held =>
            Change.Of(Operation.Run(Script(""), $"remove {_key.Name} from {User}'s authorized_keys")) with
            {
                Differences = [new("key", found.State == AuthorizedKeyState.OtherLine ? found.Detail : Line, null)],
                Proof = ["Absent"],
            },
        AuthorizedKeyState.Blocked when !found.Detail.EndsWith("does not exist", StringComparison.Ordinal) => Change.Impossible(found.Detail, Remedy(found.Detail)),
        _ => Change.None,
    };

    private Change Written(Difference difference) =>
        Change.Of(Operation.Run(Script(Line), $"write {_key.Name} to {User}'s authorized_keys")) with { Differences = [difference], Proof = ["Held"] };

    private static string? Remedy(string detail) =>
        detail.EndsWith("link", StringComparison.Ordinal) ? "Replace it: root does not follow a link that the user may turn anywhere."
        : detail.EndsWith("not exist", StringComparison.Ordinal) ? "Make it: a User with HasHome = true does."
        : detail.EndsWith("this user", StringComparison.Ordinal) ? "Act as root, or as the user itself."
        : null;

    // The user may swap anything in its home while this runs. So the shell stands in .ssh, sees where that is, and from there on names nothing
    // but what lies in it; what it reads is open by then, and looked at through the open file; what it makes was not there (set -C).
    private ShellCommand Script(string line) => Shell.Raw(
        $$"""
        {{AuthorizedKeyProbes.Ours}}
        u={{Shell.Quote(User)}} k={{Shell.Quote(_key.Type)}} b={{Shell.Quote(_key.Blob)}} w={{Shell.Quote(line)}}
        no() { printf '%s\n' "$1" >&2; exit 1; }
        h=$(getent passwd "$u" 2>/dev/null) || h=$(grep {{Shell.Quote($"^{User.Replace(".", "\\.", StringComparison.Ordinal)}:")}} /etc/passwd) || no "there is no user $u"
        h=${h#*:}; h=${h#*:}; i=${h%%:*}; h=${h#*:}; g=${h%%:*}; h=${h#*:}; h=${h#*:}; h=${h%%:*}
        umask 077
        cd -P -- "$h" || exit 1
        h=$(pwd -P)
        if ! [ -e .ssh ] && ! [ -h .ssh ]; then
            [ -n "$w" ] || exit 0
            mkdir -m 0700 .ssh && chown -h "$i:$g" .ssh || exit 1
        fi
        cd -P .ssh || exit 1
        [ "$(pwd -P)" = "${h%/}/.ssh" ] || no "$h/.ssh is a symbolic link"
        o=$(stat -c %u .)
        [ "$o" = "$i" ] || [ "$o" = 0 ] || no "$h/.ssh belongs to another user"
        if [ "$(stat -c '%a %u:%g' .)" != "700 $i:$g" ]; then chown "$i:$g" . && chmod 00700 . || exit 1; fi
        f=.authorized_keys.marchitect
        rm -f -- "$f"
        set -C
        trap 'rm -f -- "$f"' EXIT
        trap 'exit 143' HUP INT PIPE TERM
        if [ -e authorized_keys ] || [ -h authorized_keys ]; then
            [ -f authorized_keys ] && ! [ -h authorized_keys ] || no "$h/.ssh/authorized_keys is not a file"
            exec 3<authorized_keys || exit 1
            [ "$(readlink /proc/self/fd/3)" = "$(pwd -P)/authorized_keys" ] && [ "$(stat -L -c %h /proc/self/fd/3)" = 1 ] || no "$h/.ssh/authorized_keys is a link"
        else
            exec 3</dev/null
        fi
        {
            while IFS= read -r l || [ -n "$l" ]; do
                if ours "$l" "$k" "$b"; then l=$w w=; [ -n "$l" ] || continue; fi
                printf '%s\n' "$l" || exit 1
            done
            [ -z "$w" ] || printf '%s\n' "$w" || exit 1
        } <&3 >"$f" || exit 1
        chown -h "$i:$g" "$f" && { sync -- "$f" 2>/dev/null || sync; } && mv -f -- "$f" authorized_keys
        """.ReplaceLineEndings("\n"));

    private static string? CheckedOptions(string? options)
    {
        if (options is null)
            return null;
        var isQuoted = false;
        for (var i = 0; i < options.Length; i++)
        {
            if (char.IsControl(options[i]) || (options[i] == ' ' && !isQuoted))
                throw new ArgumentException($"The options '{options}' hold a blank outside quotes, or a control character; write commas between them.", nameof(options));
            if (options[i] == '"' && (i == 0 || options[i - 1] != '\\'))
                isQuoted = !isQuoted;
        }
        return options.Length == 0 || options[0] == '#' || isQuoted
            ? throw new ArgumentException($"The options '{options}' are empty, a comment, or have a quote without its other one.", nameof(options))
            : options;
    }

    /// <summary>The parts of a public key's line.</summary>
    private sealed record PublicKey(string Type, string Blob, string Comment)
    {
        public string Line => Comment.Length == 0 ? $"{Type} {Blob}" : $"{Type} {Blob} {Comment}";

        /// <summary>What it is called in titles: its fingerprint, as <c>ssh-keygen -l</c> tells it, and the comment.</summary>
        public string Name { get; } = $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Blob))).TrimEnd('=')}{(Comment.Length == 0 ? "" : $" ({Comment})")}";

        public static PublicKey Parse(string line)
        {
            ArgumentNullException.ThrowIfNull(line);
            if (line.Contains("-----BEGIN", StringComparison.Ordinal))
                throw new ArgumentException("This is a private key; what a host is given is the public one, from the .pub file.", nameof(line));
            var parts = line.Trim().Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (line.Trim().Any(c => char.IsControl(c) && c != '\t') || parts.Length < 2)
                throw new ArgumentException($"'{line}' is no public key: type, key and a comment, in one line.", nameof(line));
            return IsBlobOf(parts[0], parts[1])
                ? new(parts[0], parts[1], parts.Length > 2 ? parts[2] : "")
                : throw new ArgumentException($"'{line}' is no public key: '{parts[0]}' is not the type that the key tells; options go into Options.", nameof(line));
        }

        // A blob begins with the name of its type, its length before it (RFC 4253 section 6.6).
        private static bool IsBlobOf(string type, string blob)
        {
            var bytes = new byte[blob.Length];
            return Convert.TryFromBase64String(blob, bytes, out var count)
                && count > 4 + type.Length
                && BinaryPrimitives.ReadInt32BigEndian(bytes) == type.Length
                && bytes.AsSpan(4, type.Length).SequenceEqual(Encoding.UTF8.GetBytes(type));
        }
    }
}
