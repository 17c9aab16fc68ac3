namespace Marchitect.Tests.Sessions;

/// <summary>Collects events of a kind and lets a test wait for one.</summary>
internal sealed class Events<T>
    where T : RunEvent
{
    private readonly System.Threading.Channels.Channel<T> _all = System.Threading.Channels.Channel.CreateUnbounded<T>();

    public void Read(RunEvent happened)
    {
        if (happened is T wanted)
            _all.Writer.TryWrite(wanted);
    }

    /// <summary>The first event that fits, among those not yet taken.</summary>
    public async Task<T> FirstAsync(Func<T, bool> fits, CancellationToken cancellationToken)
    {
        await foreach (var happened in _all.Reader.ReadAllAsync(cancellationToken))
        {
            if (fits(happened))
                return happened;
        }
        throw new InvalidOperationException("no more events");
    }
}
