namespace Marchitect;

/// <summary>A user's line of <c>/etc/passwd</c>.</summary>
/// <param name="Uid">The number.</param>
/// <param name="Group">Name of the primary group, or its number where it has no name.</param>
/// <param name="Home">The home folder.</param>
/// <param name="Shell">The login shell.</param>
/// <param name="Comment">The comment (GECOS).</param>
internal sealed record UserAccount(int Uid, string Group, string Home, string Shell, string Comment);
