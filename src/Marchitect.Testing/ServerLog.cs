using System.Text;

namespace Marchitect.Testing;

/// <summary>What a program writes on stderr, kept for whoever asks or waits for a text in it.</summary>
internal sealed class ServerLog
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isEnded;

    /// <summary>Reads in the background until the program ends; begins anew with each program.</summary>
    public void Read(StreamReader stderr)
    {
        lock (_lock)
        {
            _text.Clear();
            _isEnded = false;
        }
        _ = ReadAllAsync(stderr);
    }

    /// <summary>Waits for a text; false where the program ended without it.</summary>
    public async Task<bool> WaitForAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_text.ToString().Contains(text, StringComparison.Ordinal))
                    return true;
                if (_isEnded)
                    return false;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override string ToString()
    {
        lock (_lock)
            return _text.ToString();
    }

    private async Task ReadAllAsync(StreamReader stderr)
    {
        var buffer = new char[4096];
        int count;
        do
        {
            try
            {
                count = await stderr.ReadAsync(buffer).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                count = 0;
            }
            TaskCompletionSource changed;
            lock (_lock)
            {
                _text.Append(buffer, 0, count);
                _isEnded = count == 0;
                changed = _changed;
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            changed.SetResult();
        }
        while (count > 0);
    }
}
