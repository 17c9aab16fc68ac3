using System.Security.Cryptography;
using Marchitect.Testing;
using Marchitect.Tests.Targets;

namespace Marchitect.Tests.Sessions;

/// <summary>Acting as another user on real machines, each test on one of its own.</summary>
public sealed class BecomeSpecs : IAsyncLifetime
{
    // What these specs hold would, if it failed, be a wait without an end.
    private const int Limit = 120_000;

    private readonly List<RunEvent> _events = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-become-").FullName;
    private int _asked;
    private ThrowAwayTarget? _target;
    private Session? _session;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ThrowAwayTarget Target => _target ?? throw new InvalidOperationException("There is no machine yet.");

    private Session Session => _session ?? throw new InvalidOperationException("There is no session yet.");

    private string Password => Target.SudoPassword;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        if (_target is not null)
            await _target.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory(Timeout = Limit), InlineData("password"), InlineData("nopasswd"), InlineData("password, with a terminal of sudo's own")]
    public async Task By_sudo_commands_run_as_the_other_user_in_that_users_home(string sudo)
    {
        await DebianAsync(sudo.Split(',')[0]);
        if (sudo.Contains(','))
            await RootAsync("echo Defaults use_pty >/etc/sudoers.d/pty");

        var root = await Session.ExecAsync($"id -un; pwd; echo $HOME; command -v useradd", new() { As = Become.Sudo() }, Cancel);
        var games = await Session.AsAsync(Become.Sudo("games"), Cancel);
        var me = await Session.ExecAsync($"id -un", new() { As = Become.LoginUser }, Cancel);

        Assert.Equal("root\n/root\n/root\n/usr/sbin/useradd\n", root.Stdout.Text);
        Assert.Equal(("games", "/usr/games"), (games.Target.User, games.Target.Home));
        Assert.Equal("deploy\n", me.Stdout.Text);
        Assert.Equal(sudo == "nopasswd" ? 0 : 1, _asked);
    }

    [Theory(Timeout = Limit), InlineData(false), InlineData(true)]
    public async Task Output_and_input_are_exact_byte_for_byte_also_through_a_terminal_of_sudos_own(bool usePty)
    {
        await DebianAsync("password");
        if (usePty)
            await RootAsync("echo Defaults use_pty >/etc/sudoers.d/pty");
        var input = RandomNumberGenerator.GetBytes(3_000_001);

        var result = await Session.ExecAsync(
            $"id -u; cat; printf 'err\\r\\n\\0' >&2; exit 7", new() { As = Become.Sudo(), Stdin = input, ErrorOk = true }, Cancel);

        Assert.Equal(7, result.ExitStatus);
        Assert.True(result.Stdout.Bytes.Span.SequenceEqual([.. "0\n"u8, .. input]));
        Assert.Equal("err\r\n\0", result.Stderr.Text);
    }

    [Fact(Timeout = Limit)]
    public async Task Files_and_folders_of_any_size_are_brought_as_the_other_user_whole_or_not_at_all()
    {
        await DebianAsync("password");
        var (small, large) = (RandomNumberGenerator.GetBytes(1000), RandomNumberGenerator.GetBytes(3_000_001));
        var tree = Directory.CreateDirectory(Path.Combine(_folder, "tree"));
        await File.WriteAllTextAsync(Path.Combine(tree.FullName, "a"), "content of a", Cancel);
        await File.WriteAllBytesAsync(Path.Combine(tree.FullName, "large"), large, Cancel);
        var asRoot = new TransferOptions { As = Become.Sudo(), Permissions = "0640", Owner = "root:games" };
        await RootAsync("mkdir -m 700 /etc/secret");

        var refused = await Assert.ThrowsAsync<TransferException>(() => Session.UploadAsync(small, "/etc/secret/small", null, Cancel));
        var first = await Session.UploadAsync(small, "/etc/secret/small", asRoot, Cancel);
        var again = await Session.UploadAsync(small, "/etc/secret/small", asRoot, Cancel);
        await Session.UploadAsync(large, "/etc/secret/large", asRoot, Cancel);
        await Session.UploadTreeAsync(tree.FullName, "/etc/secret/tree", new() { As = Become.Sudo(), Owner = "games" }, Cancel);
        var downSmall = await Session.DownloadBytesAsync("/etc/secret/small", new() { As = Become.Sudo() }, Cancel);
        var local = Path.Combine(_folder, "large");
        await Session.DownloadAsync("/etc/secret/large", local, new() { As = Become.Sudo() }, Cancel);

        Assert.Equal(TransferProblem.RemoteRefused, refused.Problem);
        Assert.Equal((true, false), (first.IsChanged, again.IsChanged));
        Assert.Equal(small, downSmall);
        Assert.Equal(large, await File.ReadAllBytesAsync(local, Cancel));
        Assert.Equal("large\nsmall\ntree\na\nlarge\n", await RootAsync("cd /etc/secret; ls -A; ls -A tree"));
        Assert.Equal(
            "root:games 640 large\nroot:games 640 small\ngames:root tree/a\ngames:root tree/large\n",
            await RootAsync("cd /etc/secret; stat -c '%U:%G %a %n' large small; stat -c '%U:%G %n' tree/a tree/large"));
        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_upload_as_another_user_leaves_the_old_file_and_no_other()
    {
        await DebianAsync("password");
        await RootAsync("mkdir /etc/app; echo old >/etc/app/file");
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Session.UploadAsync(
            new byte[300_000_000], "/etc/app/file", new() { As = Become.Sudo(), OnProgress = _ => cancel.Cancel() }, cancel.Token));

        await Until(async () => await RootAsync("ls -A /etc/app") == "file\n");
        Assert.Equal("old\n", await RootAsync("cat /etc/app/file"));
    }

    [Theory(Timeout = Limit), InlineData("sudo"), InlineData("sudo with a terminal of its own"), InlineData("su"), InlineData("sudo to another user")]
    public async Task A_time_limit_ends_a_hanging_command_of_the_other_user_with_its_children(string way)
    {
        await DebianAsync("password");
        if (way.Contains("terminal", StringComparison.Ordinal))
            await RootAsync("echo Defaults use_pty >/etc/sudoers.d/pty");
        var become = way == "su" ? await RootBySuAsync() : way.EndsWith("user", StringComparison.Ordinal) ? Become.Sudo("games") : Become.Sudo();

        var failure = await Assert.ThrowsAsync<CommandTimeoutException>(() => Session.ExecAsync(
            $"echo begun; sleep 1234 & (sleep 1234 &); (sleep 1234; echo never) | sleep 1234; echo never",
            new() { As = become, TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));
        var next = await Session.ExecAsync($"id -un", new() { As = become }, Cancel);

        Assert.Equal("begun", failure.StdoutEnd);
        Assert.Equal(become.User + "\n", next.Stdout.Text);
        await Until(async () => await RootAsync("pgrep -c -x sleep || :") == "0\n");
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelling_ends_a_command_of_the_other_user_that_ignores_SIGTERM_and_spares_what_runs_in_the_background()
    {
        await DebianAsync("nopasswd", new() { KillGrace = TimeSpan.FromMilliseconds(500) });
        using var cancel = new CancellationTokenSource();
        await Session.ExecAsync($"sleep 4321 >/dev/null 2>&1 &", new() { As = Become.Sudo() }, Cancel);
        await Session.ExecAsync($"sleep 1", new() { As = Become.Sudo() }, Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Session.ExecAsync(
            $"trap '' TERM; echo begun; while :; do sleep 1234; done", new() { As = Become.Sudo(), OnLine = _ => cancel.Cancel() }, cancel.Token));

        Assert.Equal("next\n", (await Session.ExecAsync($"echo next", new() { As = Become.Sudo() }, Cancel)).Stdout.Text);
        Assert.Equal("sleep 4321\n", await RootAsync("ps -C sleep -o args="));
    }

    [Fact(Timeout = Limit)]
    public async Task The_password_is_asked_for_once_and_sent_to_nobody_who_does_not_ask()
    {
        await DebianAsync("password");
        var (root, games) = (await Session.AsAsync(Become.Sudo(), Cancel), await Session.AsAsync(Become.Sudo("games"), Cancel));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Session.AsAsync(Become.Sudo("daemon"), Cancel)));
        // A shell more each, for large files.
        await root.UploadAsync(new byte[2_000_000], "~/large", null, Cancel);
        await games.UploadAsync(new byte[2_000_000], "/tmp/large", null, Cancel);

        Assert.Equal(1, _asked);
        Assert.Same(root, await Session.AsAsync(Become.Sudo(), Cancel));
        Assert.Same(root, await games.AsAsync(Become.Sudo(), Cancel));
        Assert.Same(Session, await root.AsAsync(Become.LoginUser, Cancel));
        Assert.Same(Session, await Session.AsAsync(Become.Sudo("deploy"), Cancel));
    }

    [Fact(Timeout = Limit)]
    public async Task A_password_is_in_no_command_line_environment_event_or_error()
    {
        await DebianAsync("password");
        // Whatever is seen of any process while the password is checked, which is made to take far longer than one look.
        await RootAsync("sed -i '1i auth optional pam_exec.so quiet /bin/sleep 0.5' /etc/pam.d/sudo");
        var watching = RootAsync(
            "touch /tmp/watching; while [ ! -e /tmp/stop ]; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; sleep 0.01; done 2>/dev/null | tr '\\000' '\\n' | sort -u");

        await Until(async () => await RootAsync("ls /tmp") == "watching\n");
        await Session.ExecAsync($"echo begun; cat /proc/$PPID/environ /proc/$PPID/cmdline | tr '\\000' ' '", new() { As = Become.Sudo() }, Cancel);
        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => Session.ExecAsync($"set; exit 3", new() { As = Become.Sudo() }, Cancel));
        await Session.ExecAsync($"touch /tmp/stop", null, Cancel);
        var seen = await watching;

        Assert.Contains("sudo", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, string.Join('\n', _events), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
        Assert.Contains(_events, e => e is OtherUserReady { User: "root", Method: "sudo" });
        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = Limit)]
    public async Task A_wrong_password_is_sent_once_and_never_again()
    {
        await DebianAsync("password", password: () => "wrong-password");
        // PAM counts what it is given, as it does where accounts are locked for it.
        await RootAsync("sed -i '1i auth optional pam_exec.so expose_authtok quiet /usr/local/bin/count' /etc/pam.d/sudo; " +
            "printf '#!/bin/sh\\n{ tr \"\\\\000\" \"\\\\n\"; echo; } >>/var/tmp/given\\n' >/usr/local/bin/count; chmod 755 /usr/local/bin/count");

        var first = await Assert.ThrowsAsync<BecomeRefusedException>(() => Session.ExecAsync($"id", new() { As = Become.Sudo() }, Cancel));
        var given = await RootAsync("grep -c -v '^$' /var/tmp/given; grep -v '^$' /var/tmp/given");
        var second = await Assert.ThrowsAsync<BecomeRefusedException>(() => Session.ExecAsync($"id", new() { As = Become.Sudo("games") }, Cancel));

        Assert.Equal("1\nwrong-password\n", given);
        Assert.Equal("1\n", await RootAsync("grep -c -v '^$' /var/tmp/given"));
        Assert.Equal((BecomeProblem.WrongPassword, BecomeProblem.WrongPassword), (first.Problem, second.Problem));
        Assert.DoesNotContain("wrong-password", first.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            $"""
            127.0.0.1 (deploy@127.0.0.1:{Target.Port}): could not act as 'root' by sudo: the password of 'deploy' was not taken.

              sudo said    Sorry, try again.

            It was sent once and is not sent again in this session, so that the account is not locked; SessionOptions.BecomePassword gives it.
            """.ReplaceLineEndings("\n"),
            first.Message);
        Assert.Equal("still there\n", (await Session.ExecAsync($"echo still there", null, Cancel)).Stdout.Text);
        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_password_sudo_is_told_not_to_ask_so_that_nothing_counts_as_a_wrong_one()
    {
        await DebianAsync("password", new());
        await RootAsync("sed -i '1i auth optional pam_exec.so quiet /usr/bin/touch /var/tmp/asked' /etc/pam.d/sudo");

        var failure = await RefusedAsync(Become.Sudo(), BecomeProblem.PasswordNeeded, "Give it with SessionOptions.BecomePassword");

        Assert.Contains("the password of 'deploy' is needed, and none was given", failure.Message, StringComparison.Ordinal);
        Assert.Equal("no\n", await RootAsync("[ -e /var/tmp/asked ] && echo yes || echo no"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_password_that_nobody_knows_when_asked_for_it_is_an_error()
    {
        await DebianAsync("password", password: () => null);

        await RefusedAsync(Become.Sudo(), BecomeProblem.PasswordNeeded, "Give it with SessionOptions.BecomePassword");
        await RefusedAsync(Become.Sudo("games"), BecomeProblem.PasswordNeeded, "Give it with SessionOptions.BecomePassword");

        Assert.Equal(1, _asked);
    }

    [Theory(Timeout = Limit)]
    [InlineData("", BecomeProblem.NotAllowed, "deploy ALL=(root) ALL")]
    [InlineData("echo 'deploy ALL=(games) ALL' >/etc/sudoers.d/deploy", BecomeProblem.NotAllowed, "deploy ALL=(root) ALL")]
    [InlineData("echo Defaults requiretty >/etc/sudoers.d/tty", BecomeProblem.NeedsTerminal, "Defaults:deploy !requiretty")]
    [InlineData("chage -d 0 deploy", BecomeProblem.PasswordExpired, "run passwd")]
    [InlineData("mv /usr/bin/sudo /usr/bin/elsewhere", BecomeProblem.MethodMissing, "the host has no sudo")]
    [InlineData("chmod u-s /usr/bin/sudo", BecomeProblem.Other, "setuid bit")]
    public async Task What_sudo_refuses_is_told_with_a_remedy(string change, BecomeProblem problem, string told)
    {
        // Whoever is in the group sudo when logging in is allowed to.
        await DebianAsync(problem == BecomeProblem.NotAllowed ? "none" : "password");
        await RootAsync(change);

        await RefusedAsync(Become.Sudo(), problem, told);

        Assert.Equal("still there\n", (await Session.ExecAsync($"echo still there", null, Cancel)).Stdout.Text);
    }

    [Theory(Timeout = Limit), InlineData(BecomeMethod.Sudo), InlineData(BecomeMethod.Su)]
    public async Task A_user_whom_the_host_does_not_know_is_told(BecomeMethod method)
    {
        await DebianAsync("password");

        var failure = await RefusedAsync(method == BecomeMethod.Su ? Become.Su("nosuch") : Become.Sudo("nosuch"), BecomeProblem.UserUnknown, "no user 'nosuch'");

        Assert.Contains($"could not act as 'nosuch' by {failure.Become.Program}", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task By_su_the_other_users_password_counts_and_its_shell_does_not()
    {
        await DebianAsync("none");
        var root = await RootBySuAsync();
        await RootAsync("ln -s /bin/cat /bin/strange; echo /bin/strange >>/etc/shells; chsh -s /bin/strange root");

        var result = await Session.ExecAsync($"id -un; pwd; echo $HOME; command -v useradd; cat", new() { As = root, Stdin = "in\0put"u8.ToArray() }, Cancel);

        Assert.Equal("root\n/root\n/root\n/usr/sbin/useradd\nin\0put", result.Stdout.Text);
        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = Limit)]
    public async Task Root_acts_as_anybody_by_su_without_a_password()
    {
        await DebianAsync("none", user: "root");

        Assert.Equal("deploy /home/deploy\n", (await Session.ExecAsync($"echo $(id -un) $PWD", new() { As = Become.Su("deploy") }, Cancel)).Stdout.Text);
        Assert.Equal("games\n", (await Session.ExecAsync($"id -un", new() { As = Become.Su("games") }, Cancel)).Stdout.Text);
        Assert.Equal(0, _asked);
    }

    [Theory(Timeout = Limit)]
    [InlineData("echo root:other | chpasswd", "root", BecomeProblem.WrongPassword, "the password of 'root' was not taken")]
    [InlineData("passwd -l root", "root", BecomeProblem.WrongPassword, "has no password at all")]
    [InlineData("echo games:games-password | chpasswd; chage -d 0 games", "games", BecomeProblem.PasswordExpired, "the password of 'games' has expired")]
    [InlineData("echo games:games-password | chpasswd", "games", BecomeProblem.Other, "no login shell")]
    [InlineData("sed -i '1i auth required pam_wheel.so' /etc/pam.d/su", "root", BecomeProblem.NotAllowed, "/etc/pam.d/su")]
    public async Task What_su_refuses_is_told_with_a_remedy(string change, string user, BecomeProblem problem, string told)
    {
        await DebianAsync("none", password: () => "games-password");
        await RootAsync(change);

        await RefusedAsync(Become.Su(user), problem, told);
    }

    [Fact(Timeout = Limit)]
    public async Task By_doas_it_works_where_no_password_is_asked_for_and_else_tells_how()
    {
        await DebianAsync("none");
        await RefusedAsync(Become.Doas(), BecomeProblem.MethodMissing, "the host has no doas");
        await RootAsync("apt-get update && apt-get install -y --no-install-recommends opendoas");
        await RefusedAsync(Become.Doas(), BecomeProblem.NotAllowed, "permit nopass deploy as root");
        await RootAsync("echo permit deploy as root >/etc/doas.conf");
        await RefusedAsync(Become.Doas(), BecomeProblem.NeedsTerminal, "permit nopass deploy as root");
        await RootAsync("echo permit nopass deploy as root >/etc/doas.conf");
        await RefusedAsync(Become.Doas("games"), BecomeProblem.NotAllowed, "permit nopass deploy as games");
        await RefusedAsync(Become.Doas("nosuch"), BecomeProblem.UserUnknown, "no user 'nosuch'");

        var result = await Session.ExecAsync($"id -un; pwd; basename $(command -v useradd); cat", new() { As = Become.Doas(), Stdin = "input"u8.ToArray() }, Cancel);

        Assert.Equal("root\n/root\nuseradd\ninput", result.Stdout.Text);
        Assert.Equal(0, _asked);
    }

    [Fact(Timeout = Limit)]
    public async Task On_busybox_su_works_and_sudo_is_missing()
    {
        await BusyboxAsync("root-password");
        await RefusedAsync(Become.Sudo(), BecomeProblem.MethodMissing, "the host has no sudo");
        await RefusedAsync(Become.Su("nosuch"), BecomeProblem.UserUnknown, "no user 'nosuch'");

        var result = await Session.ExecAsync($"id -un; pwd; echo $PATH; cat", new() { As = Become.Su(), Stdin = "in\0put"u8.ToArray() }, Cancel);
        await Session.UploadAsync(new byte[2_000_000], "~/large", new() { As = Become.Su() }, Cancel);
        await Assert.ThrowsAsync<CommandTimeoutException>(() => Session.ExecAsync(
            $"sleep 1234 & (sleep 1234 &); sleep 1234", new() { As = Become.Su(), TimeLimit = TimeSpan.FromMilliseconds(500) }, Cancel));

        Assert.Matches("^root\n/root\n.*:/usr/sbin:.*\nin\0put$", result.Stdout.Text);
        Assert.Equal("2000000\n", await RootAsync("wc -c </root/large"));
        await Until(async () => !(await RootAsync("ps")).Contains("sleep 1234", StringComparison.Ordinal));
        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = Limit)]
    public async Task On_busybox_a_wrong_password_for_su_is_told()
    {
        await BusyboxAsync("root-password", "another");

        await RefusedAsync(Become.Su(), BecomeProblem.WrongPassword, "the password of 'root' was not taken");
        await RefusedAsync(Become.Su(), BecomeProblem.WrongPassword, "the password of 'root' was not taken");

        Assert.Equal(1, _asked);
    }

    [Theory(Timeout = Limit), InlineData("root"), InlineData("games")]
    public async Task What_a_lost_connection_left_of_another_user_is_ended_by_the_next_run_and_what_lives_is_not(string user)
    {
        await DebianAsync("nopasswd");
        var become = Become.Sudo(user);
        var alive = (await Session.AsAsync(become, Cancel)).ExecAsync($"exec sleep 4321", new() { ErrorOk = true }, Cancel);
        await using (var lost = await OpenAsync())
        {
            var left = lost.ExecAsync($"sleep 1234 & echo begun; while :; do sleep 1234; done", new() { As = become }, Cancel);
            await Until(async () => await RootAsync("pgrep -c -f 'sleep 1234$' || :") == "2\n");
            // The process that sshd made for this login, as a lost link ends it.
            await RootAsync("kill -KILL $(ps -C sshd -o pid=,args= --sort=start_time,pid | awk '/deploy@notty/ { p = $1 } END { print p }')");
            await Assert.ThrowsAsync<ConnectionLostException>(() => left);
        }
        Assert.Equal("2\n", await RootAsync("pgrep -c -f 'sleep 1234$' || :"));

        await using var next = await OpenAsync();
        await next.EndOrphansAsync(Cancel);
        await next.AsAsync(become, Cancel);
        await Until(async () => await RootAsync("pgrep -c -f 'sleep 1234$' || :") == "0\n");

        Assert.Equal("1\n", await RootAsync("pgrep -c -f 'sleep 4321$' || :"));
        Assert.False(alive.IsCompleted);
        await RootAsync("pkill -f 'sleep 4321$'");
        await alive;
    }

    [Fact(Timeout = Limit)]
    public async Task What_lives_in_a_container_is_no_orphan_to_the_machine_around_it()
    {
        await DebianAsync("none", user: "root");
        var alive = Session.ExecAsync($"sleep 4321", new() { ErrorOk = true }, Cancel);
        await Until(async () => await RootAsync("pgrep -c -x sleep || :") == "1\n");

        // This machine sees the processes of the container, with ids that are not those by which they know one another.
        await using var around = await Session.OpenAsync(new LocalTransport(), null, Cancel);
        await around.EndOrphansAsync(Cancel);

        Assert.False(alive.IsCompleted);
        await RootAsync("pkill -x sleep");
        Assert.Equal(143, (await alive).ExitStatus);
    }

    [Theory(Timeout = Limit), InlineData("nopasswd", 2), InlineData("password", 3)]
    public async Task Opening_costs_the_round_trips_that_are_documented(string sudo, double roundTrips)
    {
        _target = await ThrowAwayTarget.DebianAsync(Cancel, "--sudo", sudo);
        await using var link = LinkProxy.Start(Target.Port, TimeSpan.FromMilliseconds(300));
        await using var session = await OpenAsync(port: link.Port);
        var before = link.RoundTrips;

        await session.AsAsync(Become.Sudo(), Cancel);

        Assert.Equal(roundTrips, link.RoundTrips - before);
        var traffic = session.Traffic;
        await session.ExecAsync($"id", new() { As = Become.Sudo() }, Cancel);
        Assert.Equal(1, session.Traffic.RoundTrips - traffic.RoundTrips);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("it's")]
    [InlineData("a:b")]
    [InlineData("a!")]
    [InlineData(@"a\")]
    public void What_is_no_user_name_fails_where_it_is_written(string user)
    {
        Assert.Throws<ArgumentException>(() => Become.Sudo(user));
        Assert.Throws<ArgumentException>(() => Become.Su(user));
        Assert.Throws<ArgumentException>(() => Become.Doas(user));
    }

    [Fact]
    public void The_same_user_by_the_same_program_is_the_same()
    {
        Assert.Equal(Become.Sudo("root"), Become.Sudo());
        Assert.NotEqual(Become.Sudo(), Become.Su());
        Assert.NotEqual(Become.Sudo("games"), Become.Sudo());
        Assert.NotEqual(Become.LoginUser, Become.Sudo());
        Assert.Equal("root by sudo", $"{Become.Sudo()}");
        Assert.Equal(@"CORP\ann by su", $"{Become.Su(@"CORP\ann")}");
    }

    private async Task DebianAsync(string sudo, SessionOptions? options = null, Func<string?>? password = null, string user = "deploy")
    {
        _target = await ThrowAwayTarget.DebianAsync(Cancel, "--sudo", sudo);
        _session = await OpenAsync(options, password, user);
    }

    private async Task BusyboxAsync(string rootPassword, string? given = null)
    {
        _target = await ThrowAwayTarget.BusyboxAsync(Cancel);
        await RootAsync($"sed -i \"s|^root:[^:]*:|root:$(mkpasswd -m sha512 {rootPassword}):|\" /etc/shadow");
        _session = await OpenAsync(password: () => given ?? rootPassword);
    }

    private async Task<Session> OpenAsync(SessionOptions? options = null, Func<string?>? password = null, string user = "deploy", int? port = null)
    {
        // The link has a port of its own, so the server is known by that one as well.
        if (port is not null)
        {
            var known = await File.ReadAllTextAsync(Target.KnownHostsPath, Cancel);
            await File.AppendAllTextAsync(Target.KnownHostsPath, known.Replace($":{Target.Port} ", $":{port} ", StringComparison.Ordinal), Cancel);
        }
        var transport = new SshTransport(new()
        {
            Host = Target.Host,
            Port = port ?? Target.Port,
            User = user,
            Credentials = [SshCredential.PrivateKeyFile(Target.KeyPath)],
            HostKeys = new() { KnownHostsFiles = [Target.KnownHostsPath] },
        });
        options ??= new()
        {
            BecomePassword = (_, _) =>
            {
                Interlocked.Increment(ref _asked);
                return new(password is null ? Password : password());
            },
        };
        return await Session.OpenAsync(transport, options with { OnEvent = _events.Add }, Cancel);
    }

    // Debian's root has no password of its own.
    private async Task<Become> RootBySuAsync()
    {
        await RootAsync($"echo root:{Password} | chpasswd");
        return Become.Su();
    }

    private Task<string> RootAsync(string script) => Target.InsideAsync(Cancel, "sh", "-c", script);

    private async Task<BecomeRefusedException> RefusedAsync(Become become, BecomeProblem problem, string told)
    {
        var failure = await Assert.ThrowsAsync<BecomeRefusedException>(() => Session.AsAsync(become, Cancel));
        Assert.True(failure.Problem == problem, failure.ToString());
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1", failure.Message, StringComparison.Ordinal);
        // sudo repeats the command that it does not allow, which is the whole loop.
        Assert.InRange(failure.Message.Length, 1, 1000);
        return failure;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(50, Cancel);
    }
}
