using System.Globalization;

namespace Marchitect.Tests.Sessions;

/// <summary>A machine of whoever runs the tests, named by the environment.</summary>
internal sealed record OwnMachine(string Host, int Port, string User, string? Password, string? KeyPath, string? Passphrase, HostKeyPolicy HostKeys)
{
    private const string HowTo =
        "SSH_HOST is not set; to run these on a machine of your own, give SSH_HOST, SSH_USER, SSH_PORT (22 if not given), and SSH_PASSWORD, or "
        + "SSH_PRIVATE_KEY (a path) with SSH_PRIVATE_KEY_PASSWORD where it has one, else your agent and your default keys are tried. "
        + "Its host key must stand in your known_hosts, or in the file SSH_KNOWN_HOSTS.";

    /// <summary>The machine; the spec is skipped where none is named.</summary>
    public static OwnMachine FromEnvironment()
    {
        Assert.SkipWhen(Variable("SSH_HOST") is null, HowTo);
        return new(
            Variable("SSH_HOST")!,
            Variable("SSH_PORT") is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : 22,
            Variable("SSH_USER") ?? Environment.UserName,
            Variable("SSH_PASSWORD"),
            Variable("SSH_PRIVATE_KEY"),
            Variable("SSH_PRIVATE_KEY_PASSWORD"),
            Variable("SSH_KNOWN_HOSTS") is { } file ? new() { KnownHostsFiles = [Path.GetFullPath(file)] } : new());
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
