namespace Marchitect;

/// <summary>The program on the host that lets one user act as another.</summary>
public enum BecomeMethod
{
    /// <summary><c>sudo</c>: asks for the password of the login user, where it asks.</summary>
    Sudo,

    /// <summary><c>doas</c>: reads passwords from a terminal only, so that it serves where its rule says <c>nopass</c>.</summary>
    Doas,

    /// <summary><c>su</c>: asks for the password of the other user, unless root is logged in.</summary>
    Su,
}
