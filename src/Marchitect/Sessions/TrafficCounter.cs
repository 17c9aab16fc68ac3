namespace Marchitect;

/// <summary>Counts what goes over the channels of one session.</summary>
internal sealed class TrafficCounter
{
    private readonly Lock _lock = new();
    private int _roundTrips;
    private long _sent;
    private long _received;
    private bool _replySinceLast = true;

    public Traffic Total
    {
        get
        {
            lock (_lock)
                return new Traffic(_roundTrips, _sent, _received);
        }
    }

    /// <summary>A request goes out. It is a round trip of its own if a reply came since the last one began: it may have waited for that.</summary>
    public void Request()
    {
        lock (_lock)
        {
            if (_replySinceLast)
                _roundTrips++;
            _replySinceLast = false;
        }
    }

    /// <summary>A reply has come whole.</summary>
    public void Reply()
    {
        lock (_lock)
            _replySinceLast = true;
    }

    public void Sent(long bytes) => Interlocked.Add(ref _sent, bytes);

    public void Received(long bytes) => Interlocked.Add(ref _received, bytes);
}
