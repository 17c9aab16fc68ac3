using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Renci.SshNet.Messages;
using Renci.SshNet.Messages.Connection;

namespace Marchitect;

/// <summary>A program on the other side of an <see cref="SshConnection"/>. The <c>On</c> methods run on SSH.NET's listener thread.</summary>
internal sealed class SshChannel : Channel
{
    /// <summary>
    /// How many bytes the server may send before we have read them: what a stalled reader costs in memory. A link of 50 ms
    /// carries 80 MiB/s with it.
    /// </summary>
    private const uint Window = 4 * 1024 * 1024;

    private const uint LargestPacket = 64 * 1024;

    private readonly SshConnection _connection;
    private readonly Lock _lock = new();

    // Held while a message goes out: after our close nothing may follow, or the server ends the whole connection.
    private readonly Lock _sending = new();
    private readonly TaskCompletionSource<ChannelEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SshInput _stdin;
    private readonly SshOutput _stdout;
    private readonly SshOutput _stderr;
    private TaskCompletionSource _windowGrown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _number;
    private uint _window;
    private uint _packet;
    private uint _read;
    private bool _isOpen;
    private bool _isEndSent;
    private bool _isCloseSent;
    private bool _isDisposed;

    public SshChannel(SshConnection connection, uint number)
    {
        _connection = connection;
        Number = number;
        _stdin = new(this);
        _stdout = new(this);
        _stderr = new(this);
    }

    /// <summary>Our number of the channel.</summary>
    public uint Number { get; }

    public override Stream Stdin => _stdin;

    public override Stream Stdout => _stdout;

    public override Stream Stderr => _stderr;

    public override Task<ChannelEnd> Ended => _ended.Task;

    /// <summary>Opens the channel and asks for the program; the answer is not waited for.</summary>
    public async Task StartAsync(string shellLine, CancellationToken cancellationToken)
    {
        _connection.Send(new ChannelOpenMessage(Number, Window, LargestPacket, new SessionOpening()));
        if (await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is not null || Ended.IsCompleted)
            return;
        _connection.Send(new ChannelRequestMessage(_number, new ExecRequest(shellLine)));
    }

