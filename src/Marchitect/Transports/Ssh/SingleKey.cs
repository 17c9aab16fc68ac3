using Renci.SshNet;
using Renci.SshNet.Security;

namespace Marchitect;

/// <summary>A key with the one algorithm it is to sign by. SSH.NET then signs at once, without asking first whether the key is welcome.</summary>
internal sealed class SingleKey(HostAlgorithm algorithm) : IPrivateKeySource
{
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = [algorithm];
}
