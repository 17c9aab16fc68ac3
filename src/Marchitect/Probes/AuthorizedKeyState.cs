namespace Marchitect;

/// <summary>How a key stands in a user's <c>authorized_keys</c>.</summary>
internal enum AuthorizedKeyState
{
    /// <summary>There is no such user.</summary>
    NoUser,

    /// <summary>What stands in the way is told.</summary>
    Blocked,

    /// <summary>The key is not there.</summary>
    Absent,

    /// <summary>The key is there, with another comment or other options, or more than once.</summary>
    OtherLine,

    /// <summary>The line is there, but folder or file have other owners or permissions.</summary>
    OtherAccess,

    /// <summary>All is as wanted.</summary>
    Held,
}
