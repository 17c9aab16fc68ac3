using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// One running <see cref="ShellLoop"/> on one channel: requests go in, frames come out. Requests may be sent before earlier replies
/// have come; the host answers them in order.
/// </summary>
internal sealed class FramedShell : IAsyncDisposable
{
    private const int ChunkBytes = 1024 * 1024;
    private const int StrayChars = 16 * 1024;

    private readonly Channel _channel;
    private readonly TrafficCounter _traffic;
    private readonly Action<string> _notice;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly FrameReader _stdout;
    private readonly FrameReader _stderr;
    private readonly LinkedList<PendingFrame> _pending = new();
    private readonly StringBuilder _strayBeforeFirst = new();
    private readonly SemaphoreSlim _moreStray = new(0);
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private ArrayBufferWriter<byte> _outgoing = new(4096);
    private MarchitectException? _dead;

    private FramedShell(Channel channel, TrafficCounter traffic, Action<string> notice, string firstNonce, OutputSink facts)
    {
        _channel = channel;
        _traffic = traffic;
        _notice = notice;
        _stdout = new FrameReader(channel.Stdout, n => traffic.Received(n), bytes => Stray(bytes, false), frame => frame.Request.Stdout);
        _stderr = new FrameReader(channel.Stderr, n => traffic.Received(n), bytes => Stray(bytes, true), frame => frame.Request.Stderr);
        First = new PendingFrame(new FrameRequest("", false) { Stdout = facts, What = "the question for the facts" }, firstNonce);
        Expect(First);
        _reading = ReadAsync();
    }

    /// <summary>The first frame, whose output is the facts.</summary>
    public PendingFrame First { get; }

    /// <summary>Process id of the loop on the host; 0 until the first frame has ended.</summary>
    public int LoopPid { get; private set; }

    /// <summary>Whether this user had what looks like other loops on the host when this one began.</summary>
    public bool HasLoopsBeside { get; private set; }

    /// <summary>Takes from the first frame what it says of the loop itself.</summary>
    public void Learn(ReadOnlyMemory<byte> facts)
    {
        LoopPid = FactsQuestion.LoopPid(facts) ?? 0;
        HasLoopsBeside = FactsQuestion.HasLoopsBeside(facts);
    }

    /// <summary>What came outside of any frame before the first one began: what login shells print, or why they give no shell.</summary>
    public string StrayText
    {
        get
        {
            lock (_lock)
                return _strayBeforeFirst.ToString();
        }
    }

    /// <summary>How the channel ended, once it has.</summary>
    public Task<ChannelEnd> Ended => _channel.Ended;

    /// <summary>Whether no other request is written and not answered.</summary>
    public bool IsAlone(PendingFrame frame)
    {
        lock (_lock)
            return _pending.Count == 0 || (_pending.Count == 1 && _pending.First!.Value == frame);
    }

    /// <summary>Ends when all requests written before this one have ended: it is the one that the host works on.</summary>
    public Task TurnAsync(PendingFrame frame)
    {
        lock (_lock)
            return _pending.Find(frame)?.Previous?.Value.EndedAnyhow ?? Task.CompletedTask;
    }

