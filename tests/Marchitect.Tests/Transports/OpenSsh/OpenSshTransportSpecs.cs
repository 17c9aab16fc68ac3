using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marchitect.Testing;

namespace Marchitect.Tests.Transports.OpenSsh;

public sealed class OpenSshTransportSpecs
{
    [Fact]
    public async Task A_key_logs_in_and_a_program_has_three_streams_and_an_end()
    {
        await using var sshd = await StartAsync();

        var (stdout, stderr, end) = await Keyed(sshd).RunAsync("exec /bin/sh -c 'cat; echo to stderr >&2; exit 3'", "to stdin");

        Assert.Equal(("to stdin", "to stderr\n", new ChannelEnd(3)), (stdout, stderr, end));
    }

    [Fact]
    public async Task Bytes_of_every_value_travel_both_ways_unchanged()
    {
        await using var sshd = await StartAsync();
        await using var connection = await Keyed(sshd).ConnectAsync(Cancel);

        Assert.True(await connection.CarriesBytesAsync(5_000_003));
    }

    [Fact]
    public async Task Programs_on_one_connection_run_side_by_side()
    {
        await using var sshd = await StartAsync();
        await using var connection = await Keyed(sshd).ConnectAsync(Cancel);
        await using var first = await connection.StartAsync("exec /bin/sh -c 'exec cat'", Cancel);

        var (stdout, _, end) = await connection.RunAsync("exec /bin/sh -c 'echo second'");
        await first.Stdin.WriteAsync("first\n"u8.ToArray(), Cancel);

        Assert.Equal(("second\n", new ChannelEnd(0)), (stdout, end));
        Assert.Equal("first", await first.Stdout.ReadLineAsync());
    }

