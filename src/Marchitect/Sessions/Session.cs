using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Marchitect;

/// <summary>One logged-in shell on one host as one user: it runs commands and moves files. <see cref="AsAsync"/> gives that of another user.</summary>
/// <remarks>
/// <code>
/// await using var session = await Session.OpenAsync(new LocalTransport());
/// var result = await session.ExecAsync($"uname -r");
/// Console.WriteLine(result.Stdout.Trimmed);
/// </code>
/// Every command is a fresh shell in the user's home: <c>exit</c>, <c>cd</c>, variables and traps of one do not reach the next. A command costs
/// one round trip; commands started before earlier ones have ended are sent at once and run one after another. All members may be
/// called from several threads.
/// </remarks>
public sealed partial class Session : IAsyncDisposable
{
    private readonly Transport _transport;
    private readonly SessionOptions _options;
    private readonly Connection _connection;
    private readonly TrafficCounter _traffic;
    private readonly FramedShell _shell;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _telling;
    private FramedShell? _second;
    private bool _isDisposed;

    private Session(Transport transport, SessionOptions options, Connection connection, TrafficCounter traffic, FramedShell shell, TargetFacts target)
    {
        _telling = new();
        _passwords = new(options.BecomePassword);
        _transport = transport;
        _options = options;
        _connection = connection;
        _traffic = traffic;
        _shell = shell;
        Target = target;
        Where = PlaceOf(transport);
    }

    private Session(Session login, BecomeStart start, FramedShell shell, TargetFacts target)
    {
        (_login, _start, _shell, Target) = (login, start, shell, target);
        (_transport, _options, _connection, _traffic, _telling, _passwords) =
            (login._transport, login._options, login._connection, login._traffic, login._telling, login._passwords);
        Where = login.Where;
    }

    /// <summary>What the machine said of itself when the session began.</summary>
    public TargetFacts Target { get; private set; }

    /// <summary>What the session has cost on the link so far. The first reply came with the login and is no round trip of its own.</summary>
    public Traffic Traffic => _traffic.Total;

    /// <summary>Replaces the secrets of its run in what it tells.</summary>
    internal Redactor Redactor => _options.Redactor;

    /// <summary>Fingerprint of the host's key; null where the way there knows none.</summary>
    internal string? HostKeyFingerprint => _connection.HostKeyFingerprint;

    /// <summary>The place that events and errors of this session belong to; a run moves it from step to step.</summary>
    internal Where Where { get => _login?.Where ?? field; set; }

