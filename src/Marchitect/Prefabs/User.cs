using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect.Prefabs;

/// <summary>A user that exists on the host.</summary>
/// <param name="Name">Its name, e.g. <c>deploy</c>: ASCII letters, digits, <c>_ . -</c>, at most 32.</param>
/// <remarks>
/// It is made by <c>useradd</c> and changed by <c>usermod</c>. Where there is only busybox's <c>adduser</c>, it is made, locked, given a password and
/// put in groups, but what <c>usermod</c> would change cannot be; the error names it. Groups must exist: a <see cref="Group"/> listed before makes them.
/// <c>clean</c> leaves the user, unless <see cref="RemoveOnClean"/> says so. The user as whom the session logged in is never removed, nor root.
/// <c>usermod</c> and <c>userdel</c> refuse to renumber, move or remove a user who has processes; their words are in the error.
/// One <c>getent</c> and two <c>cat</c> observe any number of users.
/// </remarks>
public sealed record User(string Name) : Prefab
{
    internal const string ShadowRemedy = "Install the package that has it: passwd on Debian, shadow on Alpine.";

    /// <inheritdoc cref="User(string)" path="/param[@name='Name']"/>
    public string Name { get; } = AccountText.CheckedName(Name, "a user");

    /// <summary>Its number. <value>Default: null, as found; a new one gets the next free. A change renumbers the files in the home too.</value></summary>
    public int? Uid { get; init => field = AccountText.CheckedNumber(value); }

    /// <summary>Its primary group. <value>Default: null, as found; a new user gets one of its own name.</value></summary>
    public string? Group { get; init => field = value is null ? null : AccountText.CheckedName(value, "a group"); }

    /// <summary>Supplementary groups that it is in. <value>Default: none.</value></summary>
    public IReadOnlyList<string> Groups
    {
        get;
        init => field = [.. value.Select(group => AccountText.CheckedName(group, "a group")).Distinct()];
    } = [];

    /// <summary>Whether it leaves all supplementary groups but <see cref="Groups"/>. <value>Default: false.</value></summary>
    public bool HasOnlyTheseGroups { get; init; }

    /// <summary>Its login shell, a path. <value>Default: null, as found; a new one gets the system's default.</value></summary>
    public string? Shell { get; init => field = AccountText.CheckedPath(value, "The shell"); }

    /// <summary>
    /// Its home, a path. <value>Default: null, as found; <c>/home/NAME</c> for a new one.</value> When it changes, the old folder moves there, where
    /// nothing stands at the new place yet.
    /// </summary>
    public string? Home { get; init => field = AccountText.CheckedPath(value, "The home"); }

    /// <summary>
    /// Whether the home exists and belongs to it. <value>Default: null, yes unless <see cref="IsSystem"/>.</value> It is made from
    /// <c>/etc/skel</c>, whole or not at all, with permissions <c>HOME_MODE</c> of <c>/etc/login.defs</c>, else 0700. A folder that is there
    /// and belongs to root or to a number without a name is given to the user, with what is in it of that number; one of the system's own folders
    /// is left as it is. A home that is to be root's, e.g. for <c>ChrootDirectory</c>, wants false here.
    /// </summary>
    public bool? HasHome { get; init; }

    /// <summary>Whether a new one gets a number from the range of the system's own. <value>Default: false.</value></summary>
    public bool IsSystem { get; init; }

    /// <summary>A text about it, most often the full name (GECOS). <value>Default: null, as found.</value></summary>
    public string? Comment { get; init => field = AccountText.CheckedField(value, "The comment"); }

    /// <summary>
    /// Whether its password is locked, as <c>passwd -l</c> does; it may still log in with a key. <value>Default: null, as found; a new one has no
    /// password, which is locked too.</value>
    /// </summary>
    public bool? IsLocked { get; init; }

    /// <summary>
    /// Its password as crypt(3) has it, e.g. <c>$6$SALT$HASH</c> from <c>openssl passwd -6</c>. <value>Default: null, as found.</value> It is a
    /// secret: it is in no argument list, is shown as <c>***</c>, and in a saved plan this user is told by keyed hashes alone. What is in <c>/etc/shadow</c> is compared, so the same hash changes nothing.
    /// </summary>
    public string? PasswordHash
    {
        get;
        init => field = value is null || IsHash(value)
            ? value
            : throw new ArgumentException("The password's hash is no text as crypt(3) makes it, which begins with $; is it the password itself? Use 'openssl passwd -6'.", nameof(value));
    }

    /// <summary>Whether it is to be gone. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> removes it. <value>Default: false.</value></summary>
    public bool RemoveOnClean { get; init; }

