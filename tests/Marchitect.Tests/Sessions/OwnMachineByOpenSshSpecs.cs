namespace Marchitect.Tests.Sessions;

/// <summary>The promises on a machine of one's own, over the system's ssh.</summary>
public sealed class OwnMachineByOpenSshSpecs : RemoteSessionSpecs
{
    protected override Task<Transport> TransportAsync()
    {
        var machine = OwnMachine.FromEnvironment();
        Assert.SkipWhen(LocalPrograms.Find("ssh") is null, "There is no ssh here: apt-get install openssh-client");
        return Task.FromResult<Transport>(new OpenSshTransport(machine.Host)
        {
            Port = machine.Port,
            User = machine.User,
            Password = machine.Password,
            IdentityFile = machine.KeyPath,
            Passphrase = machine.Passphrase,
            HostKeys = machine.HostKeys,
        });
    }
}
