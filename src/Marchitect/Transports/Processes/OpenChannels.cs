namespace Marchitect;

/// <summary>The channels of a connection that is nothing but its channels: they end with it.</summary>
internal sealed class OpenChannels : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<Channel> _channels = [];
    private bool _isDisposed;

    /// <summary>Takes a channel in until it has ended.</summary>
    /// <exception cref="ObjectDisposedException">The connection was closed meanwhile; the channel is then being closed too.</exception>
    public Channel Add(Channel channel)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _channels.Add(channel);
                _ = ForgetAsync(channel);
                return channel;
            }
        }
        _ = channel.DisposeAsync().AsTask();
        throw new ObjectDisposedException(nameof(Connection));
    }

    public async ValueTask DisposeAsync()
    {
        Channel[] open;
        lock (_lock)
        {
            _isDisposed = true;
            open = [.. _channels];
            _channels.Clear();
        }
        await Task.WhenAll(open.Select(channel => channel.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async Task ForgetAsync(Channel channel)
    {
        await channel.Ended.ConfigureAwait(false);
        lock (_lock)
            _channels.Remove(channel);
    }
}
