using System.Text;
using Renci.SshNet.Messages.Connection;

namespace Marchitect;

/// <summary>Sends a signal to the running program (RFC 4254 section 6.9); OpenSSH does so since 7.9, to the whole process group.</summary>
internal sealed class SignalRequest(string signal) : RequestInfo
{
    private readonly byte[] _signal = Encoding.ASCII.GetBytes(signal);

    public override string RequestName => "signal";

    protected override int BufferCapacity => base.BufferCapacity + 4 + _signal.Length;

    protected override void SaveData()
    {
        base.SaveData();
        WriteBinaryString(_signal);
    }
}
