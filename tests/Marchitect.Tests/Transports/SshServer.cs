using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

/// <summary>A throw-away sshd shared by the specs of a class.</summary>
public sealed class SshServer : IAsyncLifetime
{
    private ThrowAwaySshd? _sshd;

    public int Port => Sshd.Port;

    public string Folder => Sshd.Folder;

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

    public async ValueTask InitializeAsync()
    {
        if (ThrowAwaySshd.FindProgram() is not null)
            _sshd = await ThrowAwaySshd.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
    }
}
