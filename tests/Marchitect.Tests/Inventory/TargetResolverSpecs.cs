using System.Diagnostics;
using Marchitect.Testing;

namespace Marchitect.Tests.Inventory;

public sealed class TargetResolverSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-resolver-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("local", "local", null)]
    [InlineData("docker:web-1", "docker:web-1", "docker exec -i web-1")]
    [InlineData("podman:web-1", "podman:web-1", "podman exec -i web-1")]
    [InlineData("chroot:/srv/the root", "chroot:/srv/theroot", "chroot /srv/theroot")]
    public async Task Machines_without_ssh_are_reached_by_processes(string text, string host, string? command)
    {
        var target = await TargetResolver.ResolveAsync(
            TargetAddress.Parse(text.Replace(" ", "", StringComparison.Ordinal)), cancellationToken: Cancel);

        Assert.Equal((host, command), (target.Transport.Host, target.Transport.Address));
        Assert.Null(target.WhySshProgram);
    }

    [Fact]
    public async Task An_alias_gets_what_ssh_config_says_of_it()
    {
        var key = await KeyAsync("id_web.example.org_deploy_2222");
        var endpoint = await EndpointAsync("web", $"""
            Host web
              HostName web.example.org
              User deploy
              Port 2222
              IdentityFile {_folder}/id_%h_%r_%p
              UserKnownHostsFile {_folder}/known_%h
              GlobalKnownHostsFile {_folder}/global
              StrictHostKeyChecking accept-new
              HostKeyAlias cluster
              HashKnownHosts yes
              ConnectTimeout 7
              ServerAliveInterval 20
              ServerAliveCountMax 2
            """);

        Assert.Equal(("web", "web.example.org", 2222, "deploy"), (endpoint.Host, endpoint.HostName, endpoint.Port, endpoint.User));
        Assert.Equal([$"{_folder}/known_web.example.org", $"{_folder}/global"], endpoint.HostKeys.KnownHostsFiles);
        Assert.Equal((HostKeyCheck.AcceptNew, "cluster", true), (endpoint.HostKeys.Check, endpoint.HostKeys.Alias, endpoint.HostKeys.HashNewNames));
        Assert.Equal((7, 20, 2), (endpoint.ConnectTimeLimit.TotalSeconds, endpoint.KeepAliveInterval.TotalSeconds, endpoint.KeepAliveMissedLimit));
        Assert.Collection(endpoint.Credentials, c => Assert.IsType<AgentCredential>(c), c => Assert.Equal(key, Assert.IsType<IdentityFileCredential>(c).Path));
    }

    [Fact]
    public async Task What_the_address_says_goes_before_ssh_config()
    {
        var endpoint = await EndpointAsync("root@web:2200", "Host web\n  User deploy\n  Port 2222\n");

        Assert.Equal(("root", 2200), (endpoint.User, endpoint.Port));
    }

    [Theory]
    [InlineData("ask", HostKeyCheck.Strict)]
    [InlineData("yes", HostKeyCheck.Strict)]
    [InlineData("accept-new", HostKeyCheck.AcceptNew)]
    [InlineData("no", HostKeyCheck.AcceptNew)]
    [InlineData("off", HostKeyCheck.AcceptNew)]
    public async Task No_line_of_a_file_makes_changed_host_keys_accepted(string value, HostKeyCheck check)
    {
        var endpoint = await EndpointAsync("web", $"Host web\n  StrictHostKeyChecking {value}\n");

        Assert.Equal(check, endpoint.HostKeys.Check);
    }

    [Fact]
    public async Task What_is_said_about_the_login_goes_before_ssh_config()
    {
        var endpoint = await EndpointAsync("web", "Host web\n  StrictHostKeyChecking yes\n  ConnectTimeout 7\n", new()
        {
            HostKeyCheck = HostKeyCheck.DangerouslyAcceptAny,
            KnownHostsFiles = ["/nowhere/known"],
            ConnectTimeLimit = TimeSpan.FromSeconds(3),
        });

        Assert.Equal((HostKeyCheck.DangerouslyAcceptAny, 3), (endpoint.HostKeys.Check, endpoint.ConnectTimeLimit.TotalSeconds));
        Assert.Equal(["/nowhere/known"], endpoint.HostKeys.KnownHostsFiles);
    }

    [Fact]
    public async Task Ways_to_log_in_are_a_named_key_the_agent_the_configurations_keys_and_the_password()
    {
        var (named, config) = (await KeyAsync("named"), await KeyAsync("config"));

        var endpoint = await EndpointAsync("web", $"Host web\n  IdentityFile {config}\n  IdentityFile {_folder}/absent\n", new() { IdentityFile = named, Password = "secret" });

        Assert.Collection(
            endpoint.Credentials,
            c => Assert.IsType<PrivateKeyFileCredential>(c),
            c => Assert.IsType<AgentCredential>(c),
            c => Assert.Equal(config, Assert.IsType<IdentityFileCredential>(c).Path),
            c => Assert.IsType<PasswordCredential>(c));
    }

    [Fact]
    public async Task A_named_key_that_only_the_agent_can_open_comes_after_the_agent()
    {
        var named = await KeyAsync("named", "a passphrase");

        var endpoint = await EndpointAsync("web", $"Host web\n  IdentityFile {_folder}/absent\n", new() { IdentityFile = named });

        Assert.Collection(
            endpoint.Credentials, c => Assert.IsType<AgentCredential>(c), c => Assert.Equal(named, Assert.IsType<IdentityFileCredential>(c).Path));
    }

    [Theory]
    [InlineData("IdentitiesOnly yes")]
    [InlineData("IdentityAgent none")]
    public async Task The_agent_is_left_alone_where_ssh_config_says_so(string line)
    {
        var key = await KeyAsync("id");

        var endpoint = await EndpointAsync("web", $"Host web\n  {line}\n  IdentityFile {key}\n");

        Assert.IsType<IdentityFileCredential>(Assert.Single(endpoint.Credentials));
    }

    [Theory]
    [InlineData("ProxyJump bastion", "ssh_config has ProxyJump bastion")]
    [InlineData("ProxyCommand nc %h %p", "ssh_config has ProxyCommand nc %h %p")]
    [InlineData("CertificateFile ~/.ssh/no-cert.pub", "ssh_config has CertificateFile ")]
    [InlineData("PKCS11Provider /usr/lib/opensc.so", "ssh_config has PKCS11Provider /usr/lib/opensc.so")]
    [InlineData("PreferredAuthentications gssapi-with-mic", "ssh_config logs in only by gssapi-with-mic")]
    [InlineData("PreferredAuthentications gssapi-with-mic,password\n  PasswordAuthentication no", "ssh_config logs in only by gssapi-with-mic")]
    [InlineData("BindAddress 127.0.0.1", "ssh_config has BindAddress 127.0.0.1")]
    [InlineData("AddressFamily inet6", "ssh_config has AddressFamily inet6")]
    [InlineData("VerifyHostKeyDNS yes", "ssh_config has VerifyHostKeyDNS true")]
    [InlineData("RevokedHostKeys /etc/ssh/revoked", "ssh_config has RevokedHostKeys /etc/ssh/revoked")]
    public async Task What_the_built_in_ssh_cannot_honour_takes_the_ssh_program_and_the_reason_is_told(string line, string reason)
    {
        var target = await ResolveAsync("deploy@web:2200", $"Host web\n  {line}\n");

        var transport = Assert.IsType<OpenSshTransport>(target.Transport);
        Assert.Equal(("web", "deploy", 2200), (transport.Destination, transport.User, transport.Port));
        Assert.StartsWith(reason, target.WhySshProgram, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ProxyJump none")]
    [InlineData("ProxyCommand none")]
    [InlineData("PreferredAuthentications gssapi-with-mic,publickey")]
    [InlineData("GSSAPIAuthentication yes")]
    public async Task What_changes_nothing_stays_with_the_built_in_ssh(string line)
    {
        var target = await ResolveAsync("web", $"Host web\n  {line}\n");

        Assert.IsType<SshTransport>(target.Transport);
        Assert.Null(target.WhySshProgram);
    }

    [Fact]
    public async Task A_certificate_beside_a_key_takes_the_ssh_program()
    {
        var (authority, key) = (await KeyAsync("ca"), await KeyAsync("id"));
        await KeygenAsync("-q", "-s", authority, "-I", "me", "-n", "deploy", $"{key}.pub");

        var target = await ResolveAsync("web", $"Host web\n  IdentityFile {key}\n");

        Assert.Equal($"there is a certificate {key}-cert.pub", target.WhySshProgram);
    }

    [Fact]
    public async Task A_key_on_a_hardware_token_takes_the_ssh_program()
    {
        // The file of an sk key without a passphrase, by PROTOCOL.key: what tells it is the type of its public key. A token is not needed
        // to look at it.
        var key = Path.Join(_folder, "id_sk");
        var plain = Convert.FromBase64String(string.Concat((await File.ReadAllLinesAsync(await KeyAsync("plain"), Cancel))[1..^1]));
        var type = plain.AsSpan().IndexOf("ssh-ed25519"u8);
        byte[] sk = [.. plain[..(type - 8)], 0, 0, 0, 30, 0, 0, 0, 26, .. "sk-ssh-ed25519@openssh.com"u8];
        await File.WriteAllTextAsync(
            key, $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(sk)}\n-----END OPENSSH PRIVATE KEY-----\n", Cancel);

        var target = await ResolveAsync("web", $"Host web\n  IdentityFile {key}\n");

        Assert.Equal($"{key} is a key on a hardware token", target.WhySshProgram);
    }

    [Fact]
    public async Task A_host_that_only_an_authority_vouches_for_takes_the_ssh_program()
    {
        var known = Path.Join(_folder, "known_hosts");
        await File.WriteAllTextAsync(known, $"@cert-authority *.example.org {await File.ReadAllTextAsync($"{await KeyAsync("ca")}.pub", Cancel)}", Cancel);

        var target = await ResolveAsync("web.example.org", $"Host *\n  UserKnownHostsFile {known}\n");

        Assert.Equal("a certificate authority vouches for the host's key", target.WhySshProgram);
    }

    [Fact]
    public async Task The_ssh_program_gets_what_was_said_about_the_login()
    {
        var target = await ResolveAsync("web", "", new()
        {
            UseSshProgram = true, IdentityFile = "/keys/id", Passphrase = "p1", Password = "p2", HostKeyCheck = HostKeyCheck.AcceptNew, KnownHostsFiles = ["/known"],
        });

        var transport = Assert.IsType<OpenSshTransport>(target.Transport);
        Assert.Equal(("/keys/id", "p1", "p2"), (transport.IdentityFile, transport.Passphrase, transport.Password));
        Assert.Equal((HostKeyCheck.AcceptNew, "/known"), (transport.HostKeys?.Check, transport.HostKeys?.KnownHostsFiles[0]));
        Assert.Equal("asked for", target.WhySshProgram);
    }

    [Fact]
    public async Task Without_an_ssh_program_the_address_is_taken_as_it_stands()
    {
        var target = await TargetResolver.ResolveSshAsync(TargetAddress.Parse("deploy@[::1]:2222"), new(), "no-such-ssh", Cancel);

        var endpoint = Assert.IsType<SshTransport>(target.Transport).Endpoint;
        Assert.Equal(("::1", null, 2222, "deploy"), (endpoint.Host, endpoint.HostName, endpoint.Port, endpoint.User));
        Assert.Equal(new HostKeyPolicy().KnownHostsFiles, endpoint.HostKeys.KnownHostsFiles);
        Assert.Collection(endpoint.Credentials, c => Assert.IsType<AgentCredential>(c), c => Assert.IsType<DefaultIdentityCredential>(c));
        await Assert.ThrowsAsync<UnreachableException>(
            () => TargetResolver.ResolveSshAsync(TargetAddress.Parse("web"), new() { UseSshProgram = true }, "no-such-ssh", Cancel));
    }

    [Fact]
    public async Task A_configuration_that_hangs_ends_with_its_processes_when_given_up()
    {
        using var stop = new CancellationTokenSource();
        var asked = Path.Join(_folder, "asked");
        var resolving = ResolveAsync("web", $"Match exec \"echo $$ >{asked}.new; mv {asked}.new {asked}; exec sleep 600\"\n  User x\n", cancel: stop.Token);
        while (!File.Exists(asked))
            await Task.Delay(10, Cancel);
        using var hanging = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(asked, Cancel), System.Globalization.CultureInfo.InvariantCulture));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);
        await hanging.WaitForExitAsync(Cancel);
    }

    [Theory]
    [InlineData(false, "Host web\n  HostName 127.0.0.1\n  Port {0}\n  User {1}\n  IdentityFile {2}\n  UserKnownHostsFile {3}\n")]
    [InlineData(true, "Host web\n  HostName 127.0.0.1\n  Port {0}\n  User {1}\n  IdentityFile {2}\n  UserKnownHostsFile {3}\n")]
    public async Task An_alias_leads_to_the_machine_by_either_way(bool useSshProgram, string text)
    {
        Assert.SkipWhen(ThrowAwaySshd.FindProgram() is null, "There is no sshd here: apt-get install openssh-server");
        await using var sshd = await ThrowAwaySshd.StartAsync(cancellationToken: Cancel);
        var config = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, text, sshd.Port, sshd.User, sshd.ClientKeyPath, sshd.KnownHostsPath);
        var target = await ResolveAsync("web", config, new() { UseSshProgram = useSshProgram });

        await using var session = await Session.OpenAsync(target.Transport, cancellationToken: Cancel);
        var result = await session.ExecAsync("echo $SSH_CONNECTION", cancellationToken: Cancel);

        Assert.EndsWith($"127.0.0.1 {sshd.Port}\n", result.Stdout.Text, StringComparison.Ordinal);
        Assert.Equal("web", target.Transport.Host);
    }

    private async Task<SshEndpoint> EndpointAsync(string address, string config, LoginOptions? options = null) =>
        Assert.IsType<SshTransport>((await ResolveAsync(address, config, options)).Transport).Endpoint;

    private async Task<ResolvedTarget> ResolveAsync(
        string address, string config, LoginOptions? options = null, CancellationToken? cancel = null)
    {
        Assert.SkipWhen(LocalPrograms.Find("ssh") is null, "There is no ssh here: apt-get install openssh-client");
        var file = Path.Join(_folder, $"config.{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file, config, Cancel);
        return await TargetResolver.ResolveAsync(
            TargetAddress.Parse(address), (options ?? new()) with { ConfigFile = file }, cancel ?? Cancel);
    }

    private async Task<string> KeyAsync(string name, string passphrase = "")
    {
        var path = Path.Join(_folder, name);
        await KeygenAsync("-q", "-t", "ed25519", "-N", passphrase, "-f", path);
        return path;
    }

    private static async Task KeygenAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", arguments))!;
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
