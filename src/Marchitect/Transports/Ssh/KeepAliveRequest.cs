using Renci.SshNet.Messages.Connection;

namespace Marchitect;

/// <summary>A question that every server answers, if only by refusing it: so its answer shows that the link is alive.</summary>
internal sealed class KeepAliveRequest : GlobalRequestMessage
{
    private static readonly byte[] Name = "keepalive@openssh.com"u8.ToArray();

    protected override int BufferCapacity => 1 + 4 + Name.Length + 1;

    protected override void SaveData()
    {
        WriteBinaryString(Name);
        Write(true);
    }
}
