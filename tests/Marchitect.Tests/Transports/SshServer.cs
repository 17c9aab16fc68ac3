using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

/// <summary>
/// A throw-away sshd shared by the specs of a class. As root it lets in a user of its own, since root's own start-up files may do
/// anything; otherwise the user who runs the tests.
/// </summary>
public sealed class SshServer : IAsyncLifetime
{
    private ThrowAwaySshd? _sshd;
    private ThrowAwayUser? _user;

    public int Port => Sshd.Port;

    public string Folder => Sshd.Folder;

    /// <summary>A folder that the logged-in user may write to.</summary>
    public string Scratch => _user?.Home ?? Folder;

    public SshEndpoint Endpoint => EndpointOf(Sshd);

    public ThrowAwaySshd Sshd
    {
        get
        {
            Assert.SkipUnless(_sshd is not null, "needs sshd: apt-get install openssh-server");
            return _sshd!;
        }
    }

    public static SshEndpoint EndpointOf(ThrowAwaySshd sshd) => new()
    {
        Host = ThrowAwaySshd.Address,
        Port = sshd.Port,
        User = sshd.User,
        Credentials = [SshCredential.PrivateKeyFile(sshd.ClientKeyPath)],
        HostKeys = new() { KnownHostsFiles = [sshd.KnownHostsPath] },
    };

    /// <summary>The same server by way of a link; its host key is then known under the link's port.</summary>
    public SshEndpoint Through(LinkProxy link)
    {
        var knownHosts = Path.Combine(Folder, $"known_hosts_{link.Port}");
        File.WriteAllText(knownHosts, File.ReadAllText(Sshd.KnownHostsPath).Replace($":{Port} ", $":{link.Port} ", StringComparison.Ordinal));
        return Endpoint with { Port = link.Port, HostKeys = new() { KnownHostsFiles = [knownHosts] } };
    }

    public static async Task<SshServer> StartAsync(ThrowAwaySshdOptions options)
    {
        var server = new SshServer();
        await server.InitializeAsync(options);
        return server;
    }

    public ValueTask InitializeAsync() => InitializeAsync(new());

    private async ValueTask InitializeAsync(ThrowAwaySshdOptions options)
    {
        var cancel = TestContext.Current.CancellationToken;
        if (ThrowAwaySshd.FindProgram() is null)
            return;
        if (Environment.IsPrivilegedProcess)
            _user = await ThrowAwayUser.CreateAsync(cancellationToken: cancel);
        _sshd = await ThrowAwaySshd.StartAsync(options with { User = _user?.Name }, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
        if (_user is not null)
            await _user.DisposeAsync();
    }
}