    /// <summary>
    /// Whether its home goes with it, where that folder belongs to it and is none of the system's. <value>Default: false.</value>
    /// </summary>
    public bool RemoveHome { get; init; }

    /// <inheritdoc/>
    protected internal override bool HoldsSecret => PasswordHash is not null;

    /// <inheritdoc/>
    protected internal override string Title => $"user {Name}";

    /// <inheritdoc/>
    protected internal override bool GoesLast(string mode) => mode == Mode.Clean;

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update when !IsAbsent => AccountProbes.User(
            Name, Group ?? Name, Groups, HasOnlyTheseGroups,
            PasswordHash is not null ? 2 : IsLocked is not null ? 1 : 0,
            WantsHome ? Home ?? $"=/home/{Name}" : "-", asksSelf: false),
        Mode.Install or Mode.Update => Removal,
        Mode.Clean when RemoveOnClean => Removal,
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => found switch
    {
        UserFinding user when IsAbsent || mode == Mode.Clean => Gone(user),
        UserFinding user => Wanted(user),
        _ => Change.None,
    };

    internal static Change NoTool => Change.Impossible("this host has neither useradd nor adduser", ShadowRemedy);

    private bool WantsHome => HasHome ?? !IsSystem;

    private Probe Removal => AccountProbes.User(Name, null, [], false, 0, RemoveHome ? $"={Home ?? $"/home/{Name}"}" : "-", asksSelf: true);

    private Change Wanted(UserFinding found)
    {
        if (Group is not null && !found.HasPrimary)
            return NoGroup(Group);
        if (found.Groups.IndexOf('!', StringComparison.Ordinal) is >= 0 and var missing)
            return NoGroup(Groups[missing]);
        var steps = new Steps();
        if ((found.Account is { } account ? Correct(account, found, steps) : Make(found, steps)) is { } refusal)
            return refusal;
        if ((Password(found, steps) ?? HomeOf(found, steps)) is { } other)
            return other;
        return steps.Operations.Count == 0 ? Change.None : Change.Of(steps.Operations) with { Differences = steps.Differences, Proof = [Proof(found)] };
    }

    private Change? Make(UserFinding found, Steps steps)
    {
        // A group of its name that is there already is its own.
        var group = Group ?? (found.HasPrimary ? Name : null);
        var home = Home ?? (WantsHome ? $"/home/{Name}" : null);
        switch (found.Tool)
        {
            case AccountTool.Useradd:
                steps.Operations.Add(AccountText.Run("useradd",
                [
                    // The home is made afterwards, in the same way as one that is missing later.
                    "-M", .. Flag(IsSystem, "-r"), .. Option("-u", Number(Uid)), .. Option("-d", home), .. Option("-s", Shell), .. Option("-c", Comment),
                    .. group is null ? ["-U"] : Option("-g", group), .. Option("-G", Groups.Count > 0 ? string.Join(',', Groups) : null), "--", Name,
                ]));
                break;
            case AccountTool.Adduser:
                // It puts a system user in 'nogroup', and calls who has no comment 'Linux User,,,'.
                if (IsSystem && group is null)
                    steps.Operations.Add(AccountText.Run("addgroup", "-S", group = Name));
                steps.Operations.Add(AccountText.Run("adduser",
                [
                    "-D", "-H", .. Flag(IsSystem, "-S"), .. Option("-u", Number(Uid)), .. Option("-h", home), .. Option("-s", Shell), "-g", Comment ?? "",
                    .. Option("-G", group), Name,
                ]));
                steps.Operations.AddRange(Groups.Where(each => each != (group ?? Name)).Select(each => AccountText.Run("addgroup", Name, each)));
                break;
            default:
                return NoTool;
        }
        steps.Differences.Add(new("user", null, "made"));
        foreach (var (field, value) in (ReadOnlySpan<(string, string?)>)[("uid", Number(Uid)), ("group", Group), ("home", Home), ("shell", Shell), ("comment", Comment)])
        {
            if (value is not null)
                steps.Differences.Add(new(field, null, value));
        }
        if (Groups.Count > 0)
            steps.Differences.Add(new("groups", null, string.Join(", ", Groups)));
        return null;
    }

