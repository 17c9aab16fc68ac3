namespace Marchitect.Tests.Sessions;

/// <summary>The promises on a machine of one's own, over SSH in the process.</summary>
public sealed class OwnMachineSpecs : RemoteSessionSpecs
{
    protected override Task<Transport> TransportAsync()
    {
        var machine = OwnMachine.FromEnvironment();
        return Task.FromResult<Transport>(new SshTransport(new()
        {
            Host = machine.Host,
            Port = machine.Port,
            User = machine.User,
            Credentials =
            [
                .. machine.KeyPath is { } key ? [SshCredential.PrivateKeyFile(key, machine.Passphrase)] : Array.Empty<SshCredential>(),
                .. machine.Password is { } password ? [SshCredential.Password(password)] : Array.Empty<SshCredential>(),
                .. machine is { KeyPath: null, Password: null } ? [SshCredential.Agent(), SshCredential.DefaultIdentityFiles()] : Array.Empty<SshCredential>(),
            ],
            HostKeys = machine.HostKeys,
        }));
    }
}
