using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

/// <summary>A server and a user of its own with a password.</summary>
internal sealed class PasswordLogin : IAsyncDisposable
{
    private readonly ThrowAwayUser _user;

    private PasswordLogin(ThrowAwayUser user, ThrowAwaySshd sshd)
    {
        _user = user;
        Sshd = sshd;
    }

    public ThrowAwaySshd Sshd { get; }

    public string Password => _user.Password;

    public static async Task<PasswordLogin> StartAsync(ThrowAwaySshdOptions options, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root's sshd checks passwords: run the tests as root");
        Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "needs sshd: apt-get install openssh-server");
        var user = await ThrowAwayUser.CreateAsync(cancellationToken: cancellationToken);
        return new(user, await ThrowAwaySshd.StartAsync(options with { User = user.Name }, cancellationToken));
    }

    public Task<Connection> ConnectAsync(string password, CancellationToken cancellationToken) =>
        new SshTransport(SshServer.EndpointOf(Sshd) with { Credentials = [SshCredential.Password(password)] }).ConnectAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Sshd.DisposeAsync();
        await _user.DisposeAsync();
    }
}
