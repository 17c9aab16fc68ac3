namespace Marchitect;

/// <summary>Why one user may not act as another.</summary>
public enum BecomeProblem
{
    /// <summary>Something else; <see cref="BecomeRefusedException.Said"/> holds what the host said.</summary>
    Other,

    /// <summary>The password was not taken. It was sent once, and the session does not send it again.</summary>
    WrongPassword,

    /// <summary>A password is asked for and none was given.</summary>
    PasswordNeeded,

    /// <summary>The host does not have the program.</summary>
    MethodMissing,

    /// <summary>The rules of the host do not allow it: <c>sudoers</c>, <c>doas.conf</c>, PAM.</summary>
    NotAllowed,

    /// <summary>The program wants a terminal, and a session has none: <c>requiretty</c> of sudo, a password for doas.</summary>
    NeedsTerminal,

    /// <summary>The password or the account has expired.</summary>
    PasswordExpired,

    /// <summary>The host does not know the other user.</summary>
    UserUnknown,
}
