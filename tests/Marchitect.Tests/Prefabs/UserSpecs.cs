using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class UserSpecs
{
    private const string Hash = "$6$canarysalt$CanaryHashCanaryHashCanaryHash.CanaryHash/CanaryHash0";

    [Theory]
    [InlineData("-x")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("a,b")]
    [InlineData("ü")]
    [InlineData("0")]
    public void A_name_that_no_user_can_have_is_refused_where_it_is_written(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new User(name));

    [Fact]
    public void Fields_that_would_tear_the_line_of_the_user_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new User("x") { Comment = "a:b" });
        Assert.Throws<ArgumentException>(() => new User("x") { Comment = "a\nroot::0:0::/:/bin/sh" });
        Assert.Throws<ArgumentException>(() => new User("x") { Home = "/a:b" });
        Assert.Throws<ArgumentException>(() => new User("x") { Home = "a" });
        Assert.Throws<ArgumentException>(() => new User("x") { Shell = "sh" });
        Assert.Throws<ArgumentException>(() => new User("x") { Group = "-g" });
        Assert.Throws<ArgumentException>(() => new User("x") { Groups = ["a,b"] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new User("x") { Uid = 0 });
    }

    [Fact]
    public void A_password_in_clear_is_refused_and_not_told()
    {
        var error = Assert.Throws<ArgumentException>(() => new User("x") { PasswordHash = "hunter2hunter2" });
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new User("x") { PasswordHash = Hash + "\nroot:x" });
        Assert.DoesNotContain("anary", new User("x") { PasswordHash = Hash }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_is_made_as_it_is_wanted()
    {
        Expect(new("x"), NotThere, "useradd -M -d /home/x -U -- x", "make /home/x from /etc/skel");
        Expect(new("x"), NotThere with { HasPrimary = true }, "useradd -M -d /home/x -g x -- x", "make /home/x from /etc/skel");
        Expect(new("x") { IsSystem = true }, NotThere, "useradd -M -r -U -- x");
        Expect(
            new("x") { Uid = 7, Group = "g", Groups = ["a", "b", "a"], Shell = "/bin/sh", Home = "/srv/x/", Comment = "A 'B' %s", HasHome = false },
            NotThere with { HasPrimary = true, Groups = "--" },
            @"useradd -M -u 7 -d /srv/x -s /bin/sh -c 'A '\''B'\'' %s' -g g -G a,b -- x");
        Expect(new("x") { HasHome = false, PasswordHash = Hash }, NotThere, "useradd -M -U -- x", "chpasswd -e (x:***)");
        Expect(new("x") { HasHome = false, IsLocked = true }, NotThere, "useradd -M -U -- x");
        Expect(new("x"), NotThere with { Home = "d 0 root" }, "useradd -M -d /home/x -U -- x", "chown x /home/x");
        Expect(new("x") { Groups = ["a"] }, NotThere with { Tool = AccountTool.Adduser, Groups = "-" }, "adduser -D -H -h /home/x -g '' x", "addgroup x a", "make /home/x from /etc/skel");
        Expect(new("x") { IsSystem = true, Comment = "X" }, NotThere with { Tool = AccountTool.Adduser }, "addgroup -S x", "adduser -D -H -S -g X -G x x");
        Assert.Equal("there is no group b", new User("x") { Groups = ["a", "b"] }.Decide("install", NotThere with { Groups = "-!" }).Reason);
        Assert.Equal("there is no group g", new User("x") { Group = "g" }.Decide("install", NotThere).Reason);
        Assert.Equal("its home /home/x belongs to bob", new User("x").Decide("install", NotThere with { Home = "d 1002 bob" }).Reason);
        Assert.Equal("it has no password, and unlocked anyone could log in as it", new User("x") { IsLocked = false }.Decide("install", NotThere).Reason);
        Assert.Equal("this host has neither useradd nor adduser", new User("x").Decide("install", NotThere with { Tool = AccountTool.None }).Reason);
    }

    [Fact]
    public void A_user_who_is_there_is_changed_only_in_what_differs()
    {
        Expect(new("x"), There);
        Expect(new("x") { Uid = 1001, Group = "x", Home = "/home/x", Shell = "/bin/sh", Comment = "X" }, There);
        Expect(new("x") { Shell = "/bin/bash", Comment = "" }, There, "usermod -c '' -s /bin/bash -- x");
        Expect(new("x") { Home = "/srv/x" }, There with { Home = "-" }, "usermod -d /srv/x -m -- x", "make /srv/x from /etc/skel");
        Expect(new("x") { Groups = ["a", "b"] }, There with { Groups = "+-" }, "usermod -a -G b -- x");
        Expect(new("x") { Groups = ["a"], HasOnlyTheseGroups = true }, There with { Groups = "+", OtherGroups = ["c"] }, "usermod -G a -- x");
        Expect(new("x") { HasOnlyTheseGroups = true }, There with { OtherGroups = ["c"] }, "usermod -G '' -- x");
        Expect(new("x"), There with { Home = "-" }, "make /home/x from /etc/skel");
        Expect(new("x") { HasHome = false }, There with { Home = "." });
        Expect(new("x") { Groups = ["b"], HasOnlyTheseGroups = true }, There with { Tool = AccountTool.Adduser, Groups = "-", OtherGroups = ["c"] }, "addgroup x b", "delgroup x c");
        Assert.Equal(
            "its uid is '1001', not '7', its shell is '/bin/sh', not '/bin/x', and this host has no usermod to change that",
            new User("x") { Uid = 7, Shell = "/bin/x" }.Decide("install", There with { Tool = AccountTool.Adduser }).Reason);
    }

    [Fact]
    public void A_password_is_written_only_where_the_hash_differs_and_a_lock_stays()
    {
        var same = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Hash)));
        var user = new User("x") { PasswordHash = Hash };
        Expect(user, There with { Password = $"U {same}" });
        Expect(user, There with { Password = $"L {same}" });
        Expect(user with { IsLocked = false }, There with { Password = $"L {same}" }, "passwd -u x");
        Expect(user with { IsLocked = true }, There with { Password = $"U {same}" }, "passwd -l x");
        Expect(user, There with { Password = "U 00" }, "chpasswd -e (x:***)");
        Assert.Equal(["password *** -> ***"], user.Decide("install", There with { Password = "U 00" }).Differences.Select(difference => difference.ToString()));
        Assert.Contains("'x:$6$", Command(user, "U 00"), StringComparison.Ordinal);
        Assert.Contains("'x:!$6$", Command(user, "L 00"), StringComparison.Ordinal);
        Assert.Contains("'x:$6$", Command(user, "L -"), StringComparison.Ordinal);
        Assert.Contains("'x:!$6$", Command(user with { IsLocked = true }, "L -"), StringComparison.Ordinal);
        Expect(new("x") { IsLocked = true }, There with { Password = "U +" }, "passwd -l x");
        Expect(new("x") { IsLocked = true }, There with { Password = "L -" });
        Assert.Equal("/etc/shadow may not be read by this user", user.Decide("install", There with { Password = "?" }).Reason);
        Assert.Equal("it has no password, and unlocked anyone could log in as it", new User("x") { IsLocked = false }.Decide("install", There with { Password = "L -" }).Reason);
    }

    [Fact]
    public void A_user_goes_only_where_that_is_said_and_never_root_nor_who_is_logged_in()
    {
        var gone = new User("x") { IsAbsent = true };
        Expect(gone, There, "userdel x");
        Expect(gone, NotThere);
        Expect(gone, There with { Tool = AccountTool.Adduser }, "deluser x");
        Expect(gone with { RemoveHome = true }, There, "userdel x", "rm -rf /home/x");
        Expect(gone with { RemoveHome = true }, There with { Home = "d 1002 bob" }, "userdel x");
        Expect(gone with { RemoveHome = true }, NotThere with { Home = "d 1001 UNKNOWN" }, "rm -rf /home/x");
        Expect(gone with { RemoveHome = true }, NotThere with { Home = "d 0 root" });
        Assert.Equal("it is root", gone.Decide("install", There with { Account = There.Account! with { Uid = 0 } }).Reason);
        Assert.Equal("this session is logged in as it", gone.Decide("install", There with { IsSelf = true }).Reason);
        Assert.Equal(
            "its home /srv belongs to the system, and would be removed with all that is in it",
            (gone with { RemoveHome = true }).Decide("install", There with { Account = There.Account! with { Home = "/srv" } }).Reason);
        Assert.Same(Probe.None, new User("x").Observe("clean"));
        Assert.Same(Probe.None, new User("x").Observe("stop"));
        Assert.NotSame(Probe.None, new User("x") { RemoveOnClean = true }.Observe("clean"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task Users_hold_once_are_unchanged_twice_and_go_where_clean_is_told_so(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);

        await host.ExpectContractAsync(
            [
                new Group("docker"),
                new User("anna")
                {
                    Uid = 2001, Groups = ["docker", "adm"], Shell = "/bin/bash", Comment = "Änna 'O\"Neil' %s \\n $(id) `id` *, Büro", HasOnlyTheseGroups = true,
                    RemoveOnClean = true, RemoveHome = true,
                },
                new User("svc") { IsSystem = true, Shell = "/usr/sbin/nologin", Home = "/var/lib/svc", RemoveOnClean = true },
                new User("stays") { Home = "/srv/with space/and 'quote'", Group = "docker" },
                new User("nosuch") { IsAbsent = true },
            ],
            async () =>
            {
                Assert.Equal(
                    "anna:x:2001:2001:Änna 'O\"Neil' %s \\n $(id) `id` *, Büro:/home/anna:/bin/bash\n",
                    await host.ShAsync("getent passwd anna"));
                Assert.Equal("anna adm docker\ndocker\n", await host.ShAsync("id -nG anna; id -nG stays"));
                Assert.Equal(
                    "700 anna:anna\nanna:anna\n700 stays:docker\nno\n",
                    await host.ShAsync("stat -c '%a %U:%G' /home/anna; stat -c %U:%G /home/anna/.profile; stat -c '%a %U:%G' \"/srv/with space/and 'quote'\"; ls /var/lib/svc 2>/dev/null || echo no"));
                Assert.Equal("", await host.ShAsync("ls -A /home | grep marchitect || :"));
            },
            async () => Assert.Equal("stays\ndeploy\n", await host.ShAsync("cut -d: -f1 /etc/passwd | grep -E 'anna|svc|stays'; ls /home")));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task What_was_changed_by_hand_or_cut_off_is_repaired(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        var user = new User("anna") { Uid = 2001, Groups = ["adm"], Shell = "/bin/bash", Comment = "Anna", Home = "/home/anna" };

        // Cut between the user and its home, which a killed run left half made.
        await host.ShAsync("useradd -M -u 2001 anna; mkdir -p /home/.marchitect-home-anna/half");
        PrefabHost.ExpectDone(await host.InstallAsync(user));
        Assert.Equal("anna anna adm\n.profile\n", await host.ShAsync("echo $(stat -c %U /home/anna) $(id -nG anna); ls -A /home/anna | grep profile; ls -A /home | grep marchitect || :"));

        // The home but no user; and a group of the user's name.
        await host.ShAsync("touch /home/anna/mine; chown anna: /home/anna/mine; userdel anna; groupadd -g 2001 anna");
        PrefabHost.ExpectDone(await host.InstallAsync(user));
        Assert.Equal("anna:anna anna\n", await host.ShAsync("echo $(stat -c %U:%G /home/anna) $(stat -c %U /home/anna/mine)"));

        // Drift in each field.
        await host.ShAsync("usermod -u 3000 -c other -s /bin/sh -G '' -d /home/other -m anna");
        var repaired = await host.InstallAsync(user);
        PrefabHost.ExpectDone(repaired);
        Assert.Equal(
            ["uid 3000 -> 2001", "comment other -> Anna", "shell /bin/sh -> /bin/bash", "home /home/other -> /home/anna", "groups adm"],
            Assert.Single(repaired.Changes).Differences.Select(difference => difference.ToString()));
        Assert.Equal("anna:x:2001:2001:Anna:/home/anna:/bin/bash\nanna mine\n", await host.ShAsync("getent passwd anna; echo $(stat -c %U /home/anna/mine) $(ls /home/anna); ls -d /home/other 2>/dev/null || :"));

        // Groups: others stay, unless exactly these are wanted.
        await host.ShAsync("usermod -a -G games,staff anna");
        var kept = await host.InstallAsync(user);
        Assert.Empty(kept.Changes);
        PrefabHost.ExpectDone(await host.InstallAsync(user with { HasOnlyTheseGroups = true }));
        Assert.Equal("anna adm\n", await host.ShAsync("id -nG anna"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task A_password_lets_in_is_seen_nowhere_and_a_lock_shuts_out(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        // The machine's own hash, of which the password is known; what passes by chpasswd is written down together with all argument lists.
        var hash = (await host.ShAsync("getent shadow deploy | cut -d: -f2")).Trim();
        await host.ShAsync("""
            mv /usr/sbin/chpasswd /usr/sbin/chpasswd.real
            printf '#!/bin/sh\ncat /proc/[0-9]*/cmdline >>/root/seen; cat /proc/$$/environ >>/root/seen; exec chpasswd.real "$@"\n' >/usr/sbin/chpasswd
            chmod +x /usr/sbin/chpasswd
            """);
        var user = new User("anna") { PasswordHash = hash, Shell = "/bin/sh" };

        var made = await host.InstallAsync(user);
        PrefabHost.ExpectDone(made);
        Assert.Equal(hash, (await host.ShAsync("getent shadow anna | cut -d: -f2")).Trim());
        Assert.Equal("anna", await host.LogInAsync("anna", SshCredential.Password(host.Password)));
        Assert.Empty((await host.InstallAsync(user)).Changes);

        PrefabHost.ExpectDone(await host.InstallAsync(user with { IsLocked = true }));
        Assert.Equal("!" + hash, (await host.ShAsync("getent shadow anna | cut -d: -f2")).Trim());
        await Assert.ThrowsAsync<LoginRefusedException>(() => host.LogInAsync("anna", SshCredential.Password(host.Password)));
        Assert.Empty((await host.InstallAsync(user)).Changes);
        PrefabHost.ExpectDone(await host.InstallAsync(user with { IsLocked = false }));
        Assert.Equal("anna", await host.LogInAsync("anna", SshCredential.Password(host.Password)));

        // One who writes down what it is given, and fails.
        await host.ShAsync("usermod -p '*' anna; printf '#!/bin/sh\\ncat; exit 3\\n' >/usr/sbin/chpasswd");
        var failed = await host.InstallAsync(user);
        Assert.False(failed.IsSuccess);
        Assert.Contains("anna:***", failed.Error!.ToString(), StringComparison.Ordinal);

        var seen = await host.ShAsync("tr '\\0' '\\n' </root/seen");
        Assert.Contains("chpasswd", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(hash, seen, StringComparison.Ordinal);
        Assert.NotEmpty(host.Events);
        Assert.DoesNotContain(hash, string.Join('\n', host.Events.Select(Told.Of).Concat([Told.Of(made), Told.Of(failed)])), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task Who_is_logged_in_stays_and_who_has_processes_is_told(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        var self = await host.InstallAsync(new User(kind == "debian root" ? "root" : "deploy") { IsAbsent = true });
        Assert.Contains(kind == "debian root" ? "it is root" : "this session is logged in as it", self.Error?.Message, StringComparison.Ordinal);

        await host.ShAsync("useradd -m busy; start-stop-daemon --start --background --chuid busy --exec /bin/sleep -- 1000");
        var busy = await host.InstallAsync(new User("busy") { IsAbsent = true, RemoveHome = true });
        Assert.Contains("user busy is currently used by process", busy.Error?.Message, StringComparison.Ordinal);
        Assert.Equal("/home/busy\n", await host.ShAsync("ls -d /home/busy"));
        var renumbered = await host.InstallAsync(new User("busy") { Uid = 4000 });
        Assert.Contains("user busy is currently used by process", renumbered.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_tools_still_locks_and_makes_a_home_and_names_what_it_cannot()
    {
        await using var host = await PrefabHost.StartAsync("busybox root");
        var deploy = new User("deploy") { Uid = 1000, Group = "deploy", Home = "/home/deploy", Shell = "/bin/sh", Groups = ["deploy"], HasOnlyTheseGroups = true };

        Assert.Empty((await host.InstallAsync(deploy)).Changes);
        await host.ShAsync("rm -rf /home/deploy");
        PrefabHost.ExpectDone(await host.InstallAsync(deploy with { IsLocked = true }));
        Assert.Equal("700 deploy:deploy\ndeploy:!$6\n", await host.ShAsync("stat -c '%a %U:%G' /home/deploy; grep deploy /etc/shadow | cut -c1-10"));
        Assert.Empty((await host.InstallAsync(deploy with { IsLocked = true })).Changes);

        var shell = await host.InstallAsync(deploy with { Shell = "/bin/ash" });
        Assert.Contains("its shell is '/bin/sh', not '/bin/ash', and this host has no usermod", shell.Error?.Message, StringComparison.Ordinal);
        var made = await host.InstallAsync(new User("anna"));
        Assert.Contains("this host has neither useradd nor adduser", made.Error?.Message, StringComparison.Ordinal);
    }

    private static UserFinding NotThere => new(AccountTool.Useradd, null) { Home = "-" };

    private static UserFinding There => new(AccountTool.Useradd, new(1001, "x", "/home/x", "/bin/sh", "X")) { Home = "d 1001 x", HasPrimary = true };

    private static void Expect(User user, UserFinding found, params string[] operations) =>
        Assert.Equal(operations, user.Decide("install", found).Operations.Select(operation => operation.Title));

    private static string Command(User user, string password) =>
        Assert.IsType<RunCommand>(Assert.Single(user.Decide("install", There with { Password = password }).Operations)).Text;
}
