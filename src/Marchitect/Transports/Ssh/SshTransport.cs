namespace Marchitect;

/// <summary>
/// Logs in over SSH within this program: no <c>ssh</c> is needed here, on any operating system. Keys, passwords, agents and
/// <c>known_hosts</c> work as with <c>ssh</c>.
/// </summary>
/// <remarks>
/// <code>
/// var web = SshTransport.WithPrivateKey("web1.example.org", "deploy", "~/.ssh/id_ed25519");
/// await using var session = await Session.OpenAsync(web);
/// </code>
/// A login takes 6 round trips, TCP included, where the first way to log in succeeds; each further key or password is one more. To
/// start a program takes 2.
/// </remarks>
public sealed class SshTransport : Transport
{
    /// <summary>Describes a login; nothing is connected yet.</summary>
    /// <param name="endpoint">Where, as whom, by what.</param>
    /// <exception cref="ArgumentException">Host or user is empty, there is no credential, or a port or limit is out of range.</exception>
    public SshTransport(SshEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint.Host);
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint.ConnectTo);
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint.User);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(endpoint.Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endpoint.Port, 65535);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(endpoint.ConnectTimeLimit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(endpoint.LoginTimeLimit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(endpoint.KeepAliveInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(endpoint.KeepAliveMissedLimit);
        if (endpoint.Credentials.Count == 0)
            throw new ArgumentException("There is no credential to log in with.", nameof(endpoint));
        Endpoint = endpoint;
    }

    /// <summary>Where, as whom, by what.</summary>
    public SshEndpoint Endpoint { get; }

    /// <inheritdoc/>
    public override string Host => Endpoint.Host;

    /// <inheritdoc/>
    public override string Address => Endpoint.Address;

    /// <summary>Logs in with a password.</summary>
    /// <param name="host">Name or address, e.g. <c>web1.example.org</c>.</param>
    /// <param name="user">The user to log in as.</param>
    /// <param name="password">The password.</param>
    /// <param name="port">The port.</param>
    /// <returns>The transport; <c>new(transport.Endpoint with { ... })</c> changes more.</returns>
    public static SshTransport WithPassword(string host, string user, string password, int port = 22) =>
        new(new() { Host = host, User = user, Port = port, Credentials = [SshCredential.Password(password)] });

    /// <summary>Logs in with a private key from a file.</summary>
    /// <param name="host">Name or address, e.g. <c>web1.example.org</c>.</param>
    /// <param name="user">The user to log in as.</param>
    /// <param name="keyPath">Path of the private key on this machine; a leading <c>~/</c> is the home of the user we run as.</param>
    /// <param name="passphrase">Its passphrase, or null for none.</param>
    /// <param name="port">The port.</param>
    /// <returns>The transport; <c>new(transport.Endpoint with { ... })</c> changes more.</returns>
    public static SshTransport WithPrivateKey(string host, string user, string keyPath, string? passphrase = null, int port = 22) =>
        new(new() { Host = host, User = user, Port = port, Credentials = [SshCredential.PrivateKeyFile(keyPath, passphrase)] });

    /// <inheritdoc/>
    /// <exception cref="HostKeyException">The host showed a key that is not accepted.</exception>
    /// <exception cref="MarchitectException">A private key that was asked for cannot be used.</exception>
    public override async Task<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // SSH.NET blocks through key exchange and login, and opening an encrypted key is half a second of CPU: with many hosts at once
        // that would starve the thread pool, so each login has a thread of its own.
        var opening = new SshOpening(Endpoint);
        var connecting = Task.Factory.StartNew(
            opening.Connect, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            opening.GiveUp();
            // The thread may still wait for the network to refuse; whatever it brings home later is closed unseen.
            _ = CloseUnseenAsync(connecting);
            throw;
        }
        catch (MarchitectException failure)
        {
            failure.At(Endpoint.Where);
            throw;
        }
    }

    private static async Task CloseUnseenAsync(Task<Connection> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
            await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