    private Change? Correct(UserAccount account, UserFinding found, Steps steps)
    {
        var options = new List<string>();
        void Compare(string field, string option, string? wanted, string there)
        {
            if (wanted is null || wanted == there)
                return;
            options.AddRange([option, wanted]);
            steps.Differences.Add(new(field, there, wanted));
        }

        Compare("uid", "-u", Number(Uid), Number(account.Uid)!);
        Compare("group", "-g", Group, account.Group);
        Compare("comment", "-c", Comment, account.Comment);
        Compare("shell", "-s", Shell, account.Shell);
        Compare("home", "-d", Home, account.Home);
        if (WantsHome && found.Home == "-" && Home is not null && Home != account.Home)
            options.Add("-m");
        if (options.Count > 0 && found.Tool != AccountTool.Useradd)
        {
            return Change.Impossible(
                $"{string.Join(", ", steps.Differences.Select(difference => $"its {difference.Field} is '{difference.Before}', not '{difference.After}'"))}, and this host has no usermod to change that",
                ShadowRemedy);
        }

        var missing = Groups.Where((_, i) => found.Groups.ElementAtOrDefault(i) == '-').ToArray();
        // Whoever is in a group by having it as the primary one is in it.
        var others = found.OtherGroups;
        if (missing.Length + others.Count > 0)
        {
            steps.Differences.Add(new("groups", others.Count > 0 ? string.Join(", ", others.Concat(Groups.Except(missing))) : null, string.Join(", ", others.Count > 0 ? Groups : missing)));
            switch (found.Tool)
            {
                case AccountTool.Useradd:
                    options.AddRange(others.Count > 0 ? ["-G", string.Join(',', Groups)] : ["-a", "-G", string.Join(',', missing)]);
                    break;
                case AccountTool.Adduser:
                    steps.Operations.AddRange(missing.Select(group => AccountText.Run("addgroup", Name, group)));
                    steps.Operations.AddRange(others.Select(group => AccountText.Run("delgroup", Name, group)));
                    break;
                default:
                    return NoTool;
            }
        }
        if (options.Count > 0)
            steps.Operations.Add(AccountText.Run("usermod", [.. options, "--", Name]));
        return null;
    }

    private Change? Password(UserFinding found, Steps steps)
    {
        if (PasswordHash is null && IsLocked is null)
            return null;
        if (found.Password == "?")
            return Change.Impossible("/etc/shadow may not be read by this user", "Act as root.");
        if (found.Account is not null && found.Password == ".")
            return Change.Impossible("it has no line in /etc/shadow", "Run pwconv.");
        var hasPassword = found.Account is not null && found.PasswordDigest is not ("-" or "");
        if (PasswordHash is { } hash)
        {
            // One who has none yet is locked only for want of one.
            var locked = IsLocked ?? (found.IsLocked && hasPassword);
            if (found.Account is not null && found.PasswordDigest == Digest(hash))
            {
                Lock(locked, found.IsLocked, steps);
                return null;
            }
            var line = $"{Name}:{(locked ? "!" : "")}{hash}";
            steps.Operations.Add(Operation.Run(
                Marchitect.Shell.Raw($"{AccountText.Path}\nprintf '%s\\n' {Marchitect.Shell.Quote(line)} | chpasswd -e"),
                $"chpasswd -e ({Name}:***)", [hash]));
            steps.Differences.Add(new("password", hasPassword ? "***" : null, "***"));
            if (locked && !(found.IsLocked && hasPassword))
                steps.Differences.Add(new("locked", "no", "yes"));
            return null;
        }
        if (IsLocked == false && (found.Account is null || (found.IsLocked && !hasPassword)))
            return Change.Impossible("it has no password, and unlocked anyone could log in as it", "Give it a PasswordHash.");
        Lock(IsLocked!.Value, found.Account is null || found.IsLocked, steps);
        return null;
    }

    private void Lock(bool wanted, bool there, Steps steps)
    {
        if (wanted == there)
            return;
        steps.Operations.Add(AccountText.Run("passwd", wanted ? "-l" : "-u", Name));
        steps.Differences.Add(new("locked", there ? "yes" : "no", wanted ? "yes" : "no"));
    }

    private Change? HomeOf(UserFinding found, Steps steps)
    {
        if (!WantsHome)
            return null;
        var home = Home ?? found.Account?.Home ?? $"/home/{Name}";
        if (found.Home == "o")
            return Change.Impossible($"its home {home} is not a folder", "Move it away, choose another home, or set HasHome = false.");
        if (found.Home == "-")
        {
            steps.Operations.Add(Operation.Run(MakeHome(home), $"make {home} from /etc/skel"));
            // Where the old one moves there it is told already.
            if (found.Account is null || found.Account.Home == home)
                steps.Differences.Add(new("home folder", null, home));
            return null;
        }
        if ((found.Account is { } account && found.HomeOwnerId == account.Uid) || SystemFolders.IsOne(home))
            return null;
        if (found.HomeOwner is { } owner && found.HomeOwnerId != 0)
            return Change.Impossible($"its home {home} belongs to {owner}", "Choose another home, or set HasHome = false.");
        // What a renumbering that was cut left behind belongs to the old number, which is nobody's.
        var content = found.HomeOwner is null ? $" && find {Marchitect.Shell.Quote(home)} -xdev -user {Number(found.HomeOwnerId)} -exec chown -h -- {Name} {{}} +" : "";
        steps.Operations.Add(Operation.Run(
            Marchitect.Shell.Raw($"chown -- {Name}:\"$(id -g {Name})\" {Marchitect.Shell.Quote(home)}{content}"), $"chown {Name} {home}"));
        steps.Differences.Add(new("owner of the home", found.HomeOwner ?? Number(found.HomeOwnerId), Name));
        return null;
    }