    /// <summary>128 random bits.</summary>
    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Starts the loop; its first frame is under way when this returns.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="lineOf">Makes the line for the login shell from the nonce of the first frame.</param>
    /// <param name="traffic">Counts what goes over the channel.</param>
    /// <param name="notice">Told what comes outside of frames later on.</param>
    /// <param name="facts">Takes the facts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FramedShell> StartAsync(
        Connection connection, Func<string, string> lineOf, TrafficCounter traffic, Action<string> notice, OutputSink facts, CancellationToken cancellationToken)
    {
        var nonce = NewNonce();
        var line = lineOf(nonce);
        var channel = await connection.StartAsync(line, cancellationToken).ConfigureAwait(false);
        traffic.Sent(line.Length);
        return new FramedShell(channel, traffic, notice, nonce, facts);
    }

    /// <summary>
    /// Writes a request. What it is told to read from stdin goes on after this returns, in <see cref="SentRequest.Input"/>; until that
    /// ended, no other request is written.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="onBegun">Called when the host has begun with it, which is when those before it have ended.</param>
    /// <param name="cancellationToken">Gives up while nothing of it is written.</param>
    public async Task<SentRequest> SendAsync(FrameRequest request, Action? onBegun, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        var isHeldByInput = false;
        try
        {
            var nonce = NewNonce();
            var frame = new PendingFrame(request, nonce) { OnBegun = onBegun };
            Expect(frame);
            _outgoing.ResetWrittenCount();
            request.WriteTo(_outgoing, nonce);
            if (!request.IsSentAhead)
                _traffic.Request();
            await WriteAsync(_outgoing.WrittenMemory).ConfigureAwait(false);
            // One large script must not stay in memory as long as the session lives.
            if (_outgoing.Capacity > ChunkBytes * 2)
                _outgoing = new(4096);
            if (request.Stdin is null && request.Chunks is null)
                return new SentRequest(frame, Task.CompletedTask);
            isHeldByInput = true;
            return new SentRequest(frame, request.Chunks is { } chunks ? SendChunksAsync(frame, chunks) : SendInputAsync(frame, request.Stdin!, nonce));
        }
        finally
        {
            if (!isHeldByInput)
                _writing.Release();
        }
    }

    /// <summary>Waits for more of <see cref="StrayText"/>.</summary>
    public Task MoreStrayTextAsync(CancellationToken cancellationToken) => _moreStray.WaitAsync(cancellationToken);

    /// <summary>Answers a program that stands before the loop and asks for a line.</summary>
    public async Task AnswerAsync(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        await WriteAsync(bytes).ConfigureAwait(false);
        bytes.AsSpan().Clear();
    }

    /// <summary>Keeps other requests from being written, where that is possible at once; dispose the result to let them go on.</summary>
    public IDisposable? TryHoldWriting() => _writing.Wait(0, CancellationToken.None) ? new Hold(_writing) : null;

    /// <summary>Gives the shell up: whatever is in flight fails with <paramref name="reason"/>.</summary>
    public async Task AbandonAsync(MarchitectException reason)
    {
        Die(reason);
        await CloseAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _writing.Dispose();
        _moreStray.Dispose();
    }

    // The loop knows a cut from an end, and its scripts remove what did not come whole: so it is told the end of its input, and not ended
    // by a signal, as a transport does with programs of which it knows nothing.
    private async Task CloseAsync()
    {
        try
        {
            await _channel.Stdin.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended by itself.
        }
        await _channel.DisposeAsync().ConfigureAwait(false);
    }

    private void Expect(PendingFrame frame)
    {
        lock (_lock)
        {
            if (_dead is not null)
                throw Again(_dead);
            _pending.AddLast(frame);
        }
        // A reply counts when the frame has ended, before whoever waits for it can send the next.
        frame.OnEnded = () =>
        {
            if (!frame.Request.IsSentAhead)
                _traffic.Reply();
            lock (_lock)
                _pending.Remove(frame);
        };
        _stdout.Expect(frame);
        _stderr.Expect(frame);
    }

    // The input is not cancelled by itself: a request that began is written to its end, or the host could not tell what follows. When
    // its command has ended or is of no use, the rest is left out, which the chunks allow.
    private async Task SendInputAsync(PendingFrame frame, CommandInput input, string nonce)
    {
        try
        {
            if (input.Stream is { } stream)
            {
                var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
                try
                {
                    while (!frame.IsEnding && frame.Failure is null)
                    {
                        var read = await ReadChunkAsync(frame, stream, chunk).ConfigureAwait(false);
                        if (read == 0)
                            break;
                        await WriteChunkAsync(chunk.AsMemory(0, read)).ConfigureAwait(false);
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(chunk);
                }
            }
            else
            {
                for (var rest = input.Bytes; !rest.IsEmpty && !frame.IsEnding && frame.Failure is null;)
                {
                    var bytes = Math.Min(rest.Length, ChunkBytes);
                    await WriteChunkAsync(rest[..bytes]).ConfigureAwait(false);
                    rest = rest[bytes..];
                }
            }
            // A command whose input could not be had must not see an end of it: it is ended first, by whoever watches Unwanted.
            if (frame.Failure is not null)
                await frame.EndedAnyhow.ConfigureAwait(false);
            await WriteAsync(Encoding.ASCII.GetBytes($"0\n{nonce}\n")).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // The frame itself tells it.
        }
        finally
        {
            _writing.Release();
        }
    }

    // When the content cannot be had, nothing ends it: the script must take the shell's end for a cut, so whoever asked gives the shell up.
    private async Task SendChunksAsync(PendingFrame frame, ChunkedContent content)
    {
        try
        {
            await content.WriteAsync(WriteAsync, frame.Ending).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // The frame itself tells it.
        }
        catch (OperationCanceledException) when (frame.IsEnding)
        {
        }
        catch (Exception failure)
        {
            frame.Spoil(failure);
            frame.Abandon(failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    // A stream of the user's that fails or never ends is about this command alone.
    private static async Task<int> ReadChunkAsync(PendingFrame frame, Stream stream, byte[] chunk)
    {
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(frame.Unwanted, frame.Ending);
            return await stream.ReadAsync(chunk.AsMemory(0, ChunkBytes), stop.Token).AsTask().WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (frame.Unwanted.IsCancellationRequested || frame.Ending.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure)
        {
            frame.Spoil(failure);
            return 0;
        }
    }

    private async Task WriteChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await WriteAsync(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + "\n")).ConfigureAwait(false);
        await WriteAsync(bytes).ConfigureAwait(false);
    }

    // Never cancelled: half a request on the wire would make the next one unreadable.
    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _channel.Stdin.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
            await _channel.Stdin.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            _traffic.Sent(bytes.Length);
        }
        catch (Exception)
        {
            // How the channel ended says more than how writing to it failed.
            await _reading.ConfigureAwait(false);
            throw Again(_dead!);
        }
    }

    private async Task ReadAsync()
    {
        Exception? failure = null;
        try
        {
            await Task.WhenAll(_stdout.RunAsync(), _stderr.RunAsync()).ConfigureAwait(false);
        }
        catch (Exception readFailure)
        {
            failure = readFailure;
        }
        var end = await _channel.Ended.ConfigureAwait(false);
        Die(end.Lost is { } lost
            ? new ConnectionLostException($"The connection was lost ({lost.Message.TrimEnd('.')})", null, lost)
            : new ConnectionLostException($"The shell on the host ended ({end})", null, failure));
    }

    private void Die(MarchitectException reason)
    {
        PendingFrame[] lost;
        lock (_lock)
        {
            _dead ??= reason;
            lost = [.. _pending];
            _pending.Clear();
        }
        foreach (var frame in lost)
            frame.Abandon(_dead is ConnectionLostException end ? During(end, frame.Request.What) : Again(_dead));
    }

    private static ConnectionLostException During(ConnectionLostException end, string what) => new(
        $"{end.What} during {what}.",
        "Whether it was done is not known. Run it again: what is right already is left alone.",
        end.InnerException);

    // Each caller gets an exception of its own, since each fills in its own place.
    private static MarchitectException Again(MarchitectException dead) => dead is ConnectionLostException end
        ? new ConnectionLostException($"{end.What}; nothing further was sent.", end.Remedy, end.InnerException)
        : new MarchitectException(dead.What, dead.Remedy, dead);

    private void Stray(ReadOnlyMemory<byte> bytes, bool isError)
    {
        var text = Encoding.UTF8.GetString(bytes.Span);
        lock (_lock)
        {
            // The facts are the first frame: what comes before is the login's own text.
            if (!First.Ended.IsCompleted)
            {
                if (_strayBeforeFirst.Length < StrayChars)
                {
                    _strayBeforeFirst.Append(text);
                    _moreStray.Release();
                }
                return;
            }
        }
        _notice($"Output outside of any command, from a process left in the background ({(isError ? "stderr" : "stdout")}): {text.TrimEnd()}");
    }

    private sealed class Hold(SemaphoreSlim writing) : IDisposable
    {
        public void Dispose() => writing.Release();
    }
}
