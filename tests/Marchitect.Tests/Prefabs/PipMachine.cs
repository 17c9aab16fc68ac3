using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>A machine with pip and a folder of wheels, for all specs of a class: to install pip takes longer than they do.</summary>
public sealed class PipMachine : IAsyncDisposable
{
    private PrefabHost? _host;

    /// <summary>The machine, made by the first who asks, so that who may not make one is skipped.</summary>
    internal async Task<PrefabHost> HostAsync()
    {
        if (_host is not null)
            return _host;
        _host = await PrefabHost.StartAsync("debian root");
        PrefabHost.ExpectDone(await _host.InstallAsync(new Apt("python3-pip", "python3-venv") { WithoutRecommends = true }));
        await _host.ShAsync(Pip3Specs.MakeWheels);
        return _host;
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
