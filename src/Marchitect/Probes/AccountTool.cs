namespace Marchitect;

/// <summary>What a host has to make users and groups with.</summary>
internal enum AccountTool
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>useradd, usermod, userdel and their kin for groups (shadow).</summary>
    Useradd,

    /// <summary>adduser, deluser, addgroup and delgroup of busybox, which change nothing about one who is there.</summary>
    Adduser,
}
