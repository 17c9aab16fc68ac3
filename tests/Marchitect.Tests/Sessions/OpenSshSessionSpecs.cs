using Marchitect.Tests.Transports;

namespace Marchitect.Tests.Sessions;

/// <summary>A session over the system's ssh, where each program on the machine is a login of its own.</summary>
public sealed class OpenSshSessionSpecs(SshServer server) : RemoteSessionSpecs, IClassFixture<SshServer>
{
    protected override int LargeBytes => 20_000_001;

    protected override Task<Transport> TransportAsync()
    {
        Assert.SkipWhen(LocalPrograms.Find("ssh") is null, "There is no ssh here: apt-get install openssh-client");
        return Task.FromResult<Transport>(new OpenSshTransport("127.0.0.1")
        {
            Port = server.Port,
            User = server.Sshd.User,
            IdentityFile = server.Sshd.ClientKeyPath,
            HostKeys = server.Endpoint.HostKeys,
            ConfigFile = "/dev/null",
        });
    }
}
