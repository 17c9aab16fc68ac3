using System.Text;
using Renci.SshNet.Messages.Connection;

namespace Marchitect;

/// <summary>Asks the server to run a line in the user's login shell (RFC 4254 section 6.5).</summary>
internal sealed class ExecRequest : RequestInfo
{
    private readonly byte[] _line;

    public ExecRequest(string line)
    {
        _line = Encoding.UTF8.GetBytes(line);
        WantReply = true;
    }

    public override string RequestName => "exec";

    protected override int BufferCapacity => base.BufferCapacity + 4 + _line.Length;

    protected override void SaveData()
    {
        base.SaveData();
        WriteBinaryString(_line);
    }
}
