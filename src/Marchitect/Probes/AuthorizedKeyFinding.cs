namespace Marchitect;

/// <summary>What a host knows of a key that is to log in as a user.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What it is in words, or the line that is there; empty where the state says all.</param>
internal sealed record AuthorizedKeyFinding(AuthorizedKeyState State, string Detail) : Finding
{
    public override string ToString() => State switch
    {
        AuthorizedKeyState.Held => "present",
        AuthorizedKeyState.Absent => "absent",
        AuthorizedKeyState.OtherLine => $"another line: {Detail}",
        AuthorizedKeyState.OtherAccess => $"present, with {Detail}",
        AuthorizedKeyState.NoUser => "no such user",
        _ => Detail,
    };
}
