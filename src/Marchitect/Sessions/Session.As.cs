namespace Marchitect;

public sealed partial class Session
{
    private readonly Session? _login;
    private readonly BecomeStart? _start;
    private readonly BecomePasswords _passwords;
    private readonly SemaphoreSlim _becoming = new(1, 1);
    private readonly Dictionary<Become, Session> _others = [];
    private bool _endsOrphans;

    /// <summary>
    /// Gives the session of another user over the same connection, with facts, home and shells of that user. It is opened when first asked
    /// for and kept; where that user is logged in anyway, it is this session itself.
    /// </summary>
    /// <remarks>
    /// Opening it takes the round trips of one more program on the connection: over SSH two, and one more where the host asks for a password.
    /// After that it costs what any session costs. It shares events and <see cref="Traffic"/> with the login session, and ends with it;
    /// disposing it ends it alone.
    /// </remarks>
    /// <param name="become">Whom, and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session of that user.</returns>
    /// <exception cref="BecomeRefusedException">The host does not let it; <see cref="BecomeRefusedException.Problem"/> tells why.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile.</exception>
    public async Task<Session> AsAsync(Become become, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(become);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_login is not null)
            return await _login.AsAsync(become, cancellationToken).ConfigureAwait(false);
        if (become.IsLoginUser || become.User == Target.User)
            return this;
        await _becoming.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_others)
            {
                if (_others.TryGetValue(become, out var open))
                    return open;
            }
            var session = await OpenAsAsync(become, cancellationToken).ConfigureAwait(false);
            lock (_others)
                _others.Add(become, session);
            return session;
        }
        catch (MarchitectException failure)
        {
            failure.At(Where);
            throw;
        }
        finally
        {
            _becoming.Release();
        }
    }

    private async Task<Session> OpenAsAsync(Become become, CancellationToken cancellationToken)
    {
        var began = _options.Time.GetTimestamp();
        var start = new BecomeStart(_connection, _transport.Shell, _traffic, become, Target.User, _passwords, _options);
        var facts = new OutputCapture(1024 * 1024, null, null);
        var shell = await start.StartAsync(Notice, facts, cancellationToken).ConfigureAwait(false);
        var session = new Session(this, start, shell, FactsQuestion.Parse(facts.Output.Bytes, _transport.Host));
        Tell(new OtherUserReady(_options.Time.GetUtcNow(), Where, become.User, become.Program, _options.Time.GetElapsedTime(began)));
        // What fails here fails whatever is asked next as well, and is told there.
        if (_endsOrphans)
            _ = session.EndOrphansAsync(CancellationToken.None).ContinueWith(ending => ending.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return session;
    }

    private async Task CloseOthersAsync()
    {
        if (_login is not null)
        {
            lock (_login._others)
            {
                foreach (var (become, _) in _login._others.Where(other => other.Value == this).ToArray())
                    _login._others.Remove(become);
            }
            return;
        }
        Session[] others;
        lock (_others)
            others = [.. _others.Values];
        foreach (var other in others)
            await other.DisposeAsync().ConfigureAwait(false);
    }
}
