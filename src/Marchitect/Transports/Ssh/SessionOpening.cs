using Renci.SshNet.Messages.Connection;

namespace Marchitect;

/// <summary>Asks for a channel that can run a program (RFC 4254 section 6.1).</summary>
internal sealed class SessionOpening : ChannelOpenInfo
{
    public override string ChannelType => "session";
}
