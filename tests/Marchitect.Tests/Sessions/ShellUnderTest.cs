namespace Marchitect.Tests.Sessions;

/// <summary>A transport on which the session's loop runs in a shell of our choice.</summary>
internal sealed class ShellUnderTest(Transport inner, string shell) : Transport
{
    public override string Host => inner.Host;

    public override string? Address => inner.Address;

    public override string Shell => shell;

    public override Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) => inner.ConnectAsync(cancellationToken);
}
