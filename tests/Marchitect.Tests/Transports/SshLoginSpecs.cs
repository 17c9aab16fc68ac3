#pragma warning disable xUnit1069 // Cancel is that token, by its short name.
using System.Diagnostics;
using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

public sealed class SshLoginSpecs(SshServer server) : IClassFixture<SshServer>
{
    [Theory(Timeout = 60_000)]
    [InlineData("ed25519", "RFC4716", "")]
    [InlineData("ed25519", "RFC4716", "open sesame")]
    [InlineData("ecdsa", "RFC4716", "")]
    [InlineData("ecdsa", "RFC4716", "open sesame")]
    [InlineData("rsa", "RFC4716", "")]
    [InlineData("rsa", "RFC4716", "open sesame")]
    [InlineData("ecdsa", "PEM", "")]
    [InlineData("ecdsa", "PEM", "open sesame")]
    [InlineData("rsa", "PEM", "")]
    [InlineData("rsa", "PEM", "open sesame")]
    [InlineData("ecdsa", "PKCS8", "")]
    [InlineData("ecdsa", "PKCS8", "open sesame")]
    [InlineData("rsa", "PKCS8", "")]
    [InlineData("rsa", "PKCS8", "open sesame")]
    public async Task A_key_logs_in_whatever_its_type_format_and_passphrase(string type, string format, string passphrase)
    {
        var path = await MakeKeyAsync(type, format, passphrase);
        // ssh-keygen has no PEM form of its own for every type; what it wrote must be what the case says.
        Assert.Contains(format == "RFC4716" ? "BEGIN OPENSSH PRIVATE KEY" : "PRIVATE KEY", await File.ReadAllTextAsync(path, Cancel), StringComparison.Ordinal);

        await using var connection = await ConnectAsync(SshCredential.PrivateKeyFile(path, passphrase.Length == 0 ? null : passphrase));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nistp384_and_nistp521_keys_log_in()
    {
        foreach (var bits in new[] { "384", "521" })
        {
            var path = Path.Combine(server.Folder, Guid.NewGuid().ToString("N"));
            await RunAsync("ssh-keygen", "-q", "-t", "ecdsa", "-b", bits, "-N", "", "-f", path);
            await AuthorizeAsync(path);
            await using var connection = await ConnectAsync(SshCredential.PrivateKeyFile(path));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_passphrase_is_told_without_connecting()
    {
        var path = await MakeKeyAsync("ed25519", "RFC4716", "right");

        var error = await Assert.ThrowsAsync<MarchitectException>(() => ConnectAsync(SshCredential.PrivateKeyFile(path, "wrong")));

        Assert.Equal($"the private key {path} cannot be opened with this passphrase.", error.What);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_passphrase_is_told()
    {
        var path = await MakeKeyAsync("rsa", "PEM", "right");

        var error = await Assert.ThrowsAsync<MarchitectException>(() => ConnectAsync(SshCredential.PrivateKeyFile(path)));

        Assert.Equal($"the private key {path} needs a passphrase.", error.What);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_key_file_a_folder_and_a_public_key_are_each_told()
    {
        var missing = await Assert.ThrowsAsync<MarchitectException>(() => ConnectAsync(SshCredential.PrivateKeyFile("/no/such/key")));
        var folder = await Assert.ThrowsAsync<MarchitectException>(() => ConnectAsync(SshCredential.PrivateKeyFile(server.Folder)));
        var publicHalf = await Assert.ThrowsAsync<MarchitectException>(
            () => ConnectAsync(SshCredential.PrivateKeyFile(server.Sshd.ClientKeyPath + ".pub")));

        Assert.Equal("there is no private key /no/such/key.", missing.What);
        Assert.Equal($"{server.Folder} is a folder, not a private key.", folder.What);
        Assert.StartsWith($"{server.Sshd.ClientKeyPath}.pub is no private key that can be used", publicHalf.What, StringComparison.Ordinal);
        Assert.Contains("without .pub", publicHalf.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_may_not_be_read_is_told()
    {
        // Root may open every file, but none can read the beginning of a process's memory.
        var path = "/proc/self/mem";
        if (!Environment.IsPrivilegedProcess)
        {
            path = await MakeKeyAsync("ed25519", "RFC4716", "");
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        var error = await Assert.ThrowsAsync<MarchitectException>(() => ConnectAsync(SshCredential.PrivateKeyFile(path)));

        Assert.StartsWith($"the private key {path} cannot be read", error.What, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ways_to_log_in_are_tried_in_order_until_one_is_let_in()
    {
        var stranger = await MakeKeyAsync("ed25519", "RFC4716", "", isAuthorized: false);

        await using var connection = await ConnectAsync(SshCredential.PrivateKeyFile(stranger), SshCredential.PrivateKeyFile(server.Sshd.ClientKeyPath));

        await server.Sshd.WaitForLogAsync("Failed publickey", Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refused_login_tells_everything_that_was_tried_or_passed_over()
    {
        var stranger = await MakeKeyAsync("ed25519", "RFC4716", "", isAuthorized: false);
        var folder = Directory.CreateDirectory(Path.Combine(server.Folder, "identities")).FullName;
        File.Copy(await MakeKeyAsync("rsa", "RFC4716", "secret"), Path.Combine(folder, "id_rsa"));

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => ConnectAsync(
            SshCredential.Agent("/no/such/agent"), SshCredential.DefaultIdentityFiles(folder), SshCredential.PrivateKeyFile(stranger)));

        Assert.Equal($"'{server.Sshd.User}' was not let in.", error.What);
        Assert.Equal(server.Endpoint.Address, error.Where.Address);
        Assert.Collection(
            error.Attempts,
            agent => Assert.StartsWith("the SSH agent at /no/such/agent: passed over, ", agent, StringComparison.Ordinal),
            identity => Assert.Equal($"{folder}/id_rsa: passed over, the private key {folder}/id_rsa needs a passphrase.", identity),
            key => Assert.Equal($"key {stranger}: refused", key));
        Assert.Contains($"key {stranger}: refused", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_default_identity_files_are_tried_in_order()
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.Folder, "defaults")).FullName;
        File.Copy(await MakeKeyAsync("ecdsa", "RFC4716", ""), Path.Combine(folder, "id_ecdsa"));
        File.Copy(await MakeKeyAsync("ed25519", "RFC4716", "", isAuthorized: false), Path.Combine(folder, "id_ed25519"));

        await using var connection = await ConnectAsync(SshCredential.DefaultIdentityFiles(folder));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_password_the_server_does_not_take_is_never_sent_to_it()
    {
        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => ConnectAsync(SshCredential.Password("secret")));

        Assert.Contains("(publickey)", error.What, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed password", server.Sshd.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_password_logs_in()
    {
        await using var login = await PasswordLogin.StartAsync(new() { PublicKey = false, Password = true }, Cancel);
        await using var connection = await login.ConnectAsync(login.Password, Cancel);

        await login.Sshd.WaitForLogAsync("Accepted password", Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dialog_that_asks_for_the_password_is_answered()
    {
        await using var login = await PasswordLogin.StartAsync(new() { PublicKey = false, KeyboardInteractive = true }, Cancel);
        await using var connection = await login.ConnectAsync(login.Password, Cancel);

        await login.Sshd.WaitForLogAsync("Accepted keyboard-interactive", Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_password_is_sent_once_though_the_server_would_take_it_in_two_ways()
    {
        await using var login = await PasswordLogin.StartAsync(
            new() { PublicKey = false, Password = true, KeyboardInteractive = true }, Cancel);

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => login.ConnectAsync("wrong", Cancel));

        Assert.Equal(["password: refused"], error.Attempts);
        Assert.DoesNotContain("wrong", error.Message, StringComparison.Ordinal);
        await login.Sshd.WaitForLogAsync("Connection closed by authenticating user", Cancel);
        Assert.Equal(1, login.Sshd.Log.Split("Failed ").Length - 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_answer_to_the_dialog_is_given_once()
    {
        await using var login = await PasswordLogin.StartAsync(new() { PublicKey = false, KeyboardInteractive = true }, Cancel);

        var error = await Assert.ThrowsAsync<LoginRefusedException>(() => login.ConnectAsync("wrong", Cancel));

        Assert.Equal(["password, asked for in a dialog (keyboard-interactive): refused"], error.Attempts);
        await login.Sshd.WaitForLogAsync("Connection closed by authenticating user", Cancel);
        Assert.Equal(1, login.Sshd.Log.Split("PAM: Authentication failure").Length - 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_wants_a_key_and_a_password_gets_both()
    {
        await using var login = await PasswordLogin.StartAsync(
            new() { Password = true, Config = ["AuthenticationMethods publickey,password"] }, Cancel);

        await using var connection = await new SshTransport(SshServer.EndpointOf(login.Sshd) with
        {
            Credentials = [SshCredential.PrivateKeyFile(login.Sshd.ClientKeyPath), SshCredential.Password(login.Password)],
        }).ConnectAsync(Cancel);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task A_key_of_an_agent_logs_in(string type)
    {
        await using var agent = await RunningAgent.StartAsync(server.Folder, Cancel);
        var stranger = await MakeKeyAsync("ed25519", "RFC4716", "", isAuthorized: false);
        await agent.AddAsync(stranger, Cancel);
        await agent.AddAsync(await MakeKeyAsync(type, "RFC4716", ""), Cancel);

        await using var connection = await ConnectAsync(SshCredential.Agent(agent.Socket));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_agent_that_says_nothing_does_not_hold_up_the_login()
    {
        var path = Path.Combine(server.Folder, "silent-agent");
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        listener.Listen();

        await using var connection = await ConnectAsync(SshCredential.Agent(path), SshCredential.PrivateKeyFile(server.Sshd.ClientKeyPath));
    }

    private Task<Connection> ConnectAsync(params SshCredential[] credentials) =>
        new SshTransport(server.Endpoint with { Credentials = credentials }).ConnectAsync(Cancel);

    private async Task<string> MakeKeyAsync(string type, string format, string passphrase, bool isAuthorized = true)
    {
        var path = Path.Combine(server.Folder, Guid.NewGuid().ToString("N"));
        await RunAsync("ssh-keygen", "-q", "-t", type, "-m", format, "-N", passphrase, "-f", path);
        if (isAuthorized)
            await AuthorizeAsync(path);
        return path;
    }

    private async Task AuthorizeAsync(string path) => await File.AppendAllTextAsync(
        server.Sshd.AuthorizedKeysPath, await File.ReadAllTextAsync(path + ".pub", Cancel), Cancel);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var told = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, told);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