    // Made beside its place and renamed: cut anywhere, the home is there whole or not at all.
    private ShellCommand MakeHome(string home) => Marchitect.Shell.Raw(
        $$"""
        h={{Marchitect.Shell.Quote(home)}}
        [ ! -d "$h" ] || exit 0
        d=${h%/*}/
        t=$d.marchitect-home-{{Name}}
        m=$(sed -n 's/^HOME_MODE[[:blank:]]*\([0-7][0-7]*\).*/\1/p' /etc/login.defs 2>/dev/null)
        umask 022
        mkdir -p -- "$d" && rm -rf -- "$t" && mkdir -m 0700 -- "$t" || exit
        [ ! -d /etc/skel ] || cp -a /etc/skel/. "$t"/ || exit
        chown -R -h -- {{Name}}:"$(id -g {{Name}})" "$t" && chmod -- "${m:-0700}" "$t" && mv -- "$t" "$h" || exit
        ! command -v restorecon >/dev/null 2>&1 || restorecon -R -- "$h"
        """.ReplaceLineEndings("\n"));

    private Change Gone(UserFinding found)
    {
        if (found.Account is not { } account)
        {
            // A run may have been cut between the user and its home, which then belongs to nobody.
            var left = Home ?? $"/home/{Name}";
            return RemoveHome && !SystemFolders.IsOne(left) && found.HomeOwnerId is > 0 && found.HomeOwner is null
                ? Change.Of(Operation.Remove(left, isFolder: true)) with { Differences = [new("home folder", left, null)], Proof = ["*\n-\n*\n-\n*"] }
                : Change.None;
        }
        if (account.Uid == 0)
            return Change.Impossible("it is root", "No system lives without.");
        if (found.IsSelf)
            return Change.Impossible("this session is logged in as it", "Log in as another user to remove it.");
        if (found.Tool == AccountTool.None)
            return NoTool;
        var remove = AccountText.Run(found.Tool == AccountTool.Useradd ? "userdel" : "deluser", Name);
        if (!RemoveHome || found.HomeOwnerId != account.Uid)
            return Change.Of(remove) with { Differences = [new("user", "present", null)], Proof = ["*\n-\n*"] };
        return SystemFolders.IsOne(account.Home)
            ? Change.Impossible($"its home {account.Home} belongs to the system, and would be removed with all that is in it", "Set RemoveHome = false.")
            : Change.Of(remove, Operation.Remove(account.Home, isFolder: true)) with
            {
                Differences = [new("user", "present", null), new("home folder", account.Home, null)],
                Proof = ["*\n-\n*"],
            };
    }

    // The answer as it is to look, line by line; what is not wanted in one way may look in any.
    private string Proof(UserFinding found)
    {
        static string Any(string? wanted) => wanted is null ? "*" : Change.Literal(wanted);
        var password = PasswordHash is { } hash ? $"? {Digest(hash)}" : "*";
        var home = WantsHome && !SystemFolders.IsOne(Home ?? found.Account?.Home ?? $"/home/{Name}") ? $"d {Number(Uid) ?? "*"} *" : "*";
        var groups = $"?{new string('+', Groups.Count)}";
        var account = $"{Number(Uid) ?? "*"}:{Any(Group)}:{Any(Home)}:{Any(Shell)}:{Any(Comment)}";
        return $"{found.Tool}\n{account}\n{password}\n{home}\n{groups}\n{(HasOnlyTheseGroups ? "" : "*")}\n*";
    }

    private static Change NoGroup(string group) => Change.Impossible($"there is no group {group}", "List a Group that makes it before.");

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string[] Option(string option, string? value) => value is null ? [] : [option, value];

    private static string[] Flag(bool isSet, string option) => isSet ? [option] : [];

    private static string Digest(string hash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hash)));

    private static bool IsHash(string text) =>
        text.Length >= 8 && text[0] == '$' && text.IndexOf('$', 1) > 1 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '.' or '/' or '=' or ',' or '-' or '_' or '+');

    private sealed class Steps
    {
        public List<Operation> Operations { get; } = [];

        public List<Difference> Differences { get; } = [];
    }
}