    [Fact]
    public async Task A_banner_is_no_output_of_the_program()
    {
        var banner = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(banner, "Authorised use only.\n", Cancel);
            await using var sshd = await StartAsync(new() { Config = [$"Banner {banner}"] });

            var (stdout, stderr, _) = await Keyed(sshd).RunAsync("exec /bin/sh -c 'echo out; echo err >&2'");

            Assert.Equal(("out\n", "err\n"), (stdout, stderr));
        }
        finally
        {
            File.Delete(banner);
        }
    }

    [Fact]
    public async Task A_jump_host_of_the_configuration_is_used()
    {
        await using var target = await StartAsync();
        await using var jump = await StartAsync();
        var config = await ConfigAsync(target, $"""
            Host behind
              HostName 127.0.0.1
              Port {target.Port}
              ProxyJump jump
            Host jump
              HostName 127.0.0.1
              Port {jump.Port}
            Host *
              User {target.User}
              UserKnownHostsFile {target.KnownHostsPath} {jump.KnownHostsPath}
            Match host 127.0.0.1 originalhost behind
              IdentityFile {target.ClientKeyPath}
            Match originalhost jump
              IdentityFile {jump.ClientKeyPath}
            """);

        var (stdout, stderr, end) = await new OpenSshTransport("behind") { ConfigFile = config }.RunAsync("exec /bin/sh -c 'echo $SSH_CONNECTION'");

        Assert.True(end == new ChannelEnd(0), stderr);
        Assert.EndsWith($" 127.0.0.1 {target.Port}\n", stdout, StringComparison.Ordinal);
        Assert.Contains("Accepted publickey", jump.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_users_certificate_logs_in()
    {
        var folder = Directory.CreateTempSubdirectory("marchitect-ca-").FullName;
        try
        {
            await KeygenAsync("-q", "-t", "ed25519", "-N", "", "-f", Path.Join(folder, "ca"));
            await KeygenAsync("-q", "-t", "ed25519", "-N", "", "-f", Path.Join(folder, "id"));
            await KeygenAsync("-q", "-s", Path.Join(folder, "ca"), "-I", "me", "-n", Environment.UserName, Path.Join(folder, "id.pub"));
            await using var sshd = await StartAsync(new() { PublicKey = true, Config = [$"TrustedUserCAKeys {folder}/ca.pub"] });

            var (stdout, _, end) = await (Keyed(sshd, Path.Join(folder, "id"))).RunAsync("exec /bin/sh -c 'echo in'");

            Assert.Equal(("in\n", new ChannelEnd(0)), (stdout, end));
            Assert.Contains("ED25519-CERT", sshd.Log, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_password_logs_in(bool byPassword, bool byDialog)
    {
        await using var user = await NewUserAsync();
        await using var sshd = await StartAsync(
            new() { User = user.Name, PublicKey = false, Password = byPassword, KeyboardInteractive = byDialog });

        var (stdout, _, end) = await (Passworded(sshd, user.Password)).RunAsync("exec /bin/sh -c 'id -un'");

        Assert.Equal(($"{user.Name}\n", new ChannelEnd(0)), (stdout, end));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_wrong_password_is_sent_once(bool byPassword, bool byDialog)
    {
        await using var user = await NewUserAsync();
        await using var sshd = await StartAsync(
            new() { User = user.Name, PublicKey = false, Password = byPassword, KeyboardInteractive = byDialog });

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => Passworded(sshd, "not-the-password").RunAsync("true"));

        Assert.DoesNotContain("not-the-password", error.ToString(), StringComparison.Ordinal);
        await sshd.WaitForLogAsync("Connection closed by", Cancel);
        Assert.Single(sshd.Log.Split('\n'), line => line.Contains("Failed ", StringComparison.Ordinal) && !line.Contains("Failed none", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_is_not_given_to_a_jump_host()
    {
        await using var user = await NewUserAsync();
        await using var target = await StartAsync(new() { User = user.Name, PublicKey = false, Password = true });
        await using var jump = await StartAsync(new() { User = user.Name, PublicKey = false, Password = true });
        var config = await ConfigAsync(target, $"""
            Host behind
              HostName 127.0.0.1
              Port {target.Port}
              ProxyJump jump
            Host jump
              HostName 127.0.0.1
              Port {jump.Port}
            Host *
              User {user.Name}
              NumberOfPasswordPrompts 1
              UserKnownHostsFile {target.KnownHostsPath} {jump.KnownHostsPath}
            """);

        var error = await Assert.ThrowsAsync<LoginRefusedException>(
            () => new OpenSshTransport("behind") { ConfigFile = config, Password = user.Password }.RunAsync("true"));

        Assert.Contains("password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", jump.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passphrase_opens_the_key()
    {
        await using var sshd = await StartAsync();
        var key = await EncryptedKeyAsync(sshd, "open sesame 'quoted' $HOME");

        var (stdout, _, end) = await new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = key, Passphrase = "open sesame 'quoted' $HOME", HostKeys = Known(sshd), ConfigFile = "/dev/null",
        }.RunAsync("exec /bin/sh -c 'echo in'");

        Assert.Equal(("in\n", new ChannelEnd(0)), (stdout, end));
    }

    [Theory]
    [InlineData("not the passphrase")]
    [InlineData(null)]
    public async Task A_key_that_does_not_open_is_a_refused_login(string? passphrase)
    {
        await using var sshd = await StartAsync();
        var key = await EncryptedKeyAsync(sshd, "open sesame");

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = key, Passphrase = passphrase, HostKeys = Known(sshd), ConfigFile = "/dev/null",
        }.RunAsync("true"));

        Assert.Contains("Permission denied", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_in_an_argument_list_in_an_environment_or_in_a_file()
    {
        await using var user = await NewUserAsync();
        await using var sshd = await StartAsync(new() { User = user.Name, PublicKey = false, Password = true });
        var before = TemporaryFolders();
        await using var connection = await Passworded(sshd, user.Password).ConnectAsync(Cancel);
        // Looked at all the time from the start of ssh to its login, and after it.
        using var done = new CancellationTokenSource();
        var watch = Task.Run(() => Sightings(user.Password, done.Token), Cancel);

        await using var channel = await connection.StartAsync("exec /bin/sh -c 'echo in; exec cat'", Cancel);
        Assert.Equal("in", await channel.Stdout.ReadLineAsync());
        await done.CancelAsync();
        var (seen, looks, sshSeen) = await watch;

        Assert.Empty(seen);
        Assert.True(looks > 0 && sshSeen, $"It was looked {looks} times, and ssh {(sshSeen ? "was" : "was not")} seen: the test proves nothing.");
        Assert.Empty(TemporaryFolders().Except(before));
    }

    [Fact]
    public async Task An_unknown_host_key_ends_the_login_before_anything_is_sent()
    {
        await using var sshd = await StartAsync();

        var error = await Assert.ThrowsAsync<HostKeyException>(() => new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = sshd.ClientKeyPath, HostKeys = new() { KnownHostsFiles = ["/dev/null"] }, ConfigFile = "/dev/null",
        }.RunAsync("true"));

        Assert.Equal(HostKeyProblem.Unknown, error.Problem);
        Assert.Contains("Host key verification failed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_about_a_host_key_is_not_answered_yes()
    {
        await using var sshd = await StartAsync();
        var config = await ConfigAsync(sshd, $"Host *\n  UserKnownHostsFile {sshd.Folder}/empty\n  StrictHostKeyChecking ask\n");

        var error = await Assert.ThrowsAsync<HostKeyException>(() => new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = sshd.ClientKeyPath, Password = "given, so that ssh may ask", ConfigFile = config,
        }.RunAsync("true"));

        Assert.Equal((HostKeyProblem.Unknown, "ssh-ed25519", sshd.HostKeyFingerprint), (error.Problem, error.KeyType, error.Fingerprint));
        Assert.False(File.Exists($"{sshd.Folder}/empty"));
    }

    [Fact]
    public async Task A_changed_host_key_tells_the_line_of_the_old_one()
    {
        await using var sshd = await StartAsync(new() { HostKeyTypes = ["ed25519"] });
        await using var other = await StartAsync(new() { HostKeyTypes = ["ed25519"] });
        var old = (await File.ReadAllTextAsync(other.KnownHostsPath, Cancel)).Replace($":{other.Port} ", $":{sshd.Port} ", StringComparison.Ordinal);
        var file = Path.Join(sshd.Folder, "old_hosts");
        await File.WriteAllTextAsync(file, $"# ours\n{old}", Cancel);

        var error = await Assert.ThrowsAsync<HostKeyException>(() => new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = sshd.ClientKeyPath, HostKeys = new() { KnownHostsFiles = [file] }, ConfigFile = "/dev/null",
        }.RunAsync("true"));

        Assert.Equal((HostKeyProblem.Changed, file, 2, sshd.HostKeyFingerprint), (error.Problem, error.File, error.Line, error.Fingerprint));
    }

    [Fact]
    public async Task Accept_new_writes_the_key_to_the_file_of_the_policy()
    {
        await using var sshd = await StartAsync();
        var file = Path.Join(sshd.Folder, "a folder", "new % hosts");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        var (_, _, end) = await new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = sshd.ClientKeyPath, ConfigFile = "/dev/null",
            HostKeys = new() { KnownHostsFiles = [file], Check = HostKeyCheck.AcceptNew },
        }.RunAsync("exec /bin/sh -c 'exit 0'");

        Assert.Equal(new ChannelEnd(0), end);
        Assert.StartsWith($"[127.0.0.1]:{sshd.Port} ", await File.ReadAllTextAsync(file, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_told_in_sshs_own_words()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var error = await Assert.ThrowsAsync<UnreachableException>(
            () => new OpenSshTransport("127.0.0.1") { Port = port, ConfigFile = "/dev/null" }.RunAsync("true"));

        Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_in_sshs_own_words()
    {
        // RFC 6761: a name under .invalid never resolves.
        var error = await Assert.ThrowsAsync<UnreachableException>(
            () => new OpenSshTransport("no-such-host.invalid") { ConfigFile = "/dev/null" }.RunAsync("true"));

        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_ends_in_an_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await Assert.ThrowsAsync<UnreachableException>(() => new OpenSshTransport("127.0.0.1")
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port, ConnectTimeLimit = TimeSpan.FromSeconds(1), ConfigFile = "/dev/null",
        }.RunAsync("true"));
    }

    [Fact]
    public async Task A_login_that_hangs_ends_at_its_limit_with_its_process()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var error = await Assert.ThrowsAsync<UnreachableException>(() => new OpenSshTransport("127.0.0.1")
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port, ConnectTimeLimit = TimeSpan.FromMinutes(9), LoginTimeLimit = TimeSpan.FromSeconds(1),
            ConfigFile = "/dev/null",
        }.RunAsync("true"));

        Assert.Contains("did not log in within 1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_is_cancelled()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var transport = new OpenSshTransport("127.0.0.1") { Port = ((IPEndPoint)listener.LocalEndpoint).Port, ConfigFile = "/dev/null" };
        await using var connection = await transport.ConnectAsync(Cancel);
        var start = connection.StartAsync("true", stop.Token);
        using var accepted = await listener.AcceptTcpClientAsync(Cancel);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        // ssh has ended: its side of the connection is closed.
        var buffer = new byte[4096];
        while (await accepted.GetStream().ReadAsync(buffer, Cancel) > 0)
            continue;
    }

    [Fact]
    public async Task No_ssh_program_is_told_when_connecting()
    {
        var error = await Assert.ThrowsAsync<UnreachableException>(() => new OpenSshTransport("web-1") { Program = "no-such-ssh" }.ConnectAsync(Cancel));

        Assert.Contains("no-such-ssh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_ssh_does_not_read_is_told_when_connecting()
    {
        await using var sshd = await StartAsync();
        var config = await ConfigAsync(sshd, "Host *\n  NoSuchOption yes\n");

        var error = await Assert.ThrowsAsync<UnreachableException>(() => new OpenSshTransport("web-1") { ConfigFile = config }.ConnectAsync(Cancel));

        Assert.Contains("nosuchoption", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_that_ends_mid_way_is_a_lost_connection_and_no_exit_status()
    {
        var sshd = await StartAsync();
        await using var connection = await Keyed(sshd).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec /bin/sh -c 'echo in; exec cat'", Cancel);
        Assert.Equal("in", await channel.Stdout.ReadLineAsync());

        await sshd.DisposeAsync();

        var end = await channel.Ended.WaitAsync(Cancel);
        Assert.True(end.IsLost);
        Assert.Null(end.ExitStatus);
    }

    [Fact]
    public async Task A_link_that_falls_silent_is_a_lost_connection()
    {
        await using var sshd = await StartAsync();
        await using var link = LinkProxy.Start(sshd.Port);
        await using var connection = await new OpenSshTransport("127.0.0.1")
        {
            Port = link.Port, User = sshd.User, IdentityFile = sshd.ClientKeyPath, ConfigFile = "/dev/null",
            HostKeys = Known(sshd) with { Alias = $"[127.0.0.1]:{sshd.Port}" }, KeepAliveInterval = TimeSpan.FromSeconds(1),
        }.ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec /bin/sh -c 'echo in; exec cat'", Cancel);
        Assert.Equal("in", await channel.Stdout.ReadLineAsync());

        link.Freeze();

        Assert.True((await channel.Ended.WaitAsync(Cancel)).IsLost);
    }

    [Fact]
    public async Task An_ssh_that_is_ended_from_outside_is_a_lost_connection()
    {
        await using var sshd = await StartAsync();
        await using var connection = await Keyed(sshd).ConnectAsync(Cancel);
        await using var channel = await connection.StartAsync("exec /bin/sh -c 'echo in; exec cat'", Cancel);
        Assert.Equal("in", await channel.Stdout.ReadLineAsync());
        using var ssh = Process.GetProcessById(SshOf(sshd.Port));

        ssh.Kill();

        Assert.True((await channel.Ended.WaitAsync(Cancel)).IsLost);
    }

    [Fact]
    public async Task A_local_command_of_the_configuration_runs_and_its_output_is_not_the_programs()
    {
        await using var sshd = await StartAsync();
        var trace = Path.Join(sshd.Folder, "trace");
        var config = await ConfigAsync(sshd, $"Host *\n  PermitLocalCommand yes\n  LocalCommand echo noise; echo %n > {trace}\n");

        var (stdout, stderr, _) = await new OpenSshTransport("127.0.0.1")
        {
            Port = sshd.Port, User = sshd.User, IdentityFile = sshd.ClientKeyPath, HostKeys = Known(sshd), ConfigFile = config,
        }.RunAsync("exec /bin/sh -c 'echo out'");

        Assert.Equal(("out\n", ""), (stdout, stderr));
        Assert.Equal("127.0.0.1\n", await File.ReadAllTextAsync(trace, Cancel));
    }

    [Fact]
    public void A_destination_is_no_option() => Assert.Throws<ArgumentException>(() => new OpenSshTransport("-oProxyCommand=x"));

    private static async Task<ThrowAwaySshd> StartAsync(ThrowAwaySshdOptions? options = null)
    {
        Assert.SkipWhen(ThrowAwaySshd.FindProgram() is null, "There is no sshd here: apt-get install openssh-server");
        Assert.SkipWhen(LocalPrograms.Find("ssh") is null, "There is no ssh here: apt-get install openssh-client");
        return await ThrowAwaySshd.StartAsync(options, Cancel);
    }

    private static async Task<ThrowAwayUser> NewUserAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "A user with a password is made by root only: run the tests as root.");
        return await ThrowAwayUser.CreateAsync(cancellationToken: Cancel);
    }

    private static HostKeyPolicy Known(ThrowAwaySshd sshd) => new() { KnownHostsFiles = [sshd.KnownHostsPath] };

    private static OpenSshTransport Keyed(ThrowAwaySshd sshd, string? key = null) => new("127.0.0.1")
    {
        Port = sshd.Port, User = sshd.User, IdentityFile = key ?? sshd.ClientKeyPath, HostKeys = Known(sshd), ConfigFile = "/dev/null",
    };

    private static OpenSshTransport Passworded(ThrowAwaySshd sshd, string password) => new("127.0.0.1")
    {
        Port = sshd.Port, User = sshd.User, Password = password, HostKeys = Known(sshd), ConfigFile = "/dev/null",
    };

    private static async Task<string> ConfigAsync(ThrowAwaySshd sshd, string text)
    {
        var path = Path.Join(sshd.Folder, "ssh_config");
        await File.WriteAllTextAsync(path, text, Cancel);
        return path;
    }

    private static async Task<string> EncryptedKeyAsync(ThrowAwaySshd sshd, string passphrase)
    {
        var key = Path.Join(sshd.Folder, "encrypted key 100%");
        await KeygenAsync("-q", "-t", "ed25519", "-N", passphrase, "-f", key);
        await File.AppendAllTextAsync(sshd.AuthorizedKeysPath, await File.ReadAllTextAsync($"{key}.pub", Cancel), Cancel);
        return key;
    }

    private static async Task KeygenAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
    }

    private static string[] TemporaryFolders() => Directory.GetDirectories(Path.GetTempPath(), "marchitect-??????");

    private static int SshOf(int port) => Processes()
        .Single(p => IsSsh(p.CommandLine) && p.CommandLine.Contains($"\0-p{port}\0", StringComparison.Ordinal)).Id;

    private static bool IsSsh(string commandLine) => commandLine.Split('\0')[0] is var program && Path.GetFileName(program) == "ssh";

    private static (List<string> Seen, int Looks, bool SshSeen) Sightings(string secret, CancellationToken until)
    {
        var (seen, looks, sshSeen) = (new List<string>(), 0, false);
        while (!until.IsCancellationRequested)
        {
            foreach (var (id, commandLine, environment) in Processes())
            {
                sshSeen |= IsSsh(commandLine) && environment.Contains("SSH_ASKPASS=", StringComparison.Ordinal);
                if (commandLine.Contains(secret, StringComparison.Ordinal) || environment.Contains(secret, StringComparison.Ordinal))
                    seen.Add(commandLine);
            }
            foreach (var folder in TemporaryFolders())
            {
                foreach (var file in Contents(folder).Where(file => file.Contains(secret, StringComparison.Ordinal)))
                    seen.Add(folder);
            }
            looks++;
        }
        return (seen, looks, sshSeen);
    }

    private static List<string> Contents(string folder)
    {
        var contents = new List<string>();
        try
        {
            // The FIFOs are not read: that would take the secret from the one it is for.
            foreach (var file in Directory.GetFiles(folder).Where(file => Path.GetFileName(file) is not ("password" or "passphrase")))
                contents.Add(File.ReadAllText(file));
        }
        catch (IOException)
        {
            // Gone meanwhile.
        }
        return contents;
    }

    private static IEnumerable<(int Id, string CommandLine, string Environment)> Processes()
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            string commandLine, environment;
            try
            {
                commandLine = Encoding.Latin1.GetString(File.ReadAllBytes($"{folder}/cmdline"));
                environment = Encoding.Latin1.GetString(File.ReadAllBytes($"{folder}/environ"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            yield return (id, commandLine, environment);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
