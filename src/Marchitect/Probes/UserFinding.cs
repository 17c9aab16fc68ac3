using System.Globalization;

namespace Marchitect;

/// <summary>What a host knows of a user.</summary>
/// <param name="Tool">What it has to change it with.</param>
/// <param name="Account">Its line of <c>/etc/passwd</c>; null where there is no such user.</param>
internal sealed record UserFinding(AccountTool Tool, UserAccount? Account) : Finding
{
    /// <summary>Its field of <c>/etc/shadow</c>: <c>?</c> where it may not be read, <c>.</c> where it was not asked for or there is none.</summary>
    public string Password { get; init; } = ".";

    /// <summary>Whether the password is locked.</summary>
    public bool IsLocked => Password.StartsWith('L');

    /// <summary>SHA-256 of what stands behind the lock in lower-case hexadecimal, <c>+</c> where only that was asked for, <c>-</c> where nothing stands there.</summary>
    public string PasswordDigest => Password.Length > 2 ? Password[2..] : "";

    /// <summary>What stands at its home: <c>.</c> not asked, <c>-</c> nothing, <c>o</c> no folder, else <c>d UID NAME</c>.</summary>
    public string Home { get; init; } = ".";

    /// <summary>Number of the home's owner, where it is a folder.</summary>
    public int? HomeOwnerId => Home.Split(' ') is ["d", var id, ..] && int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Name of the home's owner; null where that number has none, or it is no folder.</summary>
    public string? HomeOwner => Home.Split(' ') is ["d", _, var name] && name != "UNKNOWN" ? name : null;

    /// <summary>Whether the primary group that was asked about exists.</summary>
    public bool HasPrimary { get; init; }

    /// <summary>For each supplementary group that was asked about: <c>+</c> in it, <c>-</c> not, <c>!</c> no such group.</summary>
    public string Groups { get; init; } = "";

    /// <summary>Supplementary groups beside those; none where they were not asked for.</summary>
    public IReadOnlyList<string> OtherGroups { get; init; } = [];

    /// <summary>Whether this session, or what it was started by, runs as this user.</summary>
    public bool IsSelf { get; init; }

    // The password's digest is nobody's business.
    public override string ToString() => Account is { } account
        ? string.Create(CultureInfo.InvariantCulture, $"user {account.Uid}, group {account.Group}, home {account.Home}, shell {account.Shell}{(IsLocked ? ", locked" : "")}")
        : "absent";
}
