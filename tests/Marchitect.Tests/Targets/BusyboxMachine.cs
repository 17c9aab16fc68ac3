namespace Marchitect.Tests.Targets;

/// <summary>One busybox machine for a class of specs, made when the first asks for it.</summary>
public sealed class BusyboxMachine : IAsyncDisposable
{
    private Task<ThrowAwayTarget>? _target;

    internal Task<ThrowAwayTarget> TargetAsync() => _target ??= ThrowAwayTarget.BusyboxAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_target is { IsCompletedSuccessfully: true })
            await (await _target).DisposeAsync();
    }
}
