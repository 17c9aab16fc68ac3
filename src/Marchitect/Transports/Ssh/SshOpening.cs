using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;
using SshNetSession = Renci.SshNet.Session;

namespace Marchitect;

/// <summary>One attempt to connect and log in, on a thread of its own, with a time limit for each part.</summary>
internal sealed class SshOpening(SshEndpoint endpoint)
{
    /// <summary>How often an attempt that is given up is told so: SSH.NET may be about to open the very socket that we close.</summary>
    private static readonly TimeSpan GiveUpInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private SshStage _stage;
    private SshStage? _timedOut;
    private HostKeyException? _untrusted;
    private SshNetSession? _session;
    private ITimer? _limit;
    private bool _isGivenUp;

    /// <summary>Connects and logs in.</summary>
    public Connection Connect()
    {
        using var login = new SshLogin(endpoint);
        if (login.Attempts is [])
            throw new LoginRefusedException("there is nothing to log in with.", "Name a private key, load one into an agent, or give a password.") { Attempts = login.Told };
        var info = new ConnectionInfo(endpoint.ConnectTo, endpoint.Port, endpoint.User, login.Attempts) { Timeout = endpoint.ConnectTimeLimit };
        var verifier = new HostKeyVerifier(endpoint.HostKeys, endpoint.ConnectTo, endpoint.Port);
        SshAlgorithms.Offer(info, verifier.KnownKeyTypes());
        var session = SshNetInternals.NewSession(info);
        using var limit = endpoint.Time.CreateTimer(_ => EndStage(), null, endpoint.ConnectTimeLimit, GiveUpInterval);
        lock (_lock)
        {
            if (_isGivenUp)
                throw new OperationCanceledException();
            _session = session;
            _limit = limit;
        }
        string? fingerprint = null;
        session.ServerIdentificationReceived += (_, _) => Enter(SshStage.ExchangingKeys);
        session.HostKeyReceived += (_, shown) =>
        {
            shown.CanTrust = false;
            _untrusted = verifier.Verify(shown.HostKeyName, shown.HostKey);
            fingerprint = HostKey.Read(shown.HostKey)?.Fingerprint;
            shown.CanTrust = _untrusted is null;
            // Asked again at each new key exchange, when we have long been logged in.
            if (_untrusted is null && Enter(SshStage.LoggingIn))
            {
                info.Timeout = endpoint.LoginTimeLimit;
                Limit(limit, endpoint.LoginTimeLimit);
            }
        };
        try
        {
            session.Connect();
            if (_untrusted is not null || !session.IsConnected)
                throw SshNetInternals.EndOf(session) ?? new SshConnectionException("The server ended the connection.");
            Limit(limit, Timeout.InfiniteTimeSpan);
            return new SshConnection(session, endpoint, fingerprint);
        }
        // Whatever the library stumbles over, the caller gets an error that says where and what.
        catch (Exception failure)
        {
            var error = failure as MarchitectException ?? Explain(failure, info, login);
            session.Dispose();
            throw error;
        }
    }

