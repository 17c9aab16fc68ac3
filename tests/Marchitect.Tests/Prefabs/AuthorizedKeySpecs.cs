using Marchitect.Prefabs;
using Marchitect.Tests.Transports.HostKeys;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>Keys that log in, made by the real <c>ssh-keygen</c>.</summary>
public sealed class AuthorizedKeySpecs(SshKeygen keys) : IClassFixture<SshKeygen>
{
    private string A => keys.Line("a");

    private string B => keys.Line("b");

    [Fact]
    public void What_is_no_public_key_is_refused_where_it_is_written()
    {
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", "ssh-ed25519"));
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", "ssh-ed25519 AAAA"));
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", A.Replace("ssh-ed25519", "ssh-rsa", StringComparison.Ordinal)));
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", $"no-pty {A}"));
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", $"{A} me\n{B}"));
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("-x", A));
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", A) { Options = "no-pty, no-X11-forwarding" });
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", A) { Options = "from=\"a" });
        Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", A) { Options = "no-pty\nssh-rsa" });
        var secret = File.ReadAllText(Path.Join(keys.Folder, "a"));
        var error = Assert.Throws<ArgumentException>(() => new AuthorizedKey("x", secret));
        Assert.Contains("This is a private key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Split('\n')[1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_called_by_the_fingerprint_that_ssh_keygen_tells() =>
        Assert.Equal($"authorized key {keys.Fingerprint("a")} (me at home) of x", new AuthorizedKey("x", $"{A}   me at home ").Title);

    [Fact]
    public async Task A_dot_in_a_users_name_is_a_dot_also_where_there_is_no_getent()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        await host.ShAsync(
            """
            for u in web-app web.app; do
                n=$((2001+n)); echo "$u:x:$n:$n::/home/$u:/bin/sh" >>/etc/passwd
                mkdir /home/$u; chown $n:$n /home/$u
            done
            rm "$(command -v getent)"
            """);

        PrefabHost.ExpectDone(await host.InstallAsync(new AuthorizedKey("web.app", A)));

        Assert.Equal("/home/web.app/.ssh/authorized_keys\n", await host.ShAsync("ls /home/web*/.ssh/authorized_keys"));
    }

    [Fact]
    public void What_is_to_be_done_follows_from_the_answer()
    {
        var key = new AuthorizedKey("x", A + " me") { Options = "no-pty,from=\"10.0.0.0/8\"" };
        Expect(key, "install", AuthorizedKeyState.Held, "", ChangeKind.None);
        Expect(key, "update", AuthorizedKeyState.Absent, "", ChangeKind.Needed, $"key no-pty,from=\"10.0.0.0/8\" {A} me");
        Expect(key, "install", AuthorizedKeyState.OtherLine, $"{A} old", ChangeKind.Needed, $"line {A} old -> no-pty,from=\"10.0.0.0/8\" {A} me");
        Expect(key, "install", AuthorizedKeyState.OtherAccess, "755 x:x", ChangeKind.Needed, "access 755 x:x -> 700 and 600, of x");
        Expect(key, "install", AuthorizedKeyState.NoUser, "", ChangeKind.Impossible);
        Expect(key, "install", AuthorizedKeyState.Blocked, "/home/x/.ssh is a symbolic link", ChangeKind.Impossible);
        Expect(key, "clean", AuthorizedKeyState.NoUser, "", ChangeKind.None);
        Expect(key, "clean", AuthorizedKeyState.Absent, "", ChangeKind.None);
        Expect(key, "clean", AuthorizedKeyState.OtherLine, "old", ChangeKind.Needed, "key old -> gone");
        Expect(key with { IsAbsent = true }, "install", AuthorizedKeyState.OtherAccess, "755 x:x", ChangeKind.Needed, $"key no-pty,from=\"10.0.0.0/8\" {A} me -> gone");
        Expect(key, "clean", AuthorizedKeyState.Blocked, "/home/x/.ssh is a symbolic link", ChangeKind.Impossible);
        Expect(key, "clean", AuthorizedKeyState.Blocked, "the home /home/x does not exist", ChangeKind.None);
        Assert.Same(Probe.None, key.Observe("start"));
        Assert.Same(Probe.None, (key with { KeepOnClean = true }).Observe("clean"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Keys_hold_once_log_in_are_unchanged_twice_and_go_again(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        var others = await host.ShAsync("cat /home/deploy/.ssh/authorized_keys; cat /root/.ssh/authorized_keys");

        await host.ExpectContractAsync(
            [
                new AuthorizedKey("deploy", A + " it's \"me\" at %s $(id) `id` \\n ü"),
                new AuthorizedKey("root", A),
                new AuthorizedKey("deploy", B) { Options = "no-pty,environment=\"A=a b\"" },
                new AuthorizedKey("deploy", keys.Line("rsa")) { IsAbsent = true },
            ],
            async () =>
            {
                Assert.EndsWith(
                    $"\n{A} it's \"me\" at %s $(id) `id` \\n ü\nno-pty,environment=\"A=a b\" {B}\n", await host.ShAsync("cat /home/deploy/.ssh/authorized_keys"), StringComparison.Ordinal);
                Assert.Equal(
                    "700 deploy:deploy\n600 deploy:deploy\nauthorized_keys\n",
                    await host.ShAsync("stat -c '%a %U:%G' /home/deploy/.ssh /home/deploy/.ssh/authorized_keys; ls -A /home/deploy/.ssh"));
                Assert.Equal("deploy", await host.LogInAsync("deploy", SshCredential.PrivateKeyFile(Path.Join(keys.Folder, "a"))));
                Assert.Equal("root", await host.LogInAsync("root", SshCredential.PrivateKeyFile(Path.Join(keys.Folder, "a"))));
            },
            async () =>
            {
                Assert.Equal(others, await host.ShAsync("cat /home/deploy/.ssh/authorized_keys; cat /root/.ssh/authorized_keys"));
                await Assert.ThrowsAsync<LoginRefusedException>(() => host.LogInAsync("deploy", SshCredential.PrivateKeyFile(Path.Join(keys.Folder, "a"))));
            });
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Several_keys_of_one_user_cost_no_more_round_trips_than_one(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("mkdir /home/bob; echo 'bob:x:3000:3000::/home/bob:/bin/sh' >>/etc/passwd; echo 'bob:x:3000:' >>/etc/group; chown 3000:3000 /home/bob");
        Prefab[] several = [new AuthorizedKey("bob", A), new AuthorizedKey("bob", B), new AuthorizedKey("bob", keys.Line("ecdsa")), new AuthorizedKey("bob", keys.Line("rsa"))];
        var one = await host.InstallAsync(several[0]);
        await host.ShAsync("rm -rf /home/bob/.ssh");

        var report = await host.InstallAsync(several);

        PrefabHost.ExpectDone(report);
        Assert.Equal(one.Traffic.RoundTrips, report.Traffic.RoundTrips);
        Assert.Equal(4, report.Changes.Count());
        Assert.Equal($"{A}\n{B}\n{keys.Line("ecdsa")}\n{keys.Line("rsa")}\n", await host.ShAsync("cat /home/bob/.ssh/authorized_keys"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_key_is_known_by_its_blob_and_other_lines_keep_their_bytes(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync($$"""
            cd /home/deploy/.ssh; cp authorized_keys /root/keep
            printf '%s\n' '# {{A}} in a comment' '{{B}} see also {{A}} there' 'command="echo {{A}} \" x" {{keys.Line("ecdsa")}} c' >>/root/keep
            printf 'latin1 \374 \\x  two\r\n' >>/root/keep
            { cat /root/keep; printf '%s\n%s\n' 'from="*" {{A}} old' '  {{A}}'; printf '%s' '{{keys.Line("rsa")}} no newline'; } >authorized_keys
            chmod 644 authorized_keys; chown root:root authorized_keys; chmod 2755 .
            """);

        PrefabHost.ExpectDone(await host.InstallAsync(new AuthorizedKey("deploy", A + " new")));

        Assert.Equal("same\n700 deploy:deploy\n600 deploy:deploy\n", await host.ShAsync($$"""
            cd /home/deploy/.ssh
            { cat /root/keep; printf '%s\n' '{{A}} new' '{{keys.Line("rsa")}} no newline'; } | cmp - authorized_keys && echo same
            stat -c '%a %U:%G' . authorized_keys
            """));
        await host.ShAsync("chmod 755 /home/deploy/.ssh; chmod 644 /home/deploy/.ssh/authorized_keys");
        PrefabHost.ExpectDone(await host.InstallAsync(new AuthorizedKey("deploy", A + " new")));
        Assert.Equal("700\n600\n", await host.ShAsync("cd /home/deploy/.ssh; stat -c %a . authorized_keys"));
        PrefabHost.ExpectDone(await host.InstallAsync(new AuthorizedKey("deploy", A) { IsAbsent = true }));
        Assert.Equal("same\n", await host.ShAsync($$"""{ cat /root/keep; printf '%s\n' '{{keys.Line("rsa")}} no newline'; } | cmp - /home/deploy/.ssh/authorized_keys && echo same"""));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_link_that_the_user_made_is_not_followed(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("""
            mkdir -p /home/bob/.ssh /root/private; echo secret >/root/private/authorized_keys; chmod 755 /root/private
            echo 'bob:x:3000:3000::/home/bob:/bin/sh' >>/etc/passwd; echo 'bob:x:3000:' >>/etc/group; chown -R 3000:3000 /home/bob
            ln -s /root/private/authorized_keys /home/bob/.ssh/authorized_keys
            """);

        var file = await host.InstallAsync(new AuthorizedKey("bob", A));
        await host.ShAsync("rm -r /home/bob/.ssh; ln -s /root/private /home/bob/.ssh");
        var folder = await host.InstallAsync(new AuthorizedKey("bob", A));
        var cleaned = await host.CleanAsync(new AuthorizedKey("bob", A));

        Assert.Contains("/home/bob/.ssh/authorized_keys is a symbolic link", file.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("/home/bob/.ssh is a symbolic link", folder.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("/home/bob/.ssh is a symbolic link", cleaned.Error?.Message, StringComparison.Ordinal);
        Assert.Equal("secret\n755\n", await host.ShAsync("cat /root/private/authorized_keys; stat -c %a /root/private"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Links_that_are_swapped_in_after_the_look_are_not_followed_either(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("""
            mkdir -p /home/bob/.ssh /root/private; echo secret >/root/private/authorized_keys
            echo 'bob:x:3000:3000::/home/bob:/bin/sh' >>/etc/passwd; echo 'bob:x:3000:' >>/etc/group; chown -R 3000:3000 /home/bob
            """);
        var script = Assert.IsType<RunCommand>(Assert.Single(new AuthorizedKey("bob", A).Decide("install", new AuthorizedKeyFinding(AuthorizedKeyState.Absent, "")).Operations)).Text;

        foreach (var swap in (string[])["rm -rf /home/bob/.ssh; ln -s /root/private /home/bob/.ssh", "rm -rf /home/bob/.ssh; mkdir /home/bob/.ssh; chown 3000:3000 /home/bob/.ssh; ln -s /root/private/authorized_keys /home/bob/.ssh/authorized_keys"])
        {
            await host.ShAsync(swap);
            Assert.StartsWith("1 ", await host.ShAsync($"r=$(sh -c {Shell.Quote(script)} 2>&1); echo $? $r"), StringComparison.Ordinal);
            Assert.Equal("secret\nauthorized_keys\n", await host.ShAsync("cat /root/private/authorized_keys; ls -A /root/private"));
        }
    }

    [Theory]
    [MemberData(nameof(PrefabHost.Debian), MemberType = typeof(PrefabHost))]
    public async Task A_user_made_just_before_gets_its_key_wherever_its_home_is(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        Prefab[] prefabs = [new Group("ops"), new User("anna") { Home = "/srv/people/anna", Group = "ops", Shell = "/bin/sh" }, new AuthorizedKey("anna", A)];

        PrefabHost.ExpectDone(await host.InstallAsync(prefabs));
        Assert.Equal("anna", await host.LogInAsync("anna", SshCredential.PrivateKeyFile(Path.Join(keys.Folder, "a"))));
        Assert.Equal("600 anna:ops\n", await host.ShAsync("stat -c '%a %U:%G' /srv/people/anna/.ssh/authorized_keys"));
        Assert.Empty((await host.InstallAsync(prefabs)).Changes);

        var missing = await host.InstallAsync(new AuthorizedKey("nobody-knows", A));
        Assert.Contains("there is no user nobody-knows", missing.Error?.Message, StringComparison.Ordinal);
    }

    private static void Expect(AuthorizedKey key, string mode, AuthorizedKeyState state, string detail, ChangeKind kind, params string[] differences)
    {
        var change = key.Decide(mode, new AuthorizedKeyFinding(state, detail));
        Assert.Equal(kind, change.Kind);
        Assert.Equal(differences, change.Differences.Select(difference => difference.ToString()));
    }
}