    /// <summary>Reaches the host, logs in and starts the shell; the first reply brings the facts.</summary>
    /// <param name="transport">The way to the host.</param>
    /// <param name="options">How the session behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session; dispose it to log out.</returns>
    /// <exception cref="UnreachableException">The host was not reached.</exception>
    /// <exception cref="LoginRefusedException">It did not let us in, or gave no POSIX shell.</exception>
    /// <exception cref="HostKeyException">It is not known to be the host that is meant.</exception>
    public static async Task<Session> OpenAsync(
        Transport transport, SessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        options ??= new SessionOptions();
        var where = PlaceOf(transport);
        var began = options.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.OpenLimit, options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        Connection? connection = null;
        try
        {
            connection = await transport.ConnectAsync(stop.Token).ConfigureAwait(false);
            var traffic = new TrafficCounter();
            var facts = new OutputCapture(1024 * 1024, null, null);
            // The session is what tells its events, so what the shell notices before there is one can only be login text.
            Session? session = null;
            var shell = await StartShellAsync(connection, transport.Shell, traffic, text => session?.Notice(text), facts, stop.Token)
                .ConfigureAwait(false);
            var target = FactsQuestion.Parse(facts.Output.Bytes, transport.Host);
            session = new Session(transport, options, connection, traffic, shell, target);
            session.Tell(new SessionOpened(options.Time.GetUtcNow(), where, options.Time.GetElapsedTime(began)));
            return session;
        }
        catch (Exception failure)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            if (failure is OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure = new UnreachableException(
                    $"the host did not answer within {options.OpenLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s of connecting.",
                    "Its login may hang on a name service, a full disk or a start-up file. SessionOptions.OpenLimit sets this limit.",
                    failure);
                ((MarchitectException)failure).At(where);
                throw failure;
            }
            (failure as MarchitectException)?.At(where);
            throw;
        }
    }

    /// <summary>Runs a command in a fresh shell, in one round trip.</summary>
    /// <param name="command">Shell text; an interpolated string quotes its holes.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the command with its children, where it waits behind others when its turn comes, and throws
    /// <see cref="OperationCanceledException"/>; the session stays usable.
    /// </param>
    /// <returns>Its exit status and what it wrote.</returns>
    /// <exception cref="CommandFailedException">Its exit status is not 0, and <see cref="ExecOptions.ErrorOk"/> is false.</exception>
    /// <exception cref="CommandTimeoutException">It ran longer than it may, and was ended.</exception>
    /// <exception cref="OutputLimitException">It wrote more than <see cref="ExecOptions.OutputLimitBytes"/>, and was ended.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile; whether the command was done is not known.</exception>
    /// <exception cref="BecomeRefusedException">The host does not let this user act as <see cref="ExecOptions.As"/>.</exception>
    public async Task<ExecResult> ExecAsync(ShellCommand command, ExecOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        options ??= ExecOptions.Default;
        if (options.As is { } become)
        {
            var other = await AsAsync(become, cancellationToken).ConfigureAwait(false);
            return await other.ExecAsync(command, options with { As = null }, cancellationToken).ConfigureAwait(false);
        }
        var script = CommandScript.Of(command, options);
        var redactor = Redactor.With(options.Hidden);
        var shown = redactor.Redact(command.Text);
        var where = Where;
        try
        {
            Tell(new CommandBegun(_options.Time.GetUtcNow(), where, shown));
            var began = _options.Time.GetTimestamp();
            var stdout = new OutputCapture(options.OutputLimitBytes, options.StdoutTo, LineReader(options, redactor, where, isError: false), redactor);
            var stderr = new OutputCapture(options.OutputLimitBytes, null, LineReader(options, redactor, where, isError: true), redactor);
            var request = new FrameRequest(script, InFreshShell: true)
            {
                Stdin = options.Stdin,
                Stdout = stdout,
                Stderr = stderr,
                What = $"'{OneLine(shown)}'",
            };
            var timeLimit = options.TimeLimit ?? _options.TimeLimit;
            int status;
            try
            {
                status = await RunAsync(request, timeLimit, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeLimitException)
            {
                throw new CommandTimeoutException(
                    "a command ran longer than it may, and was ended.", shown, timeLimit, stdout.LastLines(redactor), stderr.LastLines(redactor),
                    "Give it more with ExecOptions.TimeLimit, or find out what it waits for.");
            }
            catch (TooMuchOutputException tooMuch)
            {
                throw new OutputLimitException(
                    shown, tooMuch.LimitBytes, stdout.LastLines(redactor), stderr.LastLines(redactor),
                    "Let the output go to a stream with ExecOptions.StdoutTo, or keep more with ExecOptions.OutputLimitBytes.");
            }
            var elapsed = _options.Time.GetElapsedTime(began);
            Tell(new CommandEnded(_options.Time.GetUtcNow(), where, shown, status, elapsed));
            if (status != 0 && !options.ErrorOk)
            {
                throw new CommandFailedException(
                    "a command failed.", shown, status, stdout.LastLines(redactor), stderr.LastLines(redactor), elapsed,
                    CommandScript.Remedy(status));
            }
            return new ExecResult(status, stdout.Output, stderr.Output, elapsed);
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    /// <summary>Runs a script of ours, in one round trip.</summary>
    /// <param name="script">The script; it runs in a subshell of the loop.</param>
    /// <param name="onLine">Takes each line it writes on stderr, as it arrives; null to drop them.</param>
    /// <param name="redactor">Whose secrets are not to be cut where a line is cut.</param>
    /// <param name="what">What it is, for errors.</param>
    /// <param name="cancellationToken">Ends it with its children.</param>
    /// <returns>What it wrote on stdout.</returns>
    /// <exception cref="MarchitectException">It ran longer than the session's limit, and was ended.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile.</exception>
    internal async Task<ReadOnlyMemory<byte>> RunScriptAsync(
        string script, Action<string>? onLine, Redactor redactor, string what, CancellationToken cancellationToken)
    {
        var where = Where;
        var stdout = new OutputCapture(ExecOptions.Default.OutputLimitBytes, null, null);
        var request = new FrameRequest(script, InFreshShell: false)
        {
            Stdout = stdout,
            Stderr = onLine is null ? OutputSink.Nothing : new OutputCapture(0, Stream.Null, onLine, redactor),
            What = what,
        };
        try
        {
            await RunAsync(request, _options.TimeLimit, cancellationToken).ConfigureAwait(false);
            return stdout.Output.Bytes;
        }
        catch (TimeLimitException)
        {
            var late = new MarchitectException(
                string.Create(CultureInfo.InvariantCulture, $"{what} ran longer than {_options.TimeLimit.TotalSeconds:0.#} s, and was ended."),
                "Find out what it waits for, or give it more with SessionOptions.TimeLimit.");
            late.At(where);
            throw late;
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    /// <summary>Tells a line that an operation wrote, secrets replaced.</summary>
    internal void TellLine(Where where, string text) => Tell(new OutputRead(_options.Time.GetUtcNow(), where, new(text, IsError: false)));

    /// <summary>Asks the machine again what it is, in one round trip, after something changed that; <see cref="Target"/> has the answer.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile.</exception>
    public async Task<TargetFacts> RefreshTargetAsync(CancellationToken cancellationToken = default)
    {
        var where = Where;
        var answer = new OutputCapture(1024 * 1024, null, null);
        var request = new FrameRequest($"N='\n'\n{FactsQuestion.Script}", InFreshShell: false) { Stdout = answer, What = "the question for the facts" };
        try
        {
            await RunAsync(request, _options.OpenLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeLimitException)
        {
            var late = new MarchitectException("the host did not say what it is in time.", "Its name service may hang. SessionOptions.OpenLimit sets this limit.");
            late.At(where);
            throw late;
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
        return Target = FactsQuestion.Parse(answer.Output.Bytes, _transport.Host);
    }

    /// <summary>
    /// Logs out. What still runs on the host is not waited for. The sessions of other users end with it; one of those ends alone.
    /// </summary>
    /// <returns>A task that ends when everything of the session here is released.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await CloseOthersAsync().ConfigureAwait(false);
        if (_second is not null)
            await _second.DisposeAsync().ConfigureAwait(false);
        if (_bulkShell is not null)
            await _bulkShell.DisposeAsync().ConfigureAwait(false);
        await _shell.DisposeAsync().ConfigureAwait(false);
        if (_login is null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _passwords.Dispose();
        }
        _opening.Dispose();
        _bulk.Dispose();
        _becoming.Dispose();
    }

    /// <summary>
    /// Ends commands of earlier sessions of this user that still run although their connection is gone, with all they started. It is
    /// sent ahead of the next request and waits for nothing here, so it costs no round trip. Sessions of other users that are opened later
    /// then do the same.
    /// </summary>
    /// <returns>A task that ends when the host has done it, with the process ids of the loops that were ended.</returns>
    internal async Task<IReadOnlyList<int>> EndOrphansAsync(CancellationToken cancellationToken)
    {
        _endsOrphans = true;
        // On nearly every machine there is nothing to look at, and the facts have told so: the search is several processes there.
        if (!_shell.HasLoopsBeside)
            return [];
        var answer = new OutputCapture(64 * 1024, null, null);
        var request = new FrameRequest(ProcessSweep.EndOrphans(_options.KillGrace), InFreshShell: false)
        {
            Stdout = answer,
            IsSentAhead = true,
            What = "the search for orphaned commands",
        };
        await RunAsync(request, _options.TimeLimit, cancellationToken).ConfigureAwait(false);
        var ended = answer.Output.Lines.Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        foreach (var loop in ended)
            Notice($"A command of an earlier run still ran although its connection was gone; it was ended with its children (shell {loop}).");
        return ended;
    }

    /// <summary>Sends a request and waits for its end; a time limit or a cancellation ends what it runs on the host.</summary>
    /// <exception cref="TimeLimitException">It ran too long, and was ended.</exception>
    private async Task<int> RunAsync(FrameRequest request, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        // The limit is the command's own: it begins when the host begins with it, not while it waits behind others.
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _options.Time);
        var sent = await _shell.SendAsync(request, () => Begin(limit, timeLimit), cancellationToken).ConfigureAwait(false);
        var frame = sent.Frame;
        var reason = await EndsByItselfAsync(frame, limit.Token, cancellationToken).ConfigureAwait(false);
        if (reason is not null && !await EndAsync(frame).ConfigureAwait(false) && reason is TimeLimitException)
        {
            // It ended by itself, just as the limit was reached.
            reason = null;
        }
        frame.OnBegun = null;
        var status = await frame.Ended.ConfigureAwait(false);
        await sent.Input.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if ((reason ?? frame.Failure) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return status;
    }

    private static void Begin(CancellationTokenSource limit, TimeSpan timeLimit)
    {
        try
        {
            limit.CancelAfter(timeLimit);
        }
        catch (ObjectDisposedException)
        {
            // The shell was given up just now, and nobody waits for this request any more.
        }
    }

    // Null when it ended; else why it has to be ended.
    private static async ValueTask<Exception?> EndsByItselfAsync(PendingFrame frame, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken, frame.Unwanted);
        try
        {
            await frame.EndedAnyhow.WaitAsync(any.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException cancelled)
        {
            return frame.Failure ?? (limit.IsCancellationRequested ? new TimeLimitException() : cancelled);
        }
    }

    /// <summary>Ends what a request runs: SIGTERM, then SIGKILL, then the session itself.</summary>
    /// <returns>False where it had ended by itself before anything was done.</returns>
    private async Task<bool> EndAsync(PendingFrame frame)
    {
        await _shell.TurnAsync(frame).ConfigureAwait(false);
        if (frame.EndedAnyhow.IsCompleted)
            return false;
        // While no other request is on its way, whatever the loop runs is ours; else it has to be looked at twice.
        using var hold = _shell.TryHoldWriting();
        var isAlone = hold is not null && _shell.IsAlone(frame);
        try
        {
            var second = await SecondShellAsync().ConfigureAwait(false);
            var hasInput = frame.Request.Stdin is not null;
            var expected = isAlone ? null : await RunningAsync(second, frame, hasInput).ConfigureAwait(false);
            if (isAlone || expected is not null)
                await AskSecondAsync(second, ProcessSweep.End(_shell.LoopPid, hasInput, expected, _options.KillGrace)).ConfigureAwait(false);
            await Task.WhenAny(frame.EndedAnyhow, Task.Delay(_options.KillGrace, _options.Time)).ConfigureAwait(false);
            if (frame.EndedAnyhow.IsCompleted)
                return true;
        }
        catch (Exception failure) when (failure is MarchitectException or TimeoutException or OperationCanceledException)
        {
            if (frame.EndedAnyhow.IsCompleted)
                return true;
            var what = (failure as MarchitectException)?.What ?? failure.Message;
            await _shell.AbandonAsync(new MarchitectException(
                $"{frame.Request.What} was to be ended, but the host could not be asked to ({what}). It may still run; the session is given up.",
                null, failure)).ConfigureAwait(false);
            return true;
        }
        await _shell.AbandonAsync(new MarchitectException(
            $"{frame.Request.What} was to be ended and does not end, not even by SIGKILL. It still runs; the session is given up.",
            "A process that SIGKILL does not end hangs in the kernel, most often on a dead network file system; look for it with ps -eo pid,stat,cmd."))
            .ConfigureAwait(false);
        return true;
    }

    // What the loop runs now is only ours if our frame still has not ended a good while after that answer came.
    private async Task<string?> RunningAsync(FramedShell second, PendingFrame frame, bool hasInput)
    {
        var running = await AskSecondAsync(second, ProcessSweep.Look(_shell.LoopPid, hasInput)).ConfigureAwait(false);
        await Task.WhenAny(frame.EndedAnyhow, Task.Delay(TimeSpan.FromMilliseconds(100), _options.Time)).ConfigureAwait(false);
        return frame.EndedAnyhow.IsCompleted ? null : running;
    }

    // Null where the script says no.
    private async Task<string?> AskSecondAsync(FramedShell second, string script)
    {
        var answer = new OutputCapture(64 * 1024, null, null);
        var sent = await second.SendAsync(
            new FrameRequest(script, InFreshShell: false) { Stdout = answer, What = "ending a command" }, null, CancellationToken.None)
            .ConfigureAwait(false);
        var status = await sent.Frame.Ended.WaitAsync(_options.OpenLimit + _options.KillGrace * 3, _options.Time).ConfigureAwait(false);
        return status == 0 ? answer.Output.Text.TrimEnd('\n') : null;
    }

    private async Task<FramedShell> SecondShellAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(_options.OpenLimit, _options.Time);
            return _second ??= await StartFurtherShellAsync(limit.Token).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private Task<FramedShell> StartFurtherShellAsync(CancellationToken cancellationToken)
    {
        var facts = new OutputCapture(1024 * 1024, null, null);
        return _start is null
            ? StartShellAsync(_connection, _transport.Shell, _traffic, Notice, facts, cancellationToken)
            : _start.StartAsync(Notice, facts, cancellationToken);
    }

    private static async Task<FramedShell> StartShellAsync(
        Connection connection, string shell, TrafficCounter traffic, Action<string> notice, OutputCapture facts, CancellationToken cancellationToken)
    {
        var framed = await FramedShell.StartAsync(
            connection, nonce => ShellLoop.StartLine(shell, nonce), traffic, notice, facts, cancellationToken).ConfigureAwait(false);
        try
        {
            await framed.First.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            framed.Learn(facts.Output.Bytes);
            return framed;
        }
        catch (ConnectionLostException lost) when (lost.InnerException is null)
        {
            var said = framed.StrayText.Trim();
            await framed.DisposeAsync().ConfigureAwait(false);
            throw new LoginRefusedException(
                $"the login worked, but gave no shell{(said.Length > 0 ? $": {said}" : $" ({lost.What})")}",
                "Marchitect needs a POSIX shell at /bin/sh, and a login shell that runs 'exec /bin/sh ...' (not nologin).",
                lost);
        }
        catch
        {
            await framed.AbandonAsync(new MarchitectException("the session could not be opened.")).ConfigureAwait(false);
            throw;
        }
    }

    private Action<string>? LineReader(ExecOptions options, Redactor redactor, Where where, bool isError)
    {
        if (options.OnLine is null && _options.OnEvent is null)
            return null;
        return text =>
        {
            var line = new OutputLine(redactor.Redact(text), isError);
            lock (_telling)
            {
                options.OnLine?.Invoke(line);
                _options.OnEvent?.Invoke(new OutputRead(_options.Time.GetUtcNow(), where, line));
            }
        };
    }

    private void Notice(string text) => Tell(new Noticed(_options.Time.GetUtcNow(), Where, Redactor.RedactShortened(text)));

    private void Tell(RunEvent happened)
    {
        if (_options.OnEvent is not { } read)
            return;
        lock (_telling)
            read(happened);
    }

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 80 ? line : line[..77] + "...";
    }

    private static Where PlaceOf(Transport transport) => new(Host: transport.Host, Address: transport.Address);

    private sealed class TimeLimitException : Exception;
}