    /// <summary>Ends the attempt as soon as may be.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            _isGivenUp = true;
            _limit?.Change(TimeSpan.Zero, GiveUpInterval);
        }
    }

    private void Limit(ITimer limit, TimeSpan until)
    {
        lock (_lock)
        {
            if (!_isGivenUp)
                limit.Change(until, GiveUpInterval);
        }
    }

    private bool Enter(SshStage stage)
    {
        lock (_lock)
        {
            if (_stage >= stage)
                return false;
            _stage = stage;
            return true;
        }
    }

    private void EndStage()
    {
        lock (_lock)
            _timedOut ??= Stage;
        CloseSocket();
    }

    // SSH.NET tells no event between connecting and the greeting; there is a socket by then.
    private SshStage Stage => _stage is SshStage.Connecting && _session is { } session && SshNetInternals.SocketOf(session) is not null
        ? SshStage.Greeting
        : _stage;

    private void CloseSocket()
    {
        if (_session is { } session)
            SshConnection.CloseSocket(session);
    }

    private MarchitectException Explain(Exception failure, ConnectionInfo info, SshLogin login)
    {
        SshStage stage;
        lock (_lock)
            stage = _timedOut ?? Stage;
        if (_untrusted is not null)
            return _untrusted;
        var isTimeout = _timedOut is not null || failure is SshOperationTimeoutException;
        var address = $"{endpoint.ConnectTo}, port {endpoint.Port}";
        return stage switch
        {
            SshStage.Connecting when isTimeout => new UnreachableException(
                $"{address} did not answer within {Seconds(endpoint.ConnectTimeLimit)}.",
                "The machine may be down or the address wrong, or a firewall drops the packets.", failure),
            SshStage.Connecting => Unreachable(failure, address),
            SshStage.Greeting when isTimeout => new UnreachableException(
                $"{address} took the connection but said nothing within {Seconds(endpoint.ConnectTimeLimit)}.",
                "The server may be overloaded or frozen, or another kind of server listens there.", failure),
            SshStage.Greeting => new UnreachableException(
                $"{address} took the connection but does not greet as an SSH server: {failure.Message}",
                "Check the port. A server that closes at once may refuse our address (hosts.deny, fail2ban, PerSourcePenalties) or too many logins at once (MaxStartups).",
                failure),
            SshStage.ExchangingKeys when isTimeout => new UnreachableException(
                $"{address} greeted as '{info.ServerVersion}' but did not exchange keys within {Seconds(endpoint.ConnectTimeLimit)}.",
                "The server may be overloaded or frozen, or the path drops large packets (MTU).", failure),
            SshStage.ExchangingKeys => new UnreachableException(
                $"{address} ('{info.ServerVersion}') and we could not agree on keys: {failure.Message}",
                "Where no algorithm matches, the transport that runs the system's ssh may know one.", failure),
            _ when isTimeout => new LoginRefusedException(
                $"{address} did not decide on the login of '{endpoint.User}' within {Seconds(endpoint.LoginTimeLimit)}.",
                "The server's user directory may be slow or the server frozen.", failure)
            { Attempts = login.Told },
            _ => Refused(failure, login),
        };
    }

    private static UnreachableException Unreachable(Exception failure, string address) =>
        (failure as SocketException)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => new(
                $"nothing listens on {address}: connection refused.", "Check the port, and whether sshd runs there.", failure),
            SocketError.HostNotFound or SocketError.NoData => new(
                $"the name of {address}, is not known.", "Check the spelling, and whether your DNS or /etc/hosts knows it.", failure),
            SocketError.TryAgain => new(
                $"the name of {address}, could not be looked up: the name server does not answer.", "Check your network and /etc/resolv.conf.", failure),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => new(
                $"there is no way to {address}: {failure.Message}.", "Check your network, VPN and routes.", failure),
            _ => new($"no connection to {address}: {failure.Message}", null, failure),
        };

    private LoginRefusedException Refused(Exception failure, SshLogin login)
    {
        // 'No suitable method' names those of the server; the other texts only repeat what we tell by attempt.
        var reason = failure is SshAuthenticationException && !failure.Message.StartsWith("No suitable", StringComparison.Ordinal)
            ? ""
            : $" {failure.Message}";
        return new($"'{endpoint.User}' was not let in.{reason}", failure.Message.Contains("Too many", StringComparison.Ordinal)
            ? "Offer fewer keys: name the one to use instead of an agent with many, or raise MaxAuthTries on the server."
            : "Check the user's name, and on the server the user's ~/.ssh/authorized_keys and the log of sshd.", failure)
        {
            Attempts = login.Told,
        };
    }

    private static string Seconds(TimeSpan limit) => $"{limit.TotalSeconds:0.###} s";
}