    /// <summary>Waits until the server has started the program; a text where it refuses.</summary>
    public async Task<string?> WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
            return refusal;
        refusal = await _started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _connection.Lost is { } lost && Ended.IsCompleted ? throw new IOException(lost.Message, lost) : refusal;
    }

    /// <summary>Sends a part of stdin as soon as the server has room for it.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count;
            Task grown;
            lock (_lock)
            {
                if (!_isOpen || _isEndSent)
                    throw Closed();
                count = (int)Math.Min(Math.Min(_window, _packet), (uint)bytes.Length);
                _window -= (uint)count;
                grown = _windowGrown.Task;
            }
            if (count == 0)
            {
                await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            var part = bytes[..count];
            var message = MemoryMarshal.TryGetArray(part, out var array)
                ? new ChannelDataMessage(_number, array.Array!, array.Offset, array.Count)
                : new ChannelDataMessage(_number, part.ToArray());
            lock (_sending)
            {
                if (_isCloseSent)
                    throw Closed();
                _connection.Send(message);
            }
            bytes = bytes[count..];
        }
    }

    /// <summary>Tells the program the end of its stdin.</summary>
    public void SendEnd()
    {
        lock (_lock)
        {
            if (!_isOpen || _isEndSent || _isCloseSent)
                return;
            _isEndSent = true;
        }
        TrySendBeforeClose(new ChannelEofMessage(_number));
    }

    /// <summary>Counts what was read of an output stream, and lets the server send as much again once half of the window is used.</summary>
    public void OnRead(int count)
    {
        uint free;
        lock (_lock)
        {
            _read += (uint)count;
            if (_read < Window / 2 || !_isOpen || _isCloseSent)
                return;
            free = _read;
            _read = 0;
        }
        TrySendBeforeClose(new ChannelWindowAdjustMessage(_number, free));
    }

    public void OnOpened(ChannelOpenConfirmationMessage message)
    {
        bool isUnwanted;
        lock (_lock)
        {
            _number = message.RemoteChannelNumber;
            _window = message.InitialWindowSize;
            _packet = message.MaximumPacketSize;
            _isOpen = true;
            isUnwanted = _isDisposed;
        }
        _opened.TrySetResult(null);
        if (isUnwanted)
            SendClose();
    }

    public void OnRefused(ChannelOpenFailureMessage message)
    {
        _opened.TrySetResult($"the server opens no further channel: {message.Description}");
        _connection.Forget(this);
    }

    public void OnAnswer(bool isAccepted) => _started.TrySetResult(isAccepted ? null : "the server refuses to start a program for this user.");

    public void OnWindow(uint bytes)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            _window += bytes;
            grown = _windowGrown;
            _windowGrown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        grown.TrySetResult();
    }

    public void OnStdout(ReadOnlySpan<byte> bytes) => _stdout.Fill(bytes);

    public void OnStderr(ReadOnlySpan<byte> bytes, uint type)
    {
        const uint stderr = 1;
        if (type == stderr)
            _stderr.Fill(bytes);
        else
            OnRead(bytes.Length);
    }

    public void OnEnd()
    {
        _stdout.End();
        _stderr.End();
    }

    public void OnRequest(ChannelRequestMessage message)
    {
        // The program has ended, but what it left behind may still hold the streams open, so this is not the end of the channel.
        var data = message.RequestData.AsSpan();
        switch (message.RequestName)
        {
            case "exit-status" when data.Length >= 5:
                _ended.TrySetResult(new((int)BinaryPrimitives.ReadUInt32BigEndian(data[1..])));
                break;
            case "exit-signal" when data.Length >= 5 && data.Length - 5 >= BinaryPrimitives.ReadUInt32BigEndian(data[1..]):
                _ended.TrySetResult(new(null, Encoding.ASCII.GetString(data.Slice(5, (int)BinaryPrimitives.ReadUInt32BigEndian(data[1..])))));
                break;
            default:
                break;
        }
        if (data is [not 0, ..])
            TrySend(new ChannelFailureMessage(_number));
    }

    public void OnClosed()
    {
        SendClose();
        End(new(null));
        _connection.Forget(this);
    }

    public void OnLost(Exception reason) => End(new(null, Lost: reason));

    public override ValueTask DisposeAsync()
    {
        bool isRunning;
        lock (_lock)
        {
            if (_isDisposed)
                return ValueTask.CompletedTask;
            _isDisposed = true;
            isRunning = _isOpen && !_isEndSent && !Ended.IsCompleted;
        }
        // Closing shows the program an end of stdin that is none; it must not take a cut for the whole. Where it was told a true
        // end, it may finish.
        if (isRunning)
            TrySend(new ChannelRequestMessage(_number, new SignalRequest("TERM")));
        SendClose();
        End(new(null, Lost: new ObjectDisposedException(nameof(Channel), "the channel was closed here")));
        _stdin.Dispose();
        _stdout.Dispose();
        _stderr.Dispose();
        return ValueTask.CompletedTask;
    }

    private IOException Closed() => _connection.Lost is { } lost
        ? new($"The connection has ended: {lost.Message}", lost)
        : new(_isEndSent ? "The end of stdin was told already." : "The program has ended and reads no more.");

    private void End(ChannelEnd end)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            _isOpen = false;
            grown = _windowGrown;
        }
        _ended.TrySetResult(end);
        _opened.TrySetResult(null);
        _started.TrySetResult(null);
        OnEnd();
        grown.TrySetResult();
    }

    private void SendClose()
    {
        lock (_sending)
        {
            lock (_lock)
            {
                if (!_isOpen || _isCloseSent)
                    return;
                _isCloseSent = true;
            }
            TrySend(new ChannelCloseMessage(_number));
        }
    }

    private void TrySendBeforeClose(Message message)
    {
        lock (_sending)
        {
            if (!_isCloseSent)
                TrySend(message);
        }
    }

    private void TrySend(Message message)
    {
        try
        {
            _connection.Send(message);
        }
        catch (IOException)
        {
            // The end of the connection is told by Ended, to everybody who waits.
        }
    }
}
