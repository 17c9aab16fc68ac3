using System.Collections.Concurrent;
using System.Net.Sockets;
using Renci.SshNet.Common;
using Renci.SshNet.Messages;
using Renci.SshNet.Messages.Connection;
using SshNetSession = Renci.SshNet.Session;

namespace Marchitect;

/// <summary>A login over SSH and the channels on it. SSH.NET's listener thread reads the link; nothing here ever blocks it.</summary>
internal sealed class SshConnection : Connection
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    private readonly SshNetSession _session;
    private readonly SshEndpoint _endpoint;
    private readonly ConcurrentDictionary<uint, SshChannel> _channels = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Exception? _lost;
    private long _heard;
    private uint _lastNumber;
    private bool _isDisposed;

    public SshConnection(SshNetSession session, SshEndpoint endpoint, string? hostKeyFingerprint)
    {
        HostKeyFingerprint = hostKeyFingerprint;
        _session = session;
        _endpoint = endpoint;
        _heard = endpoint.Time.GetTimestamp();
        session.ErrorOccured += (_, failure) => Lose(failure.Exception);
        session.Disconnected += (_, _) => Lose(SshNetInternals.EndOf(session) ?? new SshConnectionException("The server ended the connection."));
        session.RequestSuccessReceived += (_, _) => Hear();
        session.RequestFailureReceived += (_, _) => Hear();
        session.ChannelOpenConfirmationReceived += (_, e) => Of(e.Message)?.OnOpened(e.Message);
        session.ChannelOpenFailureReceived += (_, e) => Of(e.Message)?.OnRefused(e.Message);
        session.ChannelSuccessReceived += (_, e) => Of(e.Message)?.OnAnswer(isAccepted: true);
        session.ChannelFailureReceived += (_, e) => Of(e.Message)?.OnAnswer(isAccepted: false);
        session.ChannelWindowAdjustReceived += (_, e) => Of(e.Message)?.OnWindow(e.Message.BytesToAdd);
        session.ChannelDataReceived += (_, e) => Of(e.Message)?.OnStdout(e.Message.Data.AsSpan(e.Message.Offset, e.Message.Size));
        session.ChannelExtendedDataReceived += (_, e) => Of(e.Message)?.OnStderr(e.Message.Data, e.Message.DataTypeCode);
        session.ChannelEofReceived += (_, e) => Of(e.Message)?.OnEnd();
        session.ChannelRequestReceived += (_, e) => Of(e.Message)?.OnRequest(e.Message);
        session.ChannelCloseReceived += (_, e) => Of(e.Message)?.OnClosed();
        if (!session.IsConnected)
            Lose(SshNetInternals.EndOf(session) ?? new SshConnectionException("The server ended the connection."));
        if (endpoint.KeepAliveInterval > TimeSpan.Zero)
            _ = KeepAliveAsync(_ended.Token);
    }

    /// <summary>Why the connection ended; null as long as it has not.</summary>
    public Exception? Lost
    {
        get
        {
            lock (_lock)
                return _lost;
        }
    }

    public override string? HostKeyFingerprint { get; }

    public override async Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken)
    {
        var channel = new SshChannel(this, Interlocked.Increment(ref _lastNumber) - 1);
        _channels[channel.Number] = channel;
        try
        {
            if (Lost is { } lost)
                channel.OnLost(lost);
            else
                await channel.StartAsync(shellLine, cancellationToken).ConfigureAwait(false);
            if (await channel.WaitForStartAsync(cancellationToken).ConfigureAwait(false) is not { } refusal)
                return channel;
            throw new LoginRefusedException($"{refusal}", RemedyFor(refusal));
        }
        catch (Exception failure) when (failure is not MarchitectException)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            if (failure is OperationCanceledException || Lost is not { } lost)
                throw;
            throw LostError("a program was being started", lost);
        }
        catch (MarchitectException)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a message, on the caller's thread.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public void Send(Message message)
    {
        try
        {
            SshNetInternals.Send(_session, message);
        }
        catch (Exception failure) when (failure is SshException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException($"The connection to {_endpoint.Host} has ended: {(Lost ?? failure).Message}", Lost ?? failure);
        }
    }

    /// <summary>Forgets a channel that both sides have closed.</summary>
    public void Forget(SshChannel channel) => _channels.TryRemove(channel.Number, out _);

    public override async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }
        Lose(new ObjectDisposedException(nameof(Connection), "the connection was closed here"));
        // SSH.NET says goodbye and waits for its listener; on a link that takes no more bytes that would wait for ever.
        var goodbye = Task.Factory.StartNew(
            _session.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(goodbye, Task.Delay(GoodbyeLimit, _endpoint.Time)).ConfigureAwait(false);
        if (!goodbye.IsCompleted)
            CloseSocket(_session);
        try
        {
            await goodbye.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SshException or SocketException or ObjectDisposedException or InvalidOperationException or NullReferenceException)
        {
            // A connection that is already gone cannot be closed any better.
        }
        _ended.Dispose();
    }

    /// <summary>Closes the TCP connection without a word, which ends whatever waits on it.</summary>
    public static void CloseSocket(SshNetSession session) => SshNetInternals.SocketOf(session)?.Dispose();

    private static string? RemedyFor(string refusal) => refusal.Contains("channel", StringComparison.Ordinal)
        ? "sshd allows MaxSessions channels on one connection (default 10; man 5 sshd_config). A forced command or a restricted account may allow none."
        : "The account may be restricted to another use (ForceCommand, sftp only; man 5 sshd_config).";

    private static ConnectionLostException LostError(string inFlight, Exception lost) =>
        new($"the connection ended while {inFlight}: {lost.Message}", null, lost);

    private SshChannel? Of(ChannelMessage message) => Of(message.LocalChannelNumber);

    private SshChannel? Of(uint number)
    {
        Hear();
        return _channels.GetValueOrDefault(number);
    }

    private void Hear() => Volatile.Write(ref _heard, _endpoint.Time.GetTimestamp());

    private void Lose(Exception reason)
    {
        lock (_lock)
        {
            if (_lost is not null)
                return;
            _lost = reason;
        }
        _ended.Cancel();
        foreach (var channel in _channels.Values)
            channel.OnLost(reason);
    }

    private async Task KeepAliveAsync(CancellationToken ended)
    {
        var heard = Volatile.Read(ref _heard);
        var unanswered = 0;
        var asking = Task.CompletedTask;
        while (true)
        {
            await Task.Delay(_endpoint.KeepAliveInterval, _endpoint.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                return;
            // What counts is what was asked: a clock that ran on while this program stood still (Ctrl-Z, a machine that slept) tells
            // nothing about the link.
            if (Volatile.Read(ref _heard) is var now && now != heard)
                (heard, unanswered) = (now, 0);
            if (unanswered == _endpoint.KeepAliveMissedLimit)
            {
                Lose(new TimeoutException(
                    $"nothing was heard from {_endpoint.Host} for {_endpoint.Time.GetElapsedTime(heard).TotalSeconds:0.#} s, and it answered no keepalive"));
                CloseSocket(_session);
                return;
            }
            unanswered++;
            // Sending may block where the link takes no more bytes, and that must not keep us from noticing it.
            if (asking.IsCompleted)
                asking = Task.Run(Ask, CancellationToken.None);
        }

        void Ask()
        {
            try
            {
                Send(new KeepAliveRequest());
            }
            catch (IOException)
            {
                // The end of the connection is told by its own event.
            }
        }
    }
}
