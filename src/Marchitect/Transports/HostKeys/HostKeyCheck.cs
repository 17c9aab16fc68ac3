namespace Marchitect;

/// <summary>What is done about the key a host shows.</summary>
public enum HostKeyCheck
{
    /// <summary>Only a key that is written down for this host is accepted.</summary>
    Strict,

    /// <summary>
    /// The key of a host of which nothing is known yet is accepted and written down; a changed key is refused. The first
    /// connection is not protected.
    /// </summary>
    AcceptNew,

    /// <summary>
    /// Any key is accepted and none is written down: whoever sits on the way can read the password and give the commands. The
    /// built-in SSH transport refuses a <c>@revoked</c> key all the same.
    /// </summary>
    DangerouslyAcceptAny,
}
